import LoadEngine
import ReferenceAgent
import Synchronization
import TestSupport

@testable import LoadFixtures

/// A reference agent on a port that records its requests.
final class AgentUnderTest: Sendable {
  struct Received: Sendable, Equatable {
    var method: String
    var path: String
    var authorization: String?
    var body: String
  }

  let agent: ReferenceAgent
  let server: HTTPServer
  private let isSecure: Bool
  private let loops: [EventLoop]
  private let log: Log

  private final class Log: Sendable {
    let requests = Mutex<[Received]>([])
  }

  private init(agent: ReferenceAgent, server: HTTPServer, isSecure: Bool, loops: [EventLoop], log: Log) {
    self.agent = agent
    self.server = server
    self.isSecure = isSecure
    self.loops = loops
    self.log = log
  }

  var received: [Received] { log.requests.withLock { $0 } }

  /// What the agent was asked, monitoring, the pre-flight and the trial left out.
  var load: [Received] {
    let own = ["/cache/stats", "/openapi.json"]
    var load = received.filter { !$0.path.hasPrefix("/metrics") && !own.contains($0.path) }
    if let preflight = load.firstIndex(where: { $0.path == "/health" }) { load.remove(at: preflight) }
    // A conversation of the load has eight messages before its end.
    if let end = load.firstIndex(where: { $0.path.hasSuffix("/end") }), end < 4 { load.removeFirst(end + 1) }
    return load
  }

  /// Runs `body` with an agent that is stopped afterwards.
  ///
  /// - Parameters:
  ///   - alter: Takes an answer on its way to the client.
  ///   - answering: Answers in the agent's place where it does not return `nil`.
  static func with<R: Sendable>(
    configuration: AgentConfiguration = AgentConfiguration(
      serviceTimes: .none, credentials: AgentCredentials(email: "user@example.com", password: "right")),
    tls: TLSServerConfiguration? = nil,
    alter: @escaping @Sendable (HTTPRequest, inout HTTPServerReply) -> Void = { _, _ in },
    answering: @escaping @Sendable (HTTPRequest) async -> HTTPServerReply? = { _ in nil },
    _ body: (AgentUnderTest) async throws -> R
  ) async throws -> R {
    let loops = try EventLoop.start(1, name: "agent-under-test")
    let agent = ReferenceAgent(configuration: configuration)
    let log = Log()
    let server = try await HTTPServer.start(tls: tls, loops: loops) { request in
      log.requests.withLock {
        $0.append(
          Received(
            method: request.method, path: request.path, authorization: request.headers["Authorization"],
            body: String(decoding: request.body, as: UTF8.self)))
      }
      if let reply = await answering(request) { return reply }
      var reply = await agent.answer(request)
      alter(request, &reply)
      return reply
    }
    let underTest = AgentUnderTest(agent: agent, server: server, isSecure: tls != nil, loops: loops, log: log)
    return try await withCleanUp({ await underTest.stop() }) { try await body(underTest) }
  }

  private func stop() async {
    await server.stop()
    for loop in loops { await loop.shutDown() }
  }

  /// The environment that aims a run at this agent.
  ///
  /// - Parameter credentials: Whether it has an account.
  func environment(_ more: [String: String] = [:], credentials: Bool = true) throws -> TargetEnvironment {
    let account = credentials ? ["LOAD_EMAIL": "user@example.com", "LOAD_PASSWORD": "right"] : [:]
    return try TargetEnvironment(
      environment: [
        "LOAD_TARGET_HOST": "\(isSecure ? "https" : "http")://127.0.0.1:\(server.port)",
        "LOAD_CONTRACT": agent.configuration.contract.name, "LOAD_THINK_TIME_SCALE": "0.005", "LOAD_SEED": "7",
        "LOAD_GRACEFUL_STOP": "5",
      ].merging(account) { $1 }.merging(more) { $1 })
  }
}

extension ScenarioRunner {
  /// Runs a scenario without output.
  ///
  /// - Parameter trial: Whether a conversation is tried before the load: not where the load is to fail.
  static func quietly(
    _ scenario: Scenario, sla: SLA = [.must(.errorRate, below: 0.01)], in environment: TargetEnvironment,
    trial: Bool = true
  ) async throws -> RunRecord {
    var runner = ScenarioRunner(scenario: scenario, sla: sla, environment: environment, terminal: .silent)
    runner.makesTrial = trial
    return try await runner.run()
  }
}
