import ReferenceAgent
import Testing

@testable import LoadEngine
@testable import LoadFixtures

/// Bodies that are large, coded or both, where the contract has them judged.
@Suite("Answers whose bodies are judged")
struct AnswerBodyTests {
  private static let scenario = Scenario(
    "bodies", user: SalesUser.self, profile: .ramp(to: 2, perSecond: 50, for: .milliseconds(500)))

  /// A run against an agent whose answers to messages are made longer by spaces, and get these headers.
  private static func run(
    padding: Int, headers: [(String, String)] = [], settings: [String: String] = [:]
  ) async throws -> RunRecord {
    try await AgentUnderTest.with { request, reply in
      guard request.path.hasSuffix("/message") else { return }
      reply.body.insert(contentsOf: [UInt8](repeating: 0x20, count: padding), at: 0)
      reply.headers += headers
    } _: { agent in
      try await ScenarioRunner.quietly(scenario, in: try agent.environment(settings), trial: false)
    }
  }

  @Test("An answer of more than a megabyte is read to its end")
  func large() async throws {
    let record = try await Self.run(padding: 1_200_000)
    #expect(record.business.messagesAnswered > 0)
    #expect(record.counts.failed == 0, "\(record.failureKinds)")
    #expect(record.failures == nil)
  }

  @Test("One that is longer than what is kept fails as that, and the limit is named")
  func overLimit() async throws {
    let record = try await Self.run(padding: 50_000, settings: ["LOAD_BODY_LIMIT": "20000"])
    #expect(record.business.messagesAnswered == 0 && record.counts.failed > 0)
    #expect(record.failureKinds == ["body over limit": record.counts.failed])
    let sentence = record.failures?.first?.example ?? ""
    #expect(sentence.contains("20000 are kept (LOAD_BODY_LIMIT)"), "\(sentence)")
  }

  @Test("One that is coded fails as that, and not as JSON that is none")
  func coded() async throws {
    let record = try await Self.run(padding: 0, headers: [("Content-Encoding", "gzip")])
    #expect(record.counts.failed > 0)
    #expect(record.failureKinds == ["content encoding": record.counts.failed])
    #expect(record.failures?.first?.example?.contains("identity") == true)
    let identity = try await Self.run(padding: 0, headers: [("Content-Encoding", "Identity")])
    #expect(identity.counts.failed == 0, "\(identity.failureKinds)")
  }

  @Test("Every request says who sends it and takes no coding; a probe's own headers win", arguments: [nil, "mine/2"])
  func says(own: String?) throws {
    let request = try ProbeRequest(
      url: "http://127.0.0.1:1/x", headers: own.map { [("user-agent", $0), ("ACCEPT-ENCODING", "gzip")] } ?? [])
    var reader = RequestReader()
    let sent = try #require(try reader.read(request.outgoing.encoded().span).request)
    func values(_ name: String) -> [String] { sent.headers.filter { $0.name.lowercased() == name }.map(\.value) }
    #expect(values("user-agent") == [own ?? "ngx-load-tests/1.0"])
    #expect(values("accept-encoding") == [own == nil ? "identity" : "gzip"])
  }
}
