import LoadEngine
import Synchronization
import TestSupport
import Testing

@testable import LoadFixtures

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Validity check 9 at the end of a run.
///
/// Catches: an arrival that is counted when it is sent. Of 500 the last 30 or so were handed to users that met the end
/// before their call, and 470 scheduled ones added up.
@Suite("Calibration: the last arrivals")
struct LastArrivalTests {
  @Test(
    "Arrivals that fall due while the generator stands still are scheduled and sent, or cut off with their time",
    arguments: [(Duration.seconds(5), 0), (.zero, 1)])
  func stall(grace: Duration, cancels: Int) async throws {
    let profile = Probe.open(rate: 1000, maxInFlight: 1000, duration: .milliseconds(500))
    let (record, received) = try await RealTime.alone {
      try await CountingServer.with { server in
        let record = try await DisturbedRun.run(port: server.port, profile: profile, gracefulStop: grace) { loop in
          try await Task.sleep(for: .milliseconds(480))
          _ = await loop.run { usleep(80_000) }
        }
        return (record, server.received)
      }
    }
    let counts = record.counts
    #expect(counts.scheduled == 500)
    #expect(counts.scheduled == counts.completed + counts.failed + counts.dropped + counts.cancelled)
    #expect(counts.dropped == 0)
    // Without grace those in flight were sent, and those that had not begun were not.
    #expect(counts.cancelled == 0 || cancels > 0)
    #expect(received >= counts.completed && received - counts.instrument <= 500)
    #expect(!record.verdict.sentences.contains { $0.contains("The plan has") || $0.contains("do not add up") })
    #expect(record.total.latency.max ?? 0 > 20 || counts.cancelled > 0)
  }

  @Test("Users that are due while the generator stands still are started all the same")
  func users() async throws {
    let profile = LoadProfile.stages([
      .users(1, perSecond: 100, until: .milliseconds(200), named: "one"),
      .users(20, perSecond: 1000, until: .milliseconds(240), named: "twenty"),
    ]).warmingUp(for: .zero)
    let record = try await RealTime.alone {
      try await CountingServer.with { server in
        try await DisturbedRun.run(port: server.port, profile: profile) { loop in
          try await Task.sleep(for: .milliseconds(150))
          _ = await loop.run { usleep(150_000) }
        }
      }
    }
    #expect(!record.verdict.sentences.contains { $0.contains("The plan has") }, "\(record.verdict.sentences)")
  }
}
