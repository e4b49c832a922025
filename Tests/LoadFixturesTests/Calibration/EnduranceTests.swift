import Foundation
import LoadEngine
import TestSupport
import Testing

@testable import LoadFixtures

/// Validity check 26.
///
/// Catches: a bucket's upper end that is not held within what was recorded (percentiles above the maximum).
@Suite("Calibration: a run ten times as long")
struct EnduranceTests {
  private static func run(
    _ load: [String], seconds: Int, answeredAfter delay: Duration = .zero
  ) async throws -> RunRecord {
    try await CountingServer.with { _, _, _ in
      // It throws where the task is cancelled alone.
      try? await EventLoop.sleep(for: delay)
      return .ok
    } _: { server in
      try await ToolProcess.run(
        ["probe", "http://127.0.0.1:\(server.port)/", "--duration", "\(seconds)", "--json"] + load
      ).record()
    }
  }

  @Test("Percentiles rise and never pass the maximum, in each part of the record")
  func monotone() async throws {
    let record = try await RealTime.alone { try await Self.run(["--rate", "2000"], seconds: 2) }
    #expect(record.counts.scheduled == 4000)
    for statistics in [record.total] + record.requests + record.stages.map(\.statistics) {
      #expect(statistics.latency.isMonotone)
      #expect(statistics.serviceTime.isMonotone)
    }
    #expect(record.generator.startLateness.isMonotone)
    for point in record.timeline where point.completed > 0 {
      let values = [point.p50, point.p95, point.p99, point.max].compactMap(\.self)
      #expect(values.count == 4 && values == values.sorted())
    }
  }

  /// A fixed number of users: with arrivals a stall of the machine brings more users, and with them 3 MB were seen. At a
  /// rate that the machine has room for: as fast as it can, 130,000/s, what waits for the recorder in the worst tenth of a
  /// second is up to 4 MB, and the longer run has more tenths to find a worse one in.
  @Test(
    "Memory grows by less than 5 %, from 3 s to 30 s of 20 users that wait 2 ms for each answer",
    .enabled(if: RealTime.hasLongChecks, "set LOAD_LONG_CHECKS=1"))
  func memory() async throws {
    try await RealTime.holds {
      let short = try await Self.run(["--users", "20"], seconds: 3, answeredAfter: .milliseconds(2))
      let long = try await Self.run(["--users", "20"], seconds: 30, answeredAfter: .milliseconds(2))
      #expect(short.counts.completed > 5000)
      #expect(long.total.latency.isMonotone && long.total.serviceTime.isMonotone)
      let (before, after) = (try #require(short.generator.peakMemory), try #require(long.generator.peakMemory))
      var wrong: [String] = []
      if long.counts.completed < 5 * short.counts.completed {
        wrong.append("only \(long.counts.completed) requests after \(short.counts.completed)")
      }
      if Double(after) >= 1.05 * Double(before) { wrong.append("\(before) to \(after) bytes") }
      return wrong
    }
  }
}
