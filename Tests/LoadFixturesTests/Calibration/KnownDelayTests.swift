import Foundation
import LoadEngine
import Synchronization
import TestSupport
import Testing

@testable import LoadFixtures

/// Validity check 3.
///
/// Catches: a percentile read from its neighbour's field (p99 from p95: 22.3 ms instead of 39.1).
@Suite("Calibration: a server that logs its own delays")
struct KnownDelayTests {
  /// The delays of one server: drawn, kept, and noted as they really were.
  private final class Delays: Sendable {
    private struct State {
      var generator = SeededRandom(seed: 3, user: 0)
      var noted: [Double] = []
    }

    private let state = Mutex(State())

    /// Milliseconds.
    var noted: [Double] { state.withLock { $0.noted } }

    func note(_ milliseconds: Double) { state.withLock { $0.noted.append(milliseconds) } }

    /// Log-normal: a median of 6 ms and a long tail, held within 0.5 to 60 ms.
    func draw() -> Duration {
      state.withLock { state in
        let (u, v) = (1 - state.generator.unit(), state.generator.unit())
        // Box and Muller.
        let normal = (-2 * log(u)).squareRoot() * cos(2 * .pi * v)
        return .microseconds(Int64(min(max(6000 * exp(0.8 * normal), 500), 60_000)))
      }
    }
  }

  /// The smallest value that at least this share of the values does not exceed.
  private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    sorted[max(0, Int((share * Double(sorted.count)).rounded(.up)) - 1)]
  }

  @Test("p50, p90, p99 and p99.9 are the log's within 1 % and 1 ms")
  func percentiles() async throws {
    try await RealTime.holds {
      let delays = Delays()
      let (record, received) = try await CountingServer.with { _, _, number in
        let start = MonotonicTime.now
        guard let loop = EventLoop.current else { return HTTPServerReply(status: 500) }
        _ = await loop.wait(until: start + delays.draw(), as: loop.reserveTimer())
        // The pre-flight's call, number 0, is not load.
        if number > 0 { delays.note(Double(MonotonicTime.now - start) / 1e6) }
        return .ok
      } _: { server in
        let profile = LoadProfile.ramp(to: 20, perSecond: 1000, for: .seconds(3)).warmingUp(for: .zero)
        return (try await Probe.quietly(port: server.port, profile: profile), server.received)
      }
      let log = delays.noted.sorted()
      #expect(record.total.count == log.count)
      #expect(record.counts.completed == received - 1)
      // Enough for a p99.9 that is not a matter of luck.
      #expect(log.count >= Percentile.p999.samplesNeeded)
      return Percentile.allCases.compactMap { percentile in
        Deviation(share: 0.01, absolute: 1).complaint(
          percentile.label, record.total.latency[percentile], expected: Self.quantile(percentile.share, of: log))
      }
    }
  }
}
