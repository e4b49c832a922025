/// An impatient customer: little think time, bursts, and requests side by side.
package struct StressUser: CustomerUser {
  package static let name = "StressUser"
  package static let thinkTime = Pacing.uniform(.milliseconds(500)...(.milliseconds(1500)))
  /// Tier, projection and analytics are asked for side by side.
  package static let connections = 3

  static let tasks = WeightedTasks<StressUser>([
    WeightedTask(weight: 80, needs: .message) { try await $0.rapidFire() },
    WeightedTask(weight: 10, needs: .tier, .roi, .analytics) { try await $0.customer.askSideBySide() },
    WeightedTask(weight: 5, needs: .message) { try await $0.customer.sayAtLength() },
    WeightedTask(weight: 5, needs: .unknownConversation) { try await $0.customer.speakToNobody() },
  ])

  var customer: CustomerJourney

  /// Three messages in a row, or what is left of the conversation.
  private mutating func rapidFire() async throws {
    for _ in 1...3 where customer.hasMoreToSay {
      try await customer.say()
    }
  }
}
