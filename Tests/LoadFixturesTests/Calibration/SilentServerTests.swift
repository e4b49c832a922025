import LoadEngine
import TestSupport
import Testing

@testable import LoadFixtures

/// Validity checks 7 and 10.
///
/// Catches: a bound that each of two loops takes for its own (10 started, none dropped); a cut-off call that is counted
/// without its time.
@Suite("Calibration: a server that never answers")
struct SilentServerTests {
  @Test("5 connections and 10 arrivals: exactly 5 started and 5 dropped, failed", arguments: [1, 2])
  func arrivals(loops: Int) async throws {
    let (record, received) = try await RealTime.alone {
      try await CountingServer.with { server, _, number in
        // The pre-flight is answered, and nothing after it.
        if number > 0 { await server.silence() }
        return .ok
      } _: { server in
        let record = try await Probe.quietly(
          port: server.port, profile: Probe.open(rate: 10, maxInFlight: 5, duration: .seconds(1)), loops: loops,
          settings: ["LOAD_GRACEFUL_STOP": "0.2"],
          sla: [
            .must(.errorRate, below: 0.01), .must(.throughput, atLeast: 10),
            .must(.p95ResponseTime, below: .seconds(1)),
          ])
        return (record, server.received)
      }
    }
    #expect(record.counts == .init(scheduled: 10, completed: 0, failed: 0, dropped: 5, cancelled: 5, instrument: 1))
    #expect(received == 5 + record.counts.instrument)
    // Beside other tests the generator may be late, which is not what this one is about.
    #expect(record.verdict.status == (record.verdict.sentences.isEmpty ? .failed : .invalid))
    #expect(!record.verdict.sentences.contains { $0.contains("dropped") || $0.contains("measured") })
    #expect(record.verdict.breaches.map(\.kpi) == ["error rate", "throughput"])
    #expect(record.verdict.unjudged.map(\.kpi) == ["p95 response time"])
    #expect(record.failureKinds == ["dropped": 5] && record.total.errorRate == 1 && record.total.throughput == 0)
    #expect(record.timeline.reduce(0) { $0 + $1.dropped } == 5)
    #expect(record.timeline.first?.users == 5 && record.timeline.allSatisfy { $0.users >= 0 }, "\(record.timeline)")

    // Due at 0, 100 ... 400 ms and cut off at the same instant, 1.2 s or a little later.
    let elapsed = try #require(record.total.cancelledLatency)
    let end = record.duration * 1000
    #expect(record.total.cancelled == 5)
    #expect(elapsed.max.map { (1200...end).contains($0) } == true, "\(elapsed), \(end)")
    #expect(elapsed.min.map { (800...end - 400).contains($0) } == true, "\(elapsed), \(end)")
    #expect(elapsed.p50.map { (1000...end - 200).contains($0) } == true, "\(elapsed), \(end)")
    #expect(record.total.count == 0 && record.total.latency.max == nil)
  }

  @Test("Users in flight at the end are cancelled, each with its time, in the stage that it was due in")
  func users() async throws {
    let (record, received) = try await CountingServer.with { server, _, number in
      if number > 0 { await server.silence() }
      return .ok
    } _: { server in
      let profile = LoadProfile.stages([
        .users(3, perSecond: 1000, until: .milliseconds(400), named: "three"),
        .users(7, perSecond: 1000, until: .milliseconds(800), named: "seven"),
      ]).warmingUp(for: .zero)
      let record = try await Probe.quietly(
        port: server.port, profile: profile, settings: ["LOAD_GRACEFUL_STOP": "0.1"])
      return (record, server.received)
    }
    #expect(record.counts == .init(scheduled: 7, completed: 0, failed: 0, dropped: 0, cancelled: 7, instrument: 1))
    #expect(received == 8)
    #expect(record.stages.map(\.statistics.cancelled) == [3, 4])
    let minima = record.stages.map { $0.statistics.cancelledLatency?.min ?? 0 }
    // In a closed model from the actual start, which noise can only move towards the end.
    #expect(minima.allSatisfy { $0 > 0 && $0 <= record.duration * 1000 })
    #expect(
      record.verdict.sentences.contains { $0.contains("no call was answered") && $0.contains("7 calls were cut off") },
      "\(record.verdict.sentences)")
  }
}
