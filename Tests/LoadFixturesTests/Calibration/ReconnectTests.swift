import LoadEngine
import Testing

@testable import LoadFixtures

/// Validity check 18 on the record; `InterruptedCallTests` has it for the connection itself, resets included.
///
/// Catches: a connection that is used again after the server has ended it (the second call hangs).
@Suite("Calibration: connections that the server closes")
struct ReconnectTests {
  @Test("A connection closed between two calls is opened anew: a connect, and no failure")
  func closedBetweenCalls() async throws {
    try await ClosingServer.with { server in
      // The server closes right after its answer, and the think time is long enough for that to be known.
      let record = try await Probe.quietly(
        port: server.port, profile: .ramp(to: 3, perSecond: 1000, for: .milliseconds(800)).warmingUp(for: .zero),
        pacing: .constant(.milliseconds(25)))
      #expect(record.counts.completed >= 10)
      #expect(record.counts.failed == 0, "\(record.failureKinds)")
      #expect(record.total.phases.connections == record.counts.completed)
      #expect((record.total.phases.connect ?? 0) > 0)
      #expect(server.requests == record.counts.completed + record.counts.instrument)
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
