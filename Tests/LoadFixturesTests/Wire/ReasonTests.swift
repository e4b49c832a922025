import Foundation
import LoadEngine
import Testing

@testable import LoadFixtures

/// What is said of an answer that is none, before the load and after it.
@Suite("The wire breaks: reasons", .serialized)
struct ReasonTests {
  static let bad: [(script: WireScript, sentence: String)] = [
    (WireScript("HTTP/1.1 204 No Content\r\n\r\nhello"), "protocol: URL/: 5 bytes follow a 204"),
    (
      WireScript("SSH-2.0-OpenSSH_9.2", then: .close),
      "protocol: URL/: the connection ended after bytes that begin no status line"
    ),
    (WireScript([], then: .close), "closed: URL/: no answer; is the agent running there?"),
  ]

  @Test("A refusal says what was wrong", arguments: 0..<3)
  func refusal(index: Int) async throws {
    let (script, sentence) = Self.bad[index]
    try await FaultyServer.with(.http, greeting: { _ in .script(script) }, answer: { _, _ in .ok }) { server in
      let record = try await server.load(.crowd(for: .milliseconds(100)))
      let url = "http://127.0.0.1:\(server.port)"
      #expect(record.verdict.sentences == [sentence.replacingOccurrences(of: "URL", with: url)])
      #expect(server.requests == 0 && record.counts.scheduled == 0)
    }
  }

  /// There was a limit of its own: 4 s, whatever was set.
  @Test("The pre-flight waits as long as a call may take, and says so")
  func patience() async throws {
    try await FaultyServer.with(
      .http, greeting: { _ in .script(WireScript([.pause(.seconds(30))])) }, answer: { _, _ in .ok }
    ) { server in
      let start = MonotonicTime.now
      let record = try await server.load(
        .crowd(for: .milliseconds(100)), settings: ["LOAD_REQUEST_TIMEOUT": "0.25"])
      #expect(MonotonicTime.now - start < 3_500_000_000)
      let reason = try #require(record.verdict.sentences.first)
      #expect(reason.hasPrefix("timeout: ") && reason.contains("LOAD_REQUEST_TIMEOUT"), "\(reason)")
    }
  }

  @Test("A run keeps the first sentence on each kind, for record, report and probe")
  func kept() async throws {
    try await FaultyServer.inTurn(
      .http,
      answer: { _, request in
        request.turn == 0
          ? .ok : WireScript("HTTP/1.1 204 No Content\r\n\r\n" + String(repeating: "x", count: request.number))
      }
    ) { server in
      let record = try await server.load(
        .ramp(to: 1, perSecond: 100, for: .milliseconds(300)).warmingUp(for: .zero),
        pacing: .constant(.milliseconds(20)))
      let failed = record.counts.failed
      #expect(failed > 1 && record.failureKinds == ["protocol": failed])
      // The pre-flight's request was number 0, the user's first is 1.
      let sentence = "2 bytes follow a 204"
      #expect(record.failures?.map(\.example) == [sentence])
      #expect(ProbeSummary(record).text(color: false).contains("\(failed) protocol: \(sentence)\n"))
      let page = try HTMLReport(.init(records: [record]), generatedAt: Date(timeIntervalSince1970: 0)).document()
      #expect(page.contains(sentence))
      let copy = try JSONDecoder().decode(RunRecord.self, from: JSONEncoder().encode(record))
      #expect(copy.failures == record.failures)
    }
  }
}
