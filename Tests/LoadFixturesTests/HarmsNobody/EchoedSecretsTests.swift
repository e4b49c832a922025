import AgentContracts
import Foundation
import LoadEngine
import ReferenceAgent
import Synchronization
import TestSupport
import Testing

@testable import LoadFixtures

/// Validity check 29 in places that once showed a secret; LoadToolsTests' `CanaryTests` have it by the real tool.
@Suite("Harms nobody: secrets that a target echoes", .timeLimit(.minutes(1)))
struct EchoedSecretsTests {
  private static let account = AgentCredentials(
    email: "canary-mail@agent.test", password: "canary-password-Wq9xTk3mZr7Vb8nLp5sHcYd2Ge6uJ4")

  /// Runs a body with an agent of that account, which answers some calls otherwise.
  private static func with<R: Sendable>(
    _ answers: @escaping @Sendable (HTTPRequest) -> HTTPServerReply?,
    _ body: (AgentUnderTest, TargetEnvironment) async throws -> R
  ) async throws -> R {
    let configuration = AgentConfiguration(serviceTimes: .none, credentials: account)
    return try await AgentUnderTest.with(configuration: configuration, answering: { answers($0) }) { agent in
      let environment = try agent.environment([
        "LOAD_EMAIL": account.email, "LOAD_PASSWORD": account.password, "LOAD_EVENT_LOOPS": "1",
      ])
      return try await body(agent, environment)
    }
  }

  /// Runs three users for a second against such an agent.
  private static func record(
    _ answers: @escaping @Sendable (HTTPRequest) -> HTTPServerReply?, contract: AgentContract? = nil
  ) async throws -> RunRecord {
    try await with(answers) { _, environment in
      var environment = environment
      if let contract { environment.contract = .fixed(contract) }
      return try await ScenarioRunner.quietly(
        Scenario("echo", user: SalesUser.self, profile: .ramp(to: 3, perSecond: 50, for: .milliseconds(1200))),
        in: environment, trial: false)
    }
  }

  private static func json(_ body: JSON, status: Int = 200) -> HTTPServerReply {
    HTTPServerReply(status: status, body: body.bytes)
  }

  private static func debugged(
    _ answers: @escaping @Sendable (HTTPRequest) -> HTTPServerReply?
  ) async throws -> (text: String, tokens: Set<String>) {
    try await with(answers) { agent, environment in
      let told = ToldText()
      _ = try await DebugRun(environment, user: "SalesUser").run(scenario: "baseline") { told.add($0) }
      let headers = agent.received.compactMap(\.authorization)
      return (told.text, Set(headers.map { $0.replacing("Bearer ", with: "") }))
    }
  }

  // MARK: Tokens that the target gives

  @Test("A conversation that is shown does not show the token of its log-in")
  func shownLogIn() async throws {
    let (text, tokens) = try await Self.debugged { _ in nil }
    #expect(tokens.count == 1 && text.contains("> Authorization: <redacted>"))
    #expect(tokens.allSatisfy { !text.contains($0) })
  }

  @Test(
    "A token that is not given as the contract says is not the example of the failure",
    arguments: [(201, #"{"access_token":"canary-issued-1"}"#), (200, #"{"data":{"access_token":"canary-issued-1"}}"#)])
  func misplacedToken(status: Int, body: String) async throws {
    let record = try await Self.record { request in
      request.path == "/auth/login" ? HTTPServerReply(status: status, body: Array(body.utf8)) : nil
    }
    #expect(record.counts.failed > 0 && record.failures?.count == 1)
    #expect(record.failures?.allSatisfy { $0.example?.contains("canary-issued-1") != true } == true)
  }

  // MARK: What the target was sent

  @Test("A check does not show a secret in the path of a call")
  func checkedPath() async throws {
    let password = Self.account.password
    let rows = try await Self.with { request in
      request.path == "/conversation/start" ? Self.json(["conversation_id": .string(password)]) : nil
    } _: { _, environment in
      try await ContractCheck(environment).rows
    }
    #expect(rows.contains { $0.request.hasPrefix("POST /conversation/") && $0.request.hasSuffix("/message") })
    #expect(rows.allSatisfy { !$0.request.contains(password) })
  }

  @Test("Of a secret that the kept part of an answer ends in, the beginning is not shown")
  func cutExample() async throws {
    // 360 bytes in 90 characters: the body is cut within the password, and the example, by characters, behind it.
    let body = String(repeating: "🙂", count: 90) + Self.account.password
    let record = try await Self.record { request in
      request.path == "/conversation/start" ? HTTPServerReply(status: 500, body: Array(body.utf8)) : nil
    }
    let example = try #require(record.failures?.compactMap(\.example).first)
    #expect(example.hasPrefix("🙂🙂"))
    #expect(!example.contains(Self.account.password.prefix(20)))
  }

  @Test("Nor of one that the shown part of an answer ends in")
  func cutShownAnswer() async throws {
    let beginning = #"{"conversation_id":"c1","note":""#
    let filling = String(repeating: "x", count: 3970 - beginning.utf8.count)
    let body = beginning + filling + Self.account.password + "\"}"
    let (text, _) = try await Self.debugged { request in
      request.path == "/conversation/start" ? HTTPServerReply(status: 200, body: Array(body.utf8)) : nil
    }
    #expect(text.contains("xxxx"))
    #expect(!text.contains(Self.account.password.prefix(20)))
  }

  @Test("A secret is no name of a tier")
  func tier() async throws {
    let password = Self.account.password
    // Of a contract of one's own: the documented one knows its tiers.
    let record = try await Self.record(
      { $0.path.hasSuffix("/tier") ? Self.json(["tier": .string("of \(password)")]) : nil },
      contract: AgentContract.lax())
    #expect(!record.business.tierAnswers.isEmpty)
    let page = try HTMLReport(.init(records: [record]), generatedAt: Date(timeIntervalSince1970: 0)).document()
    #expect(!page.contains(password))
  }

  @Test(
    "A secret is found as other writers have it",
    arguments: [
      ("canary-word", "Basic " + Data("me@agent.test:canary-word".utf8).base64EncodedString(), "Base64"),
      ("canary/word", #"{"password":"canary\/word"}"#, "JSON of PHP and Foundation"),
      ("canary&word", #"{"password":"canary\u0026word"}"#, "JSON of Go and .NET"),
      ("canary\"word", #"{"password":"canary\u0022word"}"#, "JSON of .NET"),
      ("canary\"word", #"{"detail":"{\"password\":\"canary\\\"word\"}"}"#, "JSON within JSON"),
      ("canary&word", "<p>canary&amp;word</p>", "HTML"),
      ("canary word!", "password=canary%20word!", "encodeURIComponent, which leaves !'()* as they are"),
    ] as [(String, String, String)])
  func otherSpellings(secret: String, text: String, writer: String) {
    let shown = Secrets(["me@agent.test", secret]).redacted(text)
    #expect(shown.contains(Secrets.redacted))
  }

  // MARK: What comes from outside

  @Test("A probe that is refused does not show the query of its URL")
  func probedQuery() async throws {
    let record = try await RawServer.run({ peer, _ in
      // It ends without an answer.
      _ = peer.readHead()
    }) { server in
      let url = "http://127.0.0.1:\(server.port)/"
      let environment = try TargetEnvironment(environment: ["LOAD_TARGET_HOST": url, "LOAD_EVENT_LOOPS": "1"])
      return try await Probe(
        try ProbeRequest(url: url + "?key=canary-key"),
        profile: Probe.closed(users: 1, duration: .milliseconds(200)), environment: environment
      ).run(terminal: .silent)
    }
    #expect(record.verdict.reasons.map(\.code) == [.refused])
    #expect(!record.verdict.sentences.joined().contains("canary-key"))
  }

  @Test("A command that is refused is shown without the secrets in it")
  func refusedCommand() throws {
    let environment = try TargetEnvironment(environment: [
      "LOAD_EMAIL": "canary-mail@agent.test", "LOAD_PASSWORD": "canary-password",
      "LOAD_PREPARE": "/nonexistent/program --password canary-password",
    ])
    let error = #expect(throws: ConfigurationError.self) { try SideCommands(environment) }
    #expect(error?.description.contains("canary-password") == false)
  }
}

/// Text from any thread.
private final class ToldText: Sendable {
  private let pieces = Mutex<[String]>([])

  func add(_ piece: String) { pieces.withLock { $0.append(piece) } }

  var text: String { pieces.withLock { $0.joined(separator: "\n") } }
}
