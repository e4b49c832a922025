import LoadEngine
import TestSupport
import Testing

@testable import LoadFixtures

/// Validity check 5.
///
/// Capacity is what a closed load reaches, where a busy loop takes many answers at once: 7 us of CPU a request. An arrival
/// finds its loop asleep and costs up to 26 us, and server and loops share two cores here. At half of the closed capacity
/// (40,000 to 57,000 a second) 0.5 to 9 % of the arrivals were dropped or p99 start lateness was 12 to 18 ms in 8 of 24
/// runs: the machine was full. A quarter is about half of what arrivals can reach.
///
/// Catches: a driver that sleeps past each arrival by 6 ms (p99 start lateness 6.5 to 9.8 ms).
@Suite("Calibration: the arrival rate in real time")
struct RateTests {
  @Test("Half of what arrivals can reach is held within 1 %, and starts at most 5 ms late (p99)", arguments: [1, 2])
  func halfOfCapacity(loops: Int) async throws {
    try await RealTime.holds {
      let (capacity, record, arrivals) = try await CountingServer.with { server in
        let closed = try await Probe.quietly(
          port: server.port, profile: .ramp(to: 20, perSecond: 1000, for: .milliseconds(700)), loops: loops)
        let before = server.received
        let capacity = closed.total.requestRate ?? 0
        let record = try await Probe.quietly(
          port: server.port,
          profile: Probe.open(rate: 4 * (capacity / 16).rounded(), maxInFlight: 1000, duration: .milliseconds(1500)),
          loops: loops)
        return (capacity, record, server.arrivals.dropFirst(before + 1))
      }
      let rate = 4 * (capacity / 16).rounded()
      #expect(capacity > 1000)
      #expect(record.counts.scheduled == Int(rate) * 3 / 2)
      guard record.counts.dropped == 0, let first = arrivals.first, let last = arrivals.last else {
        return ["\(record.counts.dropped) dropped of \(record.counts.scheduled)"]
      }
      // What came at the server, on the clock of the run: n arrivals span n - 1 gaps.
      let observed = Double(arrivals.count - 1) / (Double(last - first) / 1e9)
      let lateness = record.generator.startLateness
      #expect(lateness.p50 != nil && lateness.p99 != nil && lateness.max != nil)
      var wrong = record.verdict.sentences
      if abs(observed / rate - 1) > 0.01 { wrong.append("\(observed) requests/s instead of \(rate)") }
      if (lateness.p99 ?? .infinity) > 5 { wrong.append("p99 start lateness \(lateness.p99 ?? -1) ms") }
      return wrong
    }
  }
}
