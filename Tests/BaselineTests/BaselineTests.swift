import LoadFixtures
import LoadTest
import Testing

@Suite("Baseline: what the agent does every day")
struct BaselineTests {
  @Test("Baseline: 10 users for 2 minutes")
  func baseline() async throws {
    try await LoadTest.run(
      Scenario(
        "baseline", title: "Baseline: 10 users", user: SalesUser.self,
        profile: .ramp(to: 10, perSecond: 2, for: .minutes(2))),
      sla: [
        .must(.averageResponseTime, below: .milliseconds(200)),
        .must(.p95ResponseTime, below: .milliseconds(1000)),
        .must(.p99ResponseTime, below: .milliseconds(3000)),
        .must(.errorRate, below: 0.01),
        .must(.completionRate, atLeast: 0.95),
      ])
  }

  @Test("Normal day: 50 users for 5 minutes")
  func normal() async throws {
    try await LoadTest.run(
      Scenario(
        "normal", title: "Normal day: 50 users", user: SalesUser.self,
        profile: .ramp(to: 50, perSecond: 5, for: .minutes(5))),
      sla: [
        .must(.averageResponseTime, below: .milliseconds(200)),
        .must(.p95ResponseTime, below: .milliseconds(1000)),
        .must(.p99ResponseTime, below: .milliseconds(3000)),
        .must(.errorRate, below: 0.01),
        .must(.completionRate, atLeast: 0.95),
      ])
  }
}
