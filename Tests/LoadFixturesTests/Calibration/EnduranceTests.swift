import Foundation
import LoadEngine
import Testing

@testable import LoadFixtures

/// Validity check 26.
///
/// Catches: a bucket's upper end that is not held within what was recorded (percentiles above the maximum).
@Suite("Calibration: a run ten times as long")
struct EnduranceTests {
  private static func run(seconds: Int) async throws -> RunRecord {
    try await RealTime.alone {
      try await CountingServer.with { server in
        try await ToolProcess.run([
          "probe", "http://127.0.0.1:\(server.port)/", "--rate", "2000", "--duration", "\(seconds)", "--json",
        ]).record()
      }
    }
  }

  @Test("Percentiles rise and never pass the maximum, in each part of the record")
  func monotone() async throws {
    let record = try await Self.run(seconds: 2)
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

  @Test(
    "Memory grows by less than 5 %, from 3 s to 30 s at 2,000 requests a second",
    .enabled(if: RealTime.hasLongChecks, "set LOAD_LONG_CHECKS=1"))
  func memory() async throws {
    let short = try await Self.run(seconds: 3)
    let long = try await Self.run(seconds: 30)
    #expect(short.counts.scheduled == 6000 && long.counts.scheduled == 60_000)
    let (before, after) = (try #require(short.generator.peakMemory), try #require(long.generator.peakMemory))
    #expect(Double(after) < 1.05 * Double(before), "\(before) to \(after) bytes")
    #expect(long.total.latency.isMonotone && long.total.serviceTime.isMonotone)
  }
}
