import LoadEngine
import TestSupport
import Testing

@testable import LoadFixtures

/// Validity checks 1 and 2.
///
/// Open arrivals have a connection each, so that a call is on its way when it is due and its service time tells the
/// same. The two differ where a call waits for its user: with constant pacing the user hangs in one call, and the
/// calls it owes meanwhile start late. There the service time must not pass for the response time.
///
/// Catches: `Sample.responseTime` counted from the actual start (p95 0.2 ms instead of 100.6 with constant pacing); p99
/// read from the field of p95 (102 ms instead of 180); the calls that a hung user owes taken for the generator's lateness
/// (the run is invalid).
@Suite("Calibration: a server that stalls")
struct StallTests {
  /// A run against a target that stalls for S every P.
  private static func wrong(
    _ observed: LatencyStatistics, rate: Double, calls: Int, stalls: StallSchedule
  ) -> [String] {
    let deviation = Deviation(share: 0.02, absolute: 5)
    // p90 is left out: at the edge of the stalls one call more or less moves it from nothing to milliseconds.
    var wrong = Percentile.allCases.filter { $0 != .p90 }.compactMap { percentile in
      deviation.complaint(
        percentile.label, observed[percentile],
        expected: stalls.responseTime(atQuantile: percentile.share, rate: rate, calls: calls))
    }
    if let complaint = deviation.complaint("max", observed.max, expected: (stalls.lengths.max() ?? 0) * 1000) {
      wrong.append(complaint)
    }
    return wrong
  }

  /// A run against a server that stands still for 200 ms every 2 s, twice.
  private static func run(_ profile: LoadProfile, pacing: Pacing) async throws -> (RunRecord, StallSchedule) {
    let stalls = StallSchedule(length: .milliseconds(200), every: .seconds(2))
    let record = try await CountingServer.with { server in
      try await stalls.run(on: server.loop, count: 2) {
        try await Probe.quietly(port: server.port, profile: profile, pacing: pacing)
      }
    }
    return (record, stalls)
  }

  @Test("500 arrivals a second: percentiles of the response time are S - (1 - q) P")
  func arrivals() async throws {
    try await RealTime.holds {
      let (record, stalls) = try await Self.run(
        Probe.open(rate: 500, maxInFlight: 1000, duration: .seconds(4)), pacing: .none)
      #expect(record.counts.scheduled == 2000)
      #expect(record.counts.dropped == 0)
      return record.verdict.sentences
        + Self.wrong(record.total.latency, rate: 500, calls: record.total.count, stalls: stalls)
    }
  }

  @Test("Ten users with a call every 20 ms: the response time is right, and the service time is seen to be wrong")
  func pacing() async throws {
    try await RealTime.holds {
      let (record, stalls) = try await Self.run(
        .ramp(to: 10, perSecond: 500, for: .seconds(4)), pacing: .constantPacing(every: .milliseconds(20)))
      let calls = record.total.count
      // Ten calls in a stall instead of a hundred: the check can tell the two apart.
      #expect(!Self.wrong(record.total.serviceTime, rate: 500, calls: calls, stalls: stalls).isEmpty)
      return record.verdict.sentences + Self.wrong(record.total.latency, rate: 500, calls: calls, stalls: stalls)
    }
  }

  @Test(
    "The probe against a second's stall every ten: p99 is 0.90 s",
    .enabled(if: RealTime.hasLongChecks, "set LOAD_LONG_CHECKS=1"))
  func probe() async throws {
    try await RealTime.holds {
      let stalls = StallSchedule(length: .seconds(1), every: .seconds(10))
      let outcome = try await CountingServer.with { server in
        try await stalls.run(on: server.loop, count: 2) {
          try await ToolProcess.run([
            "probe", "http://127.0.0.1:\(server.port)/", "--rate", "500", "--duration", "20", "--json",
          ])
        }
      }
      let record = try outcome.record()
      #expect(record.counts.scheduled == 10_000)
      let p99 = Deviation(share: 0.02, absolute: 5).complaint("p99", record.total.latency.p99, expected: 900)
      return [p99].compactMap(\.self) + record.verdict.sentences
        + Self.wrong(record.total.latency, rate: 500, calls: record.total.count, stalls: stalls)
    }
  }
}
