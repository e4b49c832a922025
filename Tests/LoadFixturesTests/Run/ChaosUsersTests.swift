import ReferenceAgent
import TestSupport
import Testing

@testable import LoadFixtures

/// Users who ask for trouble, against an agent that is sound and against agents with one flaw each.
@Suite("Users of caches and circuit breakers")
struct ChaosUsersTests {
  private static func run(
    _ user: any AgentUser.Type, flaws: AgentFlaws = [], stampede: Int? = nil, sla: SLA,
    users: Int = 20, recovery: Duration = .seconds(1), seconds: Double = 6
  ) async throws -> (RunRecord, AgentUnderTest) {
    var configuration = AgentConfiguration(
      serviceTimes: .standard, credentials: AgentCredentials(email: "user@example.com", password: "right"))
    configuration.flaws = flaws
    configuration.breaker.recovery = recovery
    configuration.cacheLifetime = .seconds(5)
    return try await RealTime.alone {
      try await AgentUnderTest.with(configuration: configuration) { agent in
        let environment = try agent.environment(["LOAD_THINK_TIME_SCALE": "0.1", "LOAD_SEED": "7"])
        let record = try await ScenarioRunner.quietly(
          Scenario(
            "chaos", user: user, profile: .ramp(to: users, perSecond: 100, for: .seconds(seconds)), stampede: stampede),
          sla: sla, in: environment)
        return (record, agent)
      }
    }
  }

  private static func breaches(_ record: RunRecord) -> [String] { record.verdict.breaches.map(\.kpi) }

  @Test("What a user asked for is neither success nor failure, and the server counts the same")
  func expected() async throws {
    let (record, agent) = try await Self.run(CircuitBreakerUser.self, sla: [.must(.errorRate, below: 0.001)])
    let counts = record.counts
    #expect(record.verdict.status == .passed, "\(record.verdict.sentences)")
    #expect(counts.failed == 0 && counts.scheduled == counts.completed + counts.cancelled, "\(counts)")
    let failing = try #require(record.requests.first { $0.name == "failing dependency" })
    let kinds = Set((failing.expected ?? []).map(\.kind))
    #expect(kinds == ["timeout", "status 503"], "\(kinds)")
    #expect(failing.successes == 0 && failing.errorRate == nil && failing.latency.p50 == nil)
    #expect(record.total.expectedCount == failing.count)
    // A second's time-out is in no latency of successes.
    #expect(try #require(record.total.latency.max) < 900)
    #expect(record.timeline.reduce(0) { $0 + ($1.expected?.values.reduce(0, +) ?? 0) } == counts.expected)
    #expect(
      agent.received.count == counts.completed + counts.failed + counts.cancelled + counts.repeats + counts.instrument)
  }

  @Test("The states on the record are those that the agent reports")
  func states() async throws {
    let (record, agent) = try await Self.run(
      CircuitBreakerUser.self,
      sla: [
        .must(.breakerOpenings, atLeast: 1), .must(.failuresToOpen, atLeast: 5), .must(.failuresToOpen, atMost: 5),
        .must(.rejectionTime, below: .milliseconds(50)), .must(.halfOpenProbes, atMost: 3),
        .must(.breakerClosings, atLeast: 1), .must(.breakerContradictions, atMost: 0),
      ], recovery: .seconds(3), seconds: 9)
    #expect(record.verdict.status == .passed, "\(record.verdict.sentences) \(Self.breaches(record))")
    let told = try #require(record.system.circuitChanges)
    let own = agent.agent.circuitChanges
    #expect(told.count > 2 && told.map(\.state.rawValue) == Array(own.prefix(told.count)), "\(told) \(own)")
    #expect(told.map(\.second) == told.map(\.second).sorted())
  }

  @Test("A cache is judged by its hits, its stale values, its expiry and a stampede")
  func cache() async throws {
    let (record, agent) = try await Self.run(
      CacheUser.self, stampede: 30,
      sla: [
        .must(.cacheHitRate, atLeast: 0.5), .must(.staleReads, atMost: 0), .must(.stampedeComputations, atMost: 2),
        .must(.warmReadTime, below: .milliseconds(500)), .must(.coldReadTime, below: .milliseconds(500)),
        .must(.expirationBurst, atMost: 0.9), .must(.errorRate, below: 0.001),
      ], seconds: 8)
    #expect(record.verdict.status == .passed, "\(record.verdict.sentences) \(Self.breaches(record))")
    let counts = record.counts
    let stampede = try #require(record.stampede)
    #expect(stampede.users == 30 && stampede.answered == 30 && stampede.computations == 1)
    // A connection of one's own for each, and a service time of 12 ms.
    #expect(stampede.spread ?? .infinity < 50, "\(stampede)")
    #expect(
      agent.received.count == counts.completed + counts.failed + counts.cancelled + counts.repeats + counts.instrument)
  }
}
