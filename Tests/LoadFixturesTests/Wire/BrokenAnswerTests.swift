import LoadEngine
import Testing

@testable import LoadFixtures

/// Validity checks 11 to 14 on the record, with a hundred users at once.
///
/// Catches: a request that is sent again on a fresh connection when its own broke (the server counts more than the
/// record); a connection that is used again after a breach of the protocol (fewer connections than successes); an end
/// in mid-body that counts as the body's (completed where nothing was whole); a head without a bound (it completes).
@Suite("The wire breaks: answers that are none", .serialized)
struct BrokenAnswerTests {
  @Test(
    "One failure of its kind each, and the next call succeeds on a fresh connection",
    arguments: BrokenAnswer.resets + BrokenAnswer.truncations + BrokenAnswer.violations + BrokenAnswer.floods)
  func failsOnce(answer: BrokenAnswer) async throws {
    for scheme in WireScheme.here where answer.schemes.contains(scheme) {
      try await Serializer.scenarios.run { try await Self.check(answer, scheme) }
    }
  }

  private static func check(_ answer: BrokenAnswer, _ scheme: WireScheme) async throws {
    // Each connection answers once and then breaks, so that a user's calls succeed and fail in turn.
    try await FaultyServer.with(scheme, answer: { _, request in request.turn == 1 ? answer.script : .ok }) { server in
      let record = try await server.load(.crowd(for: .milliseconds(500)), pacing: .constant(.milliseconds(50)))
      let counts = record.counts
      expectBooksBalance(record, with: server)
      #expect(counts.completed >= 100 && counts.failed >= 50, "\(scheme): \(counts)")
      #expect(record.callFailureKinds == [answer.kind.label: counts.failed], "\(scheme)")
      #expect(counts.dropped == 0 && counts.cancelled == 0, "\(scheme): \(counts)")
      #expect(server.requests == counts.completed + counts.failed + counts.instrument, "\(scheme)")
      // Each success was the first call of its connection.
      #expect(record.total.phases.connections == counts.completed, "\(scheme)")
      #expect(server.connections == counts.completed + counts.instrument, "\(scheme)")
    }
  }

  @Test(
    "A new connection that ends without a byte is a failure, and nothing is sent again",
    arguments: BrokenAnswer.unanswered)
  func unanswered(answer: BrokenAnswer) async throws {
    for scheme in WireScheme.here where answer.schemes.contains(scheme) {
      try await FaultyServer.inTurn(scheme, answer: { _, _ in answer.script }) { server in
        let record = try await server.load(.crowd(for: .milliseconds(500)), pacing: .constant(.milliseconds(50)))
        let counts = record.counts
        expectBooksBalance(record, with: server)
        #expect(counts.completed == 0 && counts.failed >= 100, "\(scheme): \(counts)")
        #expect(record.callFailureKinds == [answer.kind.label: counts.failed], "\(scheme)")
        #expect(counts.repeats == 0)
        #expect(server.requests == counts.failed + counts.instrument, "\(scheme)")
      }
    }
  }
}
