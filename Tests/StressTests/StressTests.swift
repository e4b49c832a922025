import LoadFixtures
import LoadTest
import Testing

@Suite("Stress: beyond what is expected")
struct StressTests {
  @Test("Stress: 200 impatient users for 5 minutes")
  func stress() async throws {
    try await LoadTest.run(
      Scenario(
        "stress", title: "Stress: 200 impatient users", user: StressUser.self,
        profile: .ramp(to: 200, perSecond: 20, for: .minutes(5))),
      sla: [
        .must(.p99ResponseTime, below: .milliseconds(3000)),
        .must(.errorRate, below: 0.05),
        .should(.averageResponseTime, below: .milliseconds(200)),
        .should(.p95ResponseTime, below: .milliseconds(1000)),
        .should(.breakersLeftOpen, atMost: 0),
      ])
  }

  @Test("Step: 20 more users each minute, up to 200: where does it break?")
  func step() async throws {
    try await LoadTest.run(
      Scenario(
        "step", title: "Step: 20 to 200 users", user: SalesUser.self,
        profile: .steps(of: 20, to: 200, every: .minutes(1), perSecond: 5)),
      sla: [
        .must(.breakingPoint, atLeast: 100),
        .must(.p99ResponseTime, below: .milliseconds(3000)),
        .must(.errorRate, below: 0.05),
        .should(.averageResponseTime, below: .milliseconds(200)),
        .should(.p95ResponseTime, below: .milliseconds(1000)),
      ])
  }
}
