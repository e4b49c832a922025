import LoadFixtures
import LoadTest
import Testing

@Suite("Peak: the hours that count")
struct PeakTests {
  @Test("Peak hour: 100 users for 5 minutes")
  func peak() async throws {
    try await LoadTest.run(
      Scenario(
        "peak", title: "Peak hour: 100 users", user: SalesUser.self,
        profile: .ramp(to: 100, perSecond: 10, for: .minutes(5))),
      sla: [
        .must(.averageResponseTime, below: .milliseconds(200)),
        .must(.p95ResponseTime, below: .milliseconds(1000)),
        .must(.p99ResponseTime, below: .milliseconds(3000)),
        .must(.errorRate, below: 0.05),
        .should(.errorRate, below: 0.01),
      ])
  }

  @Test("Spike: from 10 to 200 users and back within 6 minutes")
  func spike() async throws {
    try await LoadTest.run(
      Scenario("spike", title: "Spike: 10 to 200 users and back", user: SalesUser.self, profile: .spike),
      sla: [
        .must(.p99ResponseTime, below: .milliseconds(3000)),
        .must(.errorRate, below: 0.05),
        .should(.averageResponseTime, below: .milliseconds(200)),
        .should(.p95ResponseTime, below: .milliseconds(1000)),
        .must(.averageResponseTime, below: .milliseconds(200), in: "before"),
        .must(.p95ResponseTime, below: .milliseconds(1000), in: "before"),
        .must(.errorRate, below: 0.05, in: "after"),
        .must(.recovery, atMost: 1.5),
      ])
  }

  @Test("Realistic day: 12 hours in 12 minutes")
  func realistic() async throws {
    try await LoadTest.run(
      Scenario("realistic", title: "Realistic day: up to 150 users", user: SalesUser.self, profile: .realisticDay),
      sla: [
        .must(.averageResponseTime, below: .milliseconds(200)),
        .must(.p95ResponseTime, below: .milliseconds(1000)),
        .must(.p99ResponseTime, below: .milliseconds(3000)),
        .must(.errorRate, below: 0.01),
      ])
  }

  @Test("Throughput: 50, 100 and 200 requests a second")
  func throughput() async throws {
    try await LoadTest.run(
      Scenario(
        "throughput", title: "Throughput: 50, 100, 200 requests/s", user: SalesUser.self,
        profile: .arrivals(
          [
            .rate(50, for: .minutes(1)),
            .rate(100, for: .minutes(1)),
            .rate(200, for: .minutes(1)),
          ], maxInFlight: 400)),
      sla: [
        .must(.throughput, atLeast: 50, in: "50/s"),
        .should(.throughput, atLeast: 100, in: "100/s"),
        .should(.throughput, atLeast: 200, in: "200/s"),
        .must(.averageResponseTime, below: .milliseconds(200), in: "50/s"),
        .must(.p95ResponseTime, below: .milliseconds(1000), in: "50/s"),
        .must(.p99ResponseTime, below: .milliseconds(3000), in: "50/s"),
        .must(.errorRate, below: 0.05),
        .should(.errorRate, below: 0.01),
      ])
  }
}
