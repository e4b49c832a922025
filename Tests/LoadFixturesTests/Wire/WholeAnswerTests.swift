import LoadEngine
import Testing

@testable import LoadFixtures

/// Validity check 16, and other answers that are unusual and whole.
///
/// Catches: an end that counts as a truncation where it was all that framed the answer (nothing completes).
@Suite("The wire breaks: answers that are whole all the same", .serialized)
struct WholeAnswerTests {
  static let answers = [
    NamedScript(
      testDescription: "framed by the end of the connection",
      script: WireScript(
        [.send(WireScript.status + "\r\nab"), .pause(.milliseconds(5)), .send("cd")], then: .close)),
    NamedScript(testDescription: "HTTP/1.0", script: WireScript("HTTP/1.0 200 OK\r\n\r\nabcd", then: .close)),
    NamedScript(
      testDescription: "framed by the end, and empty", script: WireScript(WireScript.status + "\r\n", then: .close)),
    NamedScript(testDescription: "sized, then cut", script: WireScript(WireScript.okText, then: .cut)),
    NamedScript(
      testDescription: "byte by byte",
      script: WireScript(WireScript.trickle(WireScript.okText, every: .zero), then: .close)),
  ]

  @Test("Success, each on a connection of its own", arguments: answers, WireScheme.here)
  func succeeds(answer: NamedScript, scheme: WireScheme) async throws {
    try await FaultyServer.inTurn(scheme, answer: { _, _ in answer.script }) { server in
      // The pause is long enough for the end to be known before the next call.
      let record = try await server.load(.crowd(for: .milliseconds(700)), pacing: .constant(.milliseconds(250)))
      let counts = record.counts
      expectBooksBalance(record, with: server)
      #expect(counts.completed >= 100)
      #expect(counts.completed == counts.scheduled, "\(record.failureKinds)")
      #expect(record.total.phases.connections == counts.completed)
      #expect(server.connections == counts.completed + counts.instrument)
      #expect(server.requests == server.connections)
    }
  }
}
