import LoadEngine
import TestSupport
import Testing

@testable import LoadFixtures

/// Validity check 18 on the record, with a hundred users; `InterruptedCallTests` and `TLSInterruptedTests` have it for
/// the connection itself.
///
/// Catches: a connection that is used again after the server has ended it (the second call fails);
/// bytes that are passed over because no call waits for them (the connection is used again).
@Suite("Calibration: connections that the server closes", .serialized)
struct ReconnectTests {
  static let endings = [
    NamedScript(testDescription: "closed", script: WireScript(WireScript.okText, then: .close)),
    NamedScript(testDescription: "closed without a word", script: WireScript(WireScript.okText, then: .cut)),
    NamedScript(
      testDescription: "reset", script: WireScript([.send(WireScript.okText), .pause(.milliseconds(10))], then: .reset)),
    NamedScript(
      testDescription: "bytes that nobody asked for",
      script: WireScript([.send(WireScript.okText), .pause(.milliseconds(10)), .send(WireScript.okText)])),
  ]

  @Test("Ended between two calls it is opened anew: a connect, and no failure", arguments: endings, WireScheme.here)
  func endedBetweenCalls(ending: NamedScript, scheme: WireScheme) async throws {
    try await FaultyServer.inTurn(scheme, answer: { _, _ in ending.script }) { server in
      // The think time is long enough for the end to be known: while a hundred threads shake hands on two cores, the
      // server's reset was seen to come 90 ms late.
      let record = try await server.load(.crowd(for: .milliseconds(1000)), pacing: .constant(.milliseconds(300)))
      let counts = record.counts
      expectBooksBalance(record, with: server)
      #expect(counts.completed >= 200, "\(counts)")
      #expect(counts.failed == 0, "\(record.failureKinds)")
      #expect(record.total.phases.connections == counts.completed)
      #expect((record.total.phases.connect ?? 0) > 0)
      #expect(((record.total.phases.tls ?? 0) > 0) == (scheme == .https))
      #expect(server.requests == counts.completed + counts.instrument)
      #expect(server.connections == server.requests)
    }
  }

  @Test("A connection that stays open is opened once a user")
  func keptOpen() async throws {
    let record = try await CountingServer.with { server in
      try await Probe.quietly(
        port: server.port, profile: .ramp(to: 3, perSecond: 1000, for: .milliseconds(300)).warmingUp(for: .zero))
    }
    #expect(record.counts.completed > 10)
    #expect(record.total.phases.connections == 3)
  }
}
