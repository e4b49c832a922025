import LoadEngine
import ReferenceAgent
import TestSupport
import Testing

@testable import LoadFixtures

@Suite("A scenario, from plan to record")
struct ScenarioRunnerTests {
  private static let fiveUsers = Scenario(
    "five", user: SalesUser.self, profile: .ramp(to: 5, perSecond: 50, for: .seconds(1)))

  @Test(
    "The agent's own count equals the record's, exactly",
    arguments: [
      Scenario("closed", user: SalesUser.self, profile: .ramp(to: 8, perSecond: 50, for: .seconds(1))),
      Scenario("stress", user: StressUser.self, profile: .ramp(to: 8, perSecond: 50, for: .seconds(1))),
      Scenario("open", user: SalesUser.self, profile: .arrivals([.rate(200, for: .seconds(1))], maxInFlight: 50)),
    ], ["1", "2"])
  func countsAgree(scenario: Scenario, loops: String) async throws {
    try await AgentUnderTest.with { agent in
      let record = try await ScenarioRunner.quietly(
        scenario, in: try agent.environment(["LOAD_EVENT_LOOPS": loops]))
      let counts = record.counts
      #expect(counts.completed > 20)
      #expect(counts.failed == 0, "\(record.failureKinds)")
      #expect(counts.scheduled == counts.completed + counts.failed + counts.dropped + counts.cancelled)
      #expect(agent.load.count == counts.completed + counts.failed)
      let answered = agent.agent.answeredRequests.filter { !$0.key.isMonitoring }.values.reduce(0, +)
      // The pre-flight's health call and the trial's four are the ones that are not load.
      #expect(record.trial == ["login", "start", "message", "end"])
      #expect(answered == counts.completed + counts.failed + 5)
      #expect(record.timeline.reduce(0) { $0 + $1.completed } == counts.completed)
      #expect(record.business.conversationsStarted == agent.load.count { $0.path == "/conversation/start" })
      #expect(
        record.business.conversationsStarted == record.business.conversationsCompleted
          + record.business.conversationsAbandoned)
      #expect(record.business.tierAnswersFitting == record.business.tierAnswersJudged)
      #expect(record.system.metrics == .offered)
      #expect(agent.received.count - agent.load.count == counts.instrument)
    }
  }

  @Test("An open model makes one request an arrival, at the planned count")
  func arrivalsAreRequests() async throws {
    try await AgentUnderTest.with { agent in
      let record = try await ScenarioRunner.quietly(
        Scenario("open", user: SalesUser.self, profile: .arrivals([.rate(150, for: .seconds(1))], maxInFlight: 50)),
        in: try agent.environment())
      #expect(record.counts.scheduled == 150)
      #expect(record.model == .open)
    }
  }

  @Test("The same seed gives each user the same requests, another seed others")
  func seeds() async throws {
    func requests(seed: String) async throws -> [String] {
      try await AgentUnderTest.with { agent in
        _ = try await ScenarioRunner.quietly(
          Scenario("one", user: SalesUser.self, profile: .ramp(to: 1, perSecond: 10, for: .seconds(3))),
          in: try agent.environment(["LOAD_SEED": seed]))
        return agent.load.prefix(25).map { request in
          // Ids are the agent's, and so are the ends of a conversation's path.
          let path = request.path.split(separator: "/").filter { $0.count < 20 }.joined(separator: "/")
          // The test id names the seed.
          let body = request.body.split(separator: ",").filter { !$0.contains("test_id") }.joined(separator: ",")
          return "\(request.method) \(path) \(body)"
        }
      }
    }
    let first = try await requests(seed: "41")
    let again = try await requests(seed: "41")
    let other = try await requests(seed: "42")
    #expect(first.count == 25)
    #expect(first == again)
    #expect(first != other)
  }

  @Test("A conversation ends with its last message and not before: 8 to 15, whatever comes between")
  func lengths() async throws {
    try await AgentUnderTest.with { agent in
      _ = try await ScenarioRunner.quietly(
        Scenario("lengths", user: SalesUser.self, profile: .ramp(to: 5, perSecond: 50, for: .seconds(2))),
        in: try agent.environment())
      let paths = agent.load.map { $0.path.split(separator: "/") }.filter { $0.count == 3 }
      let ended = paths.filter { $0[2] == "end" }.map { $0[1] }
      let messages = ended.map { id in paths.count { $0[1] == id && $0[2] == "message" } }
      #expect(messages.count >= 5 && Set(messages).count > 1, "\(messages)")
      #expect(messages.allSatisfy { (8...15).contains($0) }, "\(messages)")
    }
  }

  @Test("A slow agent is slow and not failed: latency is breached, the error rate is 0")
  func slowIsNotFailed() async throws {
    var configuration = AgentConfiguration(
      serviceTimes: .none, credentials: AgentCredentials(email: "user@example.com", password: "right"))
    configuration.faults.extraDelay = .milliseconds(120)
    try await AgentUnderTest.with(configuration: configuration) { agent in
      let record = try await ScenarioRunner.quietly(
        Self.fiveUsers,
        sla: [.must(.p95ResponseTime, below: .milliseconds(100)), .must(.errorRate, below: 0.01)],
        in: try agent.environment())
      #expect(record.verdict.status != .passed)
      #expect(record.verdict.breaches.map(\.kpi) == ["p95 response time"])
      #expect(record.total.errorRate == 0)
      #expect((record.verdict.breaches.first?.observed ?? 0) >= 120)
    }
  }

  @Test("A failed log-in is that user's failure, tried again after a pause; nothing is sent without a token")
  func failedLogIn() async throws {
    try await AgentUnderTest.with { agent in
      let record = try await ScenarioRunner.quietly(
        Self.fiveUsers, in: try agent.environment(["LOAD_PASSWORD": "wrong", "LOAD_THINK_TIME_SCALE": "0.05"]),
        trial: false)
      // Beside other tests the generator may be late, which is not what this one is about.
      #expect(record.verdict.status != .passed)
      #expect(record.verdict.breaches.map(\.kpi) == ["error rate"])
      #expect(record.requests.map(\.name) == ["login"])
      #expect(record.failureKinds == ["status 401": record.counts.failed])
      // Five users, pauses of 50, 100, 200 and 400 ms within a second: at least two tries each, and no hammering.
      #expect((10...35).contains(record.counts.failed), "\(record.counts.failed) tries")
      #expect(agent.load.allSatisfy { $0.path == "/auth/login" && $0.authorization == nil })
      #expect(record.total.latency.p50 == nil)
    }
  }

  @Test("Nothing listening: one sentence, an invalid record, no call")
  func nothingListening() async throws {
    let environment = try TargetEnvironment(
      environment: ["LOAD_TARGET_HOST": "http://127.0.0.1:9", "LOAD_TOKEN": "t", "LOAD_CONTRACT": "documented"])
    let record = try await ScenarioRunner.quietly(Self.fiveUsers, in: environment)
    #expect(record.verdict.status == .invalid)
    #expect(record.verdict.sentences == ["connection refused: is the agent running at http://127.0.0.1:9?"])
    #expect(record.counts == CallCounts())
    #expect(record.total.latency.p99 == nil)
  }

  @Test("A public address is refused by name", arguments: ["http", "https"])
  func refusedTargets(scheme: String) async throws {
    let environment = try TargetEnvironment(
      environment: ["LOAD_TARGET_HOST": "\(scheme)://192.0.2.1:9", "LOAD_TOKEN": "t"])
    let refusal = try await Preflight.refusal(of: environment)
    #expect(refusal?.contains("LOAD_ALLOW_PUBLIC_TARGET") == true, "\(refusal ?? "not refused")")
  }

  @Test("Users come and go with the profile")
  func usersFollowTheProfile() async throws {
    try await AgentUnderTest.with { agent in
      let record = try await ScenarioRunner.quietly(
        Scenario(
          "shape", user: SalesUser.self,
          profile: .stages([
            .users(6, perSecond: 100, until: .milliseconds(1500), named: "many"),
            .users(2, perSecond: 100, until: .milliseconds(3500), named: "few"),
          ])),
        in: try agent.environment(["LOAD_THINK_TIME_SCALE": "0.02"]))
      #expect(record.timeline.first?.users == 6)
      #expect(record.timeline.dropFirst(2).first?.users == 2)
      #expect(record.stages.map(\.name) == ["ramp-up", "many", "few"])
      // The four that left are abandoned conversations, and so are the two at the end.
      #expect(record.business.conversationsAbandoned <= 6)
    }
  }

  /// Before, a loop whose last user had left did not wait: it went on to the plan's next change, up to seconds early.
  @Test("Users may all be gone for a while, on one loop or on both; the next come when they are due")
  func valley() async throws {
    let profile = LoadProfile.stages([
      .users(2, perSecond: 100, until: .milliseconds(1200), named: "two"),
      .users(0, perSecond: 100, until: .milliseconds(2200), named: "none"),
      .users(2, perSecond: 100, until: .milliseconds(3200), named: "two again"),
      .users(0, perSecond: 100, until: .milliseconds(4200), named: "none again"),
    ]).warmingUp(for: .zero)
    let record = try await CountingServer.with { server in
      try await Probe.quietly(
        port: server.port, profile: profile, pacing: .constant(.milliseconds(20)), loops: 2, sla: SLA([]))
    }
    #expect(record.duration >= 4.2)
    #expect(record.stages.map(\.name) == ["two", "none", "two again", "none again"])
    let counts = record.stages.map(\.statistics.count)
    // Each user's last call may have begun when it was asked to leave.
    #expect(counts[0] > 20 && counts[1] <= 2 && counts[2] > 20 && counts[3] <= 2, "\(counts)")
    #expect(record.counts.scheduled == record.counts.completed)
    #expect(!record.verdict.sentences.contains { $0.contains("The plan has") }, "\(record.verdict.sentences)")
    // The generator is judged from the first call on: without a warm-up the first second was once left out.
    #expect(record.generator.worst(\.running).map { (0...0.2).contains($0.window.from) } == true)
    #expect(record.timeline.map(\.users).prefix(5) == [2, 0, 2, 0, 0], "\(record.timeline.map(\.users))")
  }

  @Test("A cancelled run is interrupted, and still adds up")
  func interrupted() async throws {
    try await AgentUnderTest.with { agent in
      let environment = try agent.environment()
      let run = Task {
        try await ScenarioRunner.quietly(
          Scenario("long", user: SalesUser.self, profile: .ramp(to: 5, perSecond: 50, for: .seconds(60))),
          in: environment)
      }
      while agent.load.count < 50 { try await Task.sleep(for: .milliseconds(10)) }
      run.cancel()
      let record = try await run.value
      #expect(record.interrupted)
      #expect(record.duration < 20)
      #expect(record.verdict.status == .invalid)
      #expect(agent.load.count >= record.counts.completed)
      #expect(
        record.counts.scheduled == record.counts.completed + record.counts.failed + record.counts.dropped
          + record.counts.cancelled)
    }
  }
}
