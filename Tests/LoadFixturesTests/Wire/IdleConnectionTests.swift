import LoadEngine
import Testing

@testable import LoadFixtures

/// Connections that the target closes while they are idle, on the record.
///
/// Catches: a close that is counted as a failure of the call (45 to 50 % "closed"); a repeat that is not in the record.
@Suite("The wire breaks: connections that the target does not keep", .serialized)
struct IdleConnectionTests {
  /// Loads the server with ten users, and expects more than so many answers.
  private static func expectIdleClosesOnly(
    _ server: FaultyServer, _ method: String, pacing: Pacing, completed: Int
  ) async throws {
    let record = try await Probe.quietly(
      method: method, port: server.port,
      profile: .ramp(to: 10, perSecond: 1000, for: .milliseconds(800)).warmingUp(for: .zero), pacing: pacing)
    let counts = record.counts
    expectBooksBalance(record, with: server)
    #expect(counts.completed > completed, "\(counts)")
    // One for each user that had a call under way before the first close was known.
    #expect(counts.failed <= (method == "GET" ? 0 : 20), "\(method): \(record.failureKinds)")
    #expect(Set(record.failureKinds.keys).isSubset(of: [FailureKind.idleClose.label]), "\(record.failureKinds)")
  }

  /// Validity check 9: the server reads what it does not answer, so that both count the same.
  @Test("GETs are sent once more: no failure, and the books name each repeat", arguments: WireScheme.here)
  func repeated(scheme: WireScheme) async throws {
    try await FaultyServer.inTurn(
      scheme, answer: { _, request in request.turn == 0 ? .ok : WireScript([], then: .close) }
    ) { server in
      let record = try await server.load(.crowd(for: .milliseconds(800)), pacing: .constant(.milliseconds(20)))
      let counts = record.counts
      expectBooksBalance(record, with: server)
      #expect(counts.failed == 0 && counts.completed >= 100, "\(record.failureKinds)")
      #expect(counts.repeats > 0)
      #expect(server.requests == counts.completed + counts.repeats + counts.instrument, "\(counts)")
      #expect(record.notes.contains { $0.contains("LOAD_KEEP_ALIVE") }, "\(record.notes)")
    }
  }

  @Test("A server that closes after each answer without saying so: no GET fails, of POSTs the first few at most")
  func closedAfterEachAnswer() async throws {
    for method in ["GET", "POST"] {
      for pacing in [Pacing.none, .constant(.milliseconds(20))] {
        try await FaultyServer.inTurn(
          .http, answer: { _, _ in WireScript(WireScript.okText, then: .close) }
        ) { server in
          try await Self.expectIdleClosesOnly(server, method, pacing: pacing, completed: 100)
        }
      }
    }
  }

  /// The close takes 30 ms to arrive, and a request that was sent meanwhile is lost.
  @Test("A time-out of 60 ms behind a delay of 30 ms is learnt: no GET fails, of POSTs the first few at most")
  func timedOut() async throws {
    let script = WireScript(WireScript.okText, then: .timeOut(idle: .milliseconds(60), delay: .milliseconds(30)))
    for method in ["GET", "POST"] {
      try await FaultyServer.inTurn(.http, answer: { _, _ in script }) { server in
        try await Self.expectIdleClosesOnly(
          server, method, pacing: .uniform(.milliseconds(30)...(.milliseconds(120))), completed: 50)
      }
    }
  }
}
