import AgentContracts
import LoadEngine
import ReferenceAgent
import Testing

@testable import LoadFixtures

/// Runs against the agent as it is deployed, with what is known of its ways.
@Suite("The deployed agent", .timeLimit(.minutes(2)))
struct DeployedAgentTests {
  private static func configuration(_ quirks: AgentQuirks = [], limits: RateLimits? = nil) -> AgentConfiguration {
    var configuration = AgentConfiguration(
      serviceTimes: .none, credentials: AgentCredentials(email: "user@example.com", password: "right"))
    configuration.contract = .v09
    configuration.quirks = quirks
    if let limits { configuration.rateLimits = limits }
    return configuration
  }

  private static func scenario(_ user: any AgentUser.Type, seconds: Double = 2) -> Scenario {
    Scenario("deployed", user: user, profile: .ramp(to: 8, perSecond: 50, for: .seconds(seconds)))
  }

  /// No account: the agent answers without.
  private static let anonymous = ["LOAD_EMAIL": nil, "LOAD_PASSWORD": nil] as [String: String?]

  private static func environment(
    _ agent: AgentUnderTest, _ more: [String: String?] = anonymous
  ) throws -> TargetEnvironment {
    var settings = [
      "LOAD_TARGET_HOST": "http://127.0.0.1:\(agent.server.port)", "LOAD_THINK_TIME_SCALE": "0.005", "LOAD_SEED": "7",
      "LOAD_GRACEFUL_STOP": "5",
    ]
    for (name, value) in more { settings[name] = value }
    return try TargetEnvironment(environment: settings)
  }

  @Test(
    "Users meet it without a failure, with no other setting than its address; what it lacks is listed",
    arguments: [SalesUser.self, StressUser.self] as [any AgentUser.Type])
  func soundRun(user: any AgentUser.Type) async throws {
    try await AgentUnderTest.with(configuration: Self.configuration()) { agent in
      let record = try await ScenarioRunner.quietly(Self.scenario(user), in: try Self.environment(agent))
      #expect(record.counts.failed == 0, "\(record.failures ?? [])")
      #expect(record.counts.completed > 50)
      #expect(record.contract == "v0.9")
      #expect(record.contractReason?.contains("/openapi.json lists POST /conversations/start") == true)
      #expect(record.trial == ["start", "message", "end"])
      #expect(record.skippedCalls.contains("tier") && record.skippedCalls.contains("roi"))
      // A StressUser's side-by-side calls go on with the one that is there.
      #expect((record.tasksLeftOut == nil) == (user is StressUser.Type))
      #expect(agent.load.allSatisfy { $0.authorization == nil })
      #expect(record.business.completionRate == 1)
      #expect(record.business.transitions.isEmpty == false)
      #expect(record.business.roiAnswers > 0 && record.business.roiWholeShare == 1)
      #expect(record.business.roiFigures["percentage"]?.most == 50_000)
    }
  }

  @Test("The documented agent is told as well, and asks for its account", arguments: [true, false])
  func documented(hasAccount: Bool) async throws {
    try await AgentUnderTest.with { agent in
      let account: [String: String?] = ["LOAD_EMAIL": "user@example.com", "LOAD_PASSWORD": "right"]
      let environment = try Self.environment(agent, hasAccount ? account : Self.anonymous)
      if hasAccount {
        let record = try await ScenarioRunner.quietly(Self.scenario(SalesUser.self, seconds: 1), in: environment)
        #expect(record.contract == "documented" && record.counts.failed == 0, "\(record.failures ?? [])")
      } else {
        let error = await #expect(throws: ConfigurationError.self) {
          try await ScenarioRunner.quietly(Self.scenario(SalesUser.self), in: environment)
        }
        #expect(error?.description.contains("the contract documented has a log-in") == true)
      }
    }
  }

  @Test("With an account its users log in by form, and renew their token before it expires")
  func accounts() async throws {
    var configuration = Self.configuration()
    configuration.tokenLifetime = .seconds(2)
    try await AgentUnderTest.with(configuration: configuration) { agent in
      let record = try await ScenarioRunner.quietly(
        Self.scenario(SalesUser.self, seconds: 4),
        in: try Self.environment(agent, ["LOAD_EMAIL": "user@example.com", "LOAD_PASSWORD": "right"]))
      #expect(record.counts.failed == 0, "\(record.failures ?? [])")
      #expect(record.trial == ["login", "start", "message", "end"])
      let logIn = try #require(agent.received.first { $0.path == "/auth/login" })
      #expect(logIn.body == "username=user%40example.com&password=right")
      let messages = agent.load.filter { $0.path.hasSuffix("/message") }
      #expect(messages.allSatisfy { $0.authorization?.hasPrefix("Bearer ") == true })
      // Eight users, a token each for 1.5 to 1.8 s: one to three renewals, and not all at once.
      let renewals = agent.received.count { $0.path == "/auth/refresh" }
      #expect((8...32).contains(renewals), "\(renewals) renewals")
    }
  }

  @Test("Its rate limit is recognised and named, although it calls itself an unknown error")
  func rateLimit() async throws {
    let configuration = Self.configuration(.rateLimit, limits: RateLimits(perMinute: 40, perHour: 1000))
    try await AgentUnderTest.with(configuration: configuration) { agent in
      let record = try await ScenarioRunner.quietly(Self.scenario(SalesUser.self), in: try Self.environment(agent))
      #expect(record.counts.failed > 20)
      let finding = try #require(record.findings?.first { $0.code == "rateLimit" })
      #expect(finding.sentence.contains("give each user its own login"))
      #expect(finding.evidence.contains("were answered so"))
      // The failure says what the status hides.
      let failure = try #require(record.failures?.first)
      #expect(failure.kind == "status 500" && failure.example?.contains("UNKNOWN_ERROR") == true, "\(failure)")
      #expect(SummaryTable(records: [record]).text(color: false).contains("UNKNOWN_ERROR"))
    }
  }

  @Test("What it takes for an attack ends the run before any load, by operation and answer")
  func csrf() async throws {
    try await AgentUnderTest.with(configuration: Self.configuration(.csrf)) { agent in
      let record = try await ScenarioRunner.quietly(Self.scenario(SalesUser.self), in: try Self.environment(agent))
      #expect(record.verdict.status == .invalid && record.counts.scheduled == 0)
      let reason = try #require(record.verdict.sentences.first)
      #expect(
        reason.contains("start (POST /conversations/start) does not fit the contract v0.9: status 500"), "\(reason)")
      #expect(reason.contains("UNKNOWN_ERROR"))
    }
  }

  @Test("What it leaves without an answer is a time-out, told by the trial at the call's own deadline")
  func hang() async throws {
    try await AgentUnderTest.with(configuration: Self.configuration(.hangs)) { agent in
      // As the documented agent wants it: with a content type, where the deployed one hangs.
      let end = Operation(
        .end, "POST", "/conversations/{conversation.id}/end", headers: [.init("Content-Type", "application/json")],
        authorization: .optional, timeout: .milliseconds(400))
      var environment = try Self.environment(agent)
      environment.contract = .fixed(
        AgentContract(
          name: "wrong end", operations: AgentContract.v09.operations.filter { $0.key != .end } + [end]))
      let record = try await ScenarioRunner.quietly(Self.scenario(SalesUser.self), in: environment)
      let reason = try #require(record.verdict.sentences.first)
      #expect(
        reason.contains("end (POST /conversations/{conversation.id}/end)") && reason.contains("timeout"), "\(reason)")
      #expect(reason.contains("no answer within 0.40 s"))
      #expect(record.counts.scheduled == 0)
      let sound = try await ScenarioRunner.quietly(
        Self.scenario(SalesUser.self, seconds: 1), in: try Self.environment(agent))
      #expect(sound.counts.failed == 0 && sound.counts.completed > 20, "\(sound.failures ?? [])")
    }
  }

  /// A run passed while 197 of 251 answers were one canned sentence.
  @Test("An apology in place of answers is seen, whatever its status and latency")
  func cannedAnswers() async throws {
    var configuration = Self.configuration()
    configuration.faults.llmDown = true
    try await AgentUnderTest.with(configuration: configuration) { agent in
      let record = try await ScenarioRunner.quietly(
        Scenario("canned", user: StressUser.self, profile: .ramp(to: 40, perSecond: 200, for: .seconds(4))),
        sla: [.must(.errorRate, below: 0.01), .must(.repeatedAnswerShare, atMost: 0.2)],
        in: try Self.environment(agent))
      #expect(record.counts.failed == 0)
      let finding = try #require(record.findings?.first { $0.code == "repeatedAnswers" })
      #expect(finding.evidence.contains("100 %") || finding.evidence.contains("9"), "\(finding)")
      #expect(record.answers?.first { $0.name == "message" }.map { $0.distinct <= 2 } == true)
      #expect(record.verdict.breaches.map(\.kpi) == ["repeated answer share"])
      #expect(record.warnings.contains { $0.contains("One text makes up more than 20 %") })
    }
  }

  @Test("Another contract than the target's is told from the trial, and the one that would fit is named")
  func otherContract() async throws {
    try await AgentUnderTest.with(configuration: Self.configuration()) { agent in
      var environment = try Self.environment(agent, ["LOAD_TOKEN": "t"])
      environment.contract = .fixed(.documented)
      let record = try await ScenarioRunner.quietly(Self.scenario(SalesUser.self), in: environment)
      let reason = try #require(record.verdict.sentences.first)
      #expect(reason.contains("start (POST /conversation/start)") && reason.contains("status 404"), "\(reason)")
      #expect(reason.contains("The target has /conversations/start; try LOAD_CONTRACT=v0.9"), "\(reason)")
    }
  }

  @Test("A target that has neither's routes is refused with both named")
  func neither() async throws {
    try await AgentUnderTest.with(answering: { request in
      request.path == "/health" ? nil : HTTPServerReply(status: 404, body: Array("{}".utf8))
    }) { agent in
      let environment = try Self.environment(agent)
      let error = await #expect(throws: ConfigurationError.self) {
        try await ScenarioRunner.quietly(Self.scenario(SalesUser.self), in: environment)
      }
      let text = error?.description ?? ""
      #expect(text.contains("documented (POST /conversation/start) and v0.9 (POST /conversations/start)"), "\(text)")
    }
  }

  @Test("Without its document the routes are told by the methods that they have not")
  func withoutDocument() async throws {
    for (contract, name) in [(AgentContract.v09, "v0.9"), (.documented, "documented")] {
      var configuration = Self.configuration()
      configuration.contract = contract
      try await AgentUnderTest.with(
        configuration: configuration,
        answering: { $0.path == "/openapi.json" ? HTTPServerReply(status: 404, body: []) : nil }
      ) { agent in
        let target = try await PreparedTarget(try Self.environment(agent))
        let found = try await Preflight.contract(of: try Self.environment(agent), at: target)
        #expect(found.contract.name == name && found.reason?.contains("gets 405") == true)
      }
    }
  }
}
