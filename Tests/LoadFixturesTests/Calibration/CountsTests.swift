import LoadEngine
import TestSupport
import Testing

@testable import LoadFixtures

/// Validity check 9. `ScenarioRunnerTests` has the same for runs in which all goes well, closed, stress and open.
///
/// Catches: a batch that loses its last sample (867 scheduled, 858 accounted for).
@Suite("Calibration: counts")
struct CountsTests {
  /// Good answers, refusals, answers that come too late, and none at all, by the request's number.
  private static func answer(_ server: CountingServer, number: Int) async -> HTTPServerReply {
    switch number % 20 {
    case 3, 9, 15: return HTTPServerReply(status: 503)
    case 7: return HTTPServerReply(status: 429, headers: [("Retry-After", "60")])
    case 11 where number > 20: await server.silence()
    default: break
    }
    return .ok
  }

  static let profiles: [(name: String, profile: LoadProfile)] = [
    ("closed", .ramp(to: 30, perSecond: 200, for: .milliseconds(1200))),
    ("open", Probe.open(rate: 300, maxInFlight: 1000, duration: .milliseconds(1200))),
    ("open, random", Probe.open(rate: 300, maxInFlight: 1000, duration: .milliseconds(1200), spacing: .poisson)),
    ("open, drops", Probe.open(rate: 300, maxInFlight: 3, duration: .milliseconds(1200))),
  ]

  @Test(
    "scheduled = completed + failed + dropped + cancelled, and the server counts the same",
    arguments: [0, 1, 2, 3], [1, 2])
  func account(index: Int, loops: Int) async throws {
    let (name, profile) = Self.profiles[index]
    // Silent calls end in one way or the other: those of the first half time out, those of the last 500 ms are cut off 100
    // ms after the end. A generator that stands still at the end for longer than that finds its time-outs due instead:
    // with 200 ms between the two it happened, beside all the other tests.
    let (record, received) = try await RealTime.alone {
      try await CountingServer.with { server, _, number in
        await Self.answer(server, number: number)
      } _: { server in
        let record = try await Probe.quietly(
          port: server.port, profile: profile, pacing: .constant(.milliseconds(10)), loops: loops,
          settings: ["LOAD_REQUEST_TIMEOUT": "0.6", "LOAD_GRACEFUL_STOP": "0.1"])
        return (record, server.received)
      }
    }
    let counts = record.counts
    #expect(
      counts.scheduled == counts.completed + counts.failed + counts.dropped + counts.cancelled, "\(name): \(counts)")
    #expect(
      received == counts.completed + counts.failed + counts.cancelled + counts.repeats + counts.instrument,
      "\(name): \(counts)")
    #expect(record.failureKinds.values.reduce(0, +) == counts.failed + counts.dropped)
    #expect(counts.completed > 0)
    #expect(record.timeline.allSatisfy { $0.users >= 0 }, "\(record.timeline.map(\.users))")
    #expect(Set(record.failureKinds.keys).isSuperset(of: ["status 503", "status 429"]), "\(record.failureKinds)")
    // Each outcome must really be there, or the sum proves nothing. One that stood still at its end has found its time-outs
    // due before the cut-off, and says so.
    let stoodStill = (record.generator.eventLoopLag.max ?? 0) > 300
    if name == "open, drops" {
      #expect(counts.dropped > 0)
    } else {
      #expect(counts.cancelled > 0 || stoodStill, "\(record.generator.eventLoopLag)")
    }
    if !name.hasPrefix("open, drops") { #expect((record.failureKinds["timeout"] ?? 0) > 0) }
    #expect(!record.verdict.sentences.contains { $0.contains("add up") }, "\(record.verdict.sentences)")
  }
}
