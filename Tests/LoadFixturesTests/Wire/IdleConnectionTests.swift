import LoadEngine
import Testing

@testable import LoadFixtures

/// Connections that the target closes while they are idle, on the record.
///
/// Catches: a close that is counted as a failure of the call (45 to 50 % "closed"); a repeat that nobody is told of.
@Suite("The wire breaks: connections that the target does not keep", .serialized)
struct IdleConnectionTests {
  private static func load(_ server: FaultyServer, _ method: String, pacing: Pacing = .constant(.milliseconds(20)))
    async throws -> RunRecord
  {
    let target = "http://127.0.0.1:\(server.port)"
    let environment = try TargetEnvironment(
      environment: ["LOAD_TARGET_HOST": target, "LOAD_EVENT_LOOPS": "1", "LOAD_SEED": "7"])
    var probe = Probe(
      try ProbeRequest(url: target + "/", method: method),
      profile: .ramp(to: 10, perSecond: 1000, for: .milliseconds(800)).warmingUp(for: .zero), environment: environment)
    probe.pacing = pacing
    return try await probe.run(terminal: .silent)
  }

  /// Validity check 9: the server reads what it does not answer, so that both count the same.
  @Test("GETs are sent once more: no failure, and the books name each repeat", arguments: WireScheme.here)
  func repeated(scheme: WireScheme) async throws {
    try await Serializer.scenarios.run {
      try await FaultyServer.with(
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
  }

  @Test("A server that closes after each answer without saying so: no GET fails, of POSTs the first few at most")
  func closedAfterEachAnswer() async throws {
    for method in ["GET", "POST"] {
      for pacing in [Pacing.none, .constant(.milliseconds(20))] {
        try await Serializer.scenarios.run {
          try await FaultyServer.with(
            .http, answer: { _, _ in WireScript(WireScript.okText, then: .close) }
          ) { server in
            let record = try await Self.load(server, method, pacing: pacing)
            let counts = record.counts
            expectBooksBalance(record, with: server)
            #expect(counts.completed > 100, "\(counts)")
            // One for each user that had a call under way before the first close was known.
            #expect(counts.failed <= (method == "GET" ? 0 : 20), "\(method): \(record.failureKinds)")
            #expect(
              Set(record.failureKinds.keys).isSubset(of: [FailureKind.idleClose.label]), "\(record.failureKinds)")
          }
        }
      }
    }
  }

  /// The close takes 30 ms to arrive, and a request that was sent meanwhile is lost.
  @Test("A time-out of 60 ms behind a delay of 30 ms is learnt: no GET fails, of POSTs the first few at most")
  func timedOut() async throws {
    let script = WireScript(WireScript.okText, then: .timeOut(idle: .milliseconds(60), delay: .milliseconds(30)))
    for method in ["GET", "POST"] {
      try await Serializer.scenarios.run {
        try await FaultyServer.with(.http, answer: { _, _ in script }) { server in
          let record = try await Self.load(
            server, method, pacing: .uniform(.milliseconds(30)...(.milliseconds(120))))
          let counts = record.counts
          expectBooksBalance(record, with: server)
          #expect(counts.completed > 50, "\(counts)")
          #expect(counts.failed <= (method == "GET" ? 0 : 20), "\(method): \(record.failureKinds)")
          #expect(
            Set(record.failureKinds.keys).isSubset(of: [FailureKind.idleClose.label]), "\(record.failureKinds)")
        }
      }
    }
  }
}
