import Testing

@testable import LoadFixtures

@Suite struct NumberFormatTests {
  @Test(arguments: [
    (0, "0 ms"), (0.0001, "< 0.001 ms"), (0.004, "0.004 ms"), (0.84, "0.84 ms"), (9.994, "9.99 ms"),
    (9.996, "10.0 ms"), (12.34, "12.3 ms"), (99.96, "100 ms"), (142.4, "142 ms"), (999.6, "1,000 ms"),
    (1_523.2, "1,523 ms"), (3_600_000, "3,600,000 ms"), (-12.34, "-12.3 ms"), (.nan, "–"), (.infinity, "–"),
  ])
  func millisecondsHaveSensibleDigits(value: Double, text: String) {
    #expect(NumberFormat.milliseconds(value) == text)
  }

  @Test(arguments: [
    (0, "0 %"), (1, "100 %"), (0.05, "5 %"), (0.0062, "0.62 %"), (0.0004, "0.04 %"), (0.000_04, "0.004 %"),
    (0.000_000_04, "0.000004 %"), (1e-12, "< 0.000001 %"), (0.173, "17.3 %"), (0.9996, "99.96 %"),
    (0.99999, "99.999 %"), (1.5, "150 %"), (.nan, "–"),
  ])
  func aSmallShareIsNotNoneAndALargeOneNotAll(value: Double, text: String) {
    #expect(NumberFormat.share(value) == text)
  }

  @Test func whatIsNotKnownIsADashAndNeverZero() {
    let texts = [
      NumberFormat.milliseconds(nil), NumberFormat.number(nil), NumberFormat.rate(nil), NumberFormat.share(nil),
      NumberFormat.count(nil), NumberFormat.bytes(nil), NumberFormat.duration(seconds: nil),
      NumberFormat.value(nil, unit: .ratio), NumberFormat.observed(nil, limit: 3, unit: .share),
      NumberFormat.percentile(.p50, of: LatencyStatistics(), samples: 9),
    ]
    #expect(texts.allSatisfy { $0 == "–" }, "\(texts)")
  }

  @Test func countsRatesBytesAndDurationsStateTheirUnits() {
    #expect(NumberFormat.count(1_234_567) == "1,234,567")
    #expect(NumberFormat.count(.min) == "-9,223,372,036,854,775,808")
    #expect(NumberFormat.rate(28.94) == "28.9 req/s")
    #expect(NumberFormat.bytes(1_023) == "1,023 B")
    #expect(NumberFormat.bytes(1_572_864) == "1.50 MiB")
    #expect(NumberFormat.duration(seconds: 15.31) == "15.3 s")
    #expect(NumberFormat.duration(seconds: 119.7) == "2 min 0 s")
    #expect(NumberFormat.duration(seconds: 302.4) == "5 min 2 s")
    #expect(NumberFormat.duration(seconds: 7_500) == "2 h 5 min")
  }

  @Test(arguments: [
    (Comparison.below, 200.0, "ms", "< 200 ms"), (.atMost, 1.5, "x", "≤ 1.5 x"), (.atLeast, 50, "req/s", "≥ 50 req/s"),
    (.below, 0.05, "share", "< 5 %"),
  ])
  func aLimitReadsAsARequirement(comparison: Comparison, limit: Double, unit: String, text: String) {
    #expect(NumberFormat.limit(limit, comparison: comparison, unit: Unit(rawValue: unit)!) == text)
  }

  // A breach of "≥ 50 req/s" observed as "50 req/s" would look like an error of the instrument.
  @Test(arguments: [
    (49.96, 50.0, "req/s", "49.96 req/s"), (49.9999, 50, "req/s", "49.9999 req/s"), (50, 50, "req/s", "50 req/s"),
    (1_000.2, 1_000, "ms", "1,000.2 ms"), (0.050_000_1, 0.05, "share", "5.00001 %"),
    (50.000_000_01, 50, "users", "just above 50 users"), (49.999_999_99, 50, "users", "just below 50 users"),
    (412, 1_000, "ms", "412 ms"),
  ])
  func anObservedValueIsToldFromItsLimit(observed: Double, limit: Double, unit: String, text: String) {
    #expect(NumberFormat.observed(observed, limit: limit, unit: Unit(rawValue: unit)!) == text)
  }

  @Test(arguments: Percentile.allCases)
  func aPercentileOfTooFewSamplesIsNoNumber(percentile: Percentile) {
    let needed = percentile.samplesNeeded
    let latency = LatencyStatistics(p50: 84.2, p90: 84.2, p95: 84.2, p99: 84.2, p999: 84.2)
    #expect(NumberFormat.percentile(percentile, of: latency, samples: needed) == "84.2")
    let few = NumberFormat.percentile(percentile, of: latency, samples: needed - 1)
    #expect(few == "insufficient (\(NumberFormat.count(needed - 1)))")
  }
}
