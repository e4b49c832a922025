import AgentContracts

/// A customer who now and then asks for what the language model cannot do, until its circuit breaker opens.
///
/// What it asked for (no answer within a second, or the 503 of an open breaker) is an expected outcome.
package struct CircuitBreakerUser: CustomerUser {
  package static let name = "CircuitBreakerUser"
  package static let thinkTime = Pacing.uniform(.milliseconds(500)...(.seconds(1)))
  package static let mainOperations: [OperationKey] = [.start, .message, .failingDependency]

  static let tasks = WeightedTasks<CircuitBreakerUser>([
    WeightedTask(weight: 70, needs: .message) { try await $0.customer.say() },
    WeightedTask(weight: 20, needs: .failingDependency) { try await $0.customer.driveIntoFailure() },
    WeightedTask(weight: 10, needs: .fallback) { try await $0.customer.askForFallback() },
  ])

  var customer: CustomerJourney
}
