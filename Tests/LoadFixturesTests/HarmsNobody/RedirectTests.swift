import LoadEngine
import TestSupport
import Testing

@testable import LoadFixtures

/// Validity check 30 for redirects to another address of the loopback; `TransportTests` has one call of each transport.
///
/// Catches: a transport, or a call of the suite's own, that goes where Location leads.
@Suite(
  "Harms nobody: a redirect is counted and not followed", .enabled(if: ConnectionTrap.isPossible),
  .timeLimit(.minutes(1)))
struct RedirectTests {
  static let statuses = [301, 302, 303, 307, 308]

  private static func redirect(_ status: Int, to place: String) -> HTTPServerReply {
    HTTPServerReply(status: status, headers: [("Location", place)], body: Array("moved".utf8))
  }

  private static func scenario(for duration: Duration = .milliseconds(700)) -> Scenario {
    Scenario("moved", user: SalesUser.self, profile: .ramp(to: 3, perSecond: 50, for: duration))
  }

  @Test("The trap counts who connects to it")
  func trap() throws {
    let trap = try ConnectionTrap()
    #expect(trap.connections == 0)
    #expect(trap.spring() && trap.spring())
    #expect(trap.connections == 2)
  }

  /// 307 and 308 would have the client send the password to the other host.
  @Test("The log-in and the target's own metrics", arguments: statuses, ["socket", "urlsession"])
  func logIn(status: Int, transport: String) async throws {
    let trap = try ConnectionTrap()
    let place = trap.url
    try await AgentUnderTest.with(answering: { request in
      request.path == "/health" ? nil : Self.redirect(status, to: place + request.path)
    }) { agent in
      let record = try await ScenarioRunner.quietly(
        Self.scenario(), in: try agent.environment(["LOAD_TRANSPORT": transport, "LOAD_EVENT_LOOPS": "1"]),
        trial: false)
      #expect(record.counts.failed > 0 && record.counts.completed == 0)
      #expect(record.failureKinds == ["status \(status)": record.counts.failed])
      #expect(Set(agent.load.map(\.path)) == ["/auth/login"])
      #expect(record.system.metrics == .unreachable && record.system.breakers == .unreachable)
    }
    #expect(trap.connections == 0)
  }

  @Test("A conversation's start, with the token that is sent along", arguments: statuses)
  func start(status: Int) async throws {
    let trap = try ConnectionTrap()
    let place = trap.url
    try await AgentUnderTest.with(answering: { request in
      request.path == "/conversation/start" ? Self.redirect(status, to: place + request.path) : nil
    }) { agent in
      let record = try await ScenarioRunner.quietly(Self.scenario(), in: try agent.environment(), trial: false)
      let counts = record.counts
      #expect(counts.failed > 0 && counts.completed > 0)
      #expect(record.failureKinds == ["status \(status)": counts.failed])
      #expect(agent.load.count { $0.path == "/conversation/start" } == counts.failed)
    }
    #expect(trap.connections == 0)
  }

  @Test("What is asked before the load: no load is sent then", arguments: statuses)
  func before(status: Int) async throws {
    let trap = try ConnectionTrap()
    let place = trap.url
    try await AgentUnderTest.with(answering: { Self.redirect(status, to: place + $0.path) }) { agent in
      let record = try await ScenarioRunner.quietly(Self.scenario(), in: try agent.environment())
      #expect(record.verdict.reasons.map(\.code) == [.refused] && record.counts == CallCounts())
      #expect(record.verdict.sentences.first?.contains("answers \(status)") == true, "\(record.verdict.sentences)")
      // By its routes no contract is the target's, wherever they lead.
      let unknown = try agent.environment(["LOAD_CONTRACT": "auto"])
      await #expect(throws: ConfigurationError.self) { try await Preflight.refusal(of: unknown) }
      #expect(Set(agent.received.map(\.path)).isSuperset(of: ["/health", "/openapi.json", "/conversation/start"]))
    }
    #expect(trap.connections == 0)
  }

  @Test("A trial that is led away ends the run there, with the status", arguments: statuses)
  func trial(status: Int) async throws {
    let trap = try ConnectionTrap()
    let place = trap.url
    try await AgentUnderTest.with(answering: { request in
      request.path.hasSuffix("/message") ? Self.redirect(status, to: place + request.path) : nil
    }) { agent in
      let record = try await ScenarioRunner.quietly(Self.scenario(), in: try agent.environment())
      #expect(record.verdict.sentences.first?.contains("status \(status)") == true, "\(record.verdict.sentences)")
      #expect(record.counts == CallCounts())
    }
    #expect(trap.connections == 0)
  }

  @Test("To a probe it is an answer like any other", arguments: statuses)
  func probe(status: Int) async throws {
    let trap = try ConnectionTrap()
    let place = trap.url
    try await CountingServer.with { _, request, _ in
      Self.redirect(status, to: place + request.path)
    } _: { server in
      let record = try await Probe.quietly(
        port: server.port, profile: Probe.closed(users: 2, duration: .milliseconds(300)),
        pacing: .constant(.milliseconds(20)))
      // Beside all other tests there may be time for no more than one.
      #expect(record.counts.completed > 0 && record.counts.failed == 0)
      #expect(server.received == record.counts.completed + record.counts.instrument)
    }
    #expect(trap.connections == 0)
  }
}
