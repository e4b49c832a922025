import LoadFixtures
import LoadTest
import XCTest

/// One scenario for each way that a run can end; without `import Testing`, as a suite of XCTest has it.
final class ScenarioTests: XCTestCase {
  private let brief = Scenario("brief", user: SalesUser.self, profile: .ramp(to: 3, perSecond: 30, for: .seconds(20)))

  func testMet() async throws {
    try await LoadTest.run(
      brief, sla: [.must(.errorRate, below: 0.5), .should(.p95ResponseTime, below: .nanoseconds(1))])
  }

  func testBreached() async throws {
    try await LoadTest.run(
      brief,
      sla: [
        .must(.p95ResponseTime, below: .nanoseconds(1)), .must(.averageResponseTime, below: .nanoseconds(1)),
        .must(.errorRate, below: 0.5),
      ])
  }

  func testInvalid() async throws {
    try await LoadTest.run(brief, sla: [.must(.errorRate, below: 0.5, in: "no such stage")])
  }
}
