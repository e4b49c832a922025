import LoadEngine
import Testing

@testable import LoadFixtures

/// Validity check 5.
///
/// Catches: a driver that sleeps past each arrival by 6 ms (p99 start lateness 6.5 to 9.8 ms).
@Suite("Calibration: the arrival rate in real time")
struct RateTests {
  @Test("Half of the measured capacity is held within 1 %, and starts at most 5 ms late (p99)", arguments: [1, 2])
  func halfOfCapacity(loops: Int) async throws {
    try await RealTime.holds {
      let (capacity, record, arrivals) = try await CountingServer.with { server in
        let closed = try await Probe.quietly(
          port: server.port, profile: .ramp(to: 20, perSecond: 1000, for: .milliseconds(700)), loops: loops)
        let before = server.received
        let capacity = closed.total.throughput ?? 0
        let record = try await Probe.quietly(
          port: server.port,
          profile: Probe.open(rate: (capacity / 2).rounded(), maxInFlight: 1000, duration: .milliseconds(1500)),
          loops: loops)
        return (capacity, record, server.arrivals.dropFirst(before + 1))
      }
      let rate = (capacity / 2).rounded()
      #expect(capacity > 1000)
      #expect(record.counts.scheduled == (Int(rate) * 3 + 1) / 2)
      guard record.counts.dropped == 0, let first = arrivals.first, let last = arrivals.last else {
        return ["\(record.counts.dropped) dropped of \(record.counts.scheduled)"]
      }
      // What came at the server, on the clock of the run: n arrivals span n - 1 gaps.
      let observed = Double(arrivals.count - 1) / (Double(last - first) / 1e9)
      let lateness = record.generator.startLateness
      #expect(lateness.p50 != nil && lateness.p99 != nil && lateness.max != nil)
      var wrong = record.verdict.reasons
      if abs(observed / rate - 1) > 0.01 { wrong.append("\(observed) requests/s instead of \(rate)") }
      if (lateness.p99 ?? .infinity) > 5 { wrong.append("p99 start lateness \(lateness.p99 ?? -1) ms") }
      return wrong
    }
  }
}
