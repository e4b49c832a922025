/// A prospective customer in conversation with the sales agent: the everyday load.
///
/// Logs in, talks for 8 to 15 messages while looking at tier, projection and analytics, closes the conversation and
/// begins the next. Each iteration is exactly one request, so that arrivals of an open model are requests.
package struct SalesUser: CustomerUser {
  package static let name = "SalesUser"
  package static let thinkTime = Pacing.uniform(.seconds(2)...(.seconds(5)))

  static let tasks = WeightedTasks<SalesUser>([
    WeightedTask(weight: 70, needs: .message) { try await $0.customer.say() },
    WeightedTask(weight: 10, needs: .tier) { try await $0.customer.checkTier() },
    WeightedTask(weight: 10, needs: .roi) { try await $0.customer.projectROI() },
    WeightedTask(weight: 5, needs: .analytics) { try await $0.customer.readAnalytics() },
    WeightedTask(weight: 5, needs: .health) { try await $0.customer.checkHealth() },
  ])

  var customer: CustomerJourney
}
