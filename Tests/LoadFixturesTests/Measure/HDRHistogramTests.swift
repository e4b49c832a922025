import LoadEngine
import TestSupport
import Testing

@testable import LoadFixtures

@Suite("HDR histogram")
struct HDRHistogramTests {
  private func histogram(_ values: some Sequence<Int64>) -> HDRHistogram {
    var histogram = HDRHistogram()
    for value in values { histogram.record(nanoseconds: value) }
    return histogram
  }

  private func buckets(_ histogram: HDRHistogram) -> [Int: Int] {
    Dictionary(
      uniqueKeysWithValues: histogram.usedIndices.map { ($0, histogram.bucketCount(at: $0)) }.filter { $0.1 > 0 })
  }

  @Test("An empty histogram knows nothing, and nothing is not 0")
  func empty() {
    let empty = HDRHistogram()
    #expect(empty.count == 0)
    #expect(empty.min == nil)
    #expect(empty.max == nil)
    #expect(empty.mean == nil)
    #expect(empty.value(atQuantile: 0.99) == nil)
    #expect(empty.values(atQuantiles: [0.5, 0.9]).isEmpty)
    #expect(empty.count(atOrBelow: .max) == 0)
    #expect(empty.statistics == LatencyStatistics())
    #expect(empty.distribution(maximumBuckets: 10).isEmpty)
  }

  @Test(
    "A value falls into the bucket of its three digits",
    arguments: [
      // value, bucket, upper end of the bucket; nanoseconds
      (0, 1, 1000), (499, 1, 1000), (1000, 1, 1000), (1499, 1, 1000), (1500, 2, 2000), (35_400, 35, 35_000),
      (35_500, 36, 36_000), (2_047_000, 2047, 2_047_000), (2_048_000, 2048, 2_049_000), (2_049_000, 2048, 2_049_000),
      (2_050_000, 2049, 2_051_000), (4_095_000, 3071, 4_095_000), (4_096_000, 3072, 4_099_000),
      (1_000_000_000, 11_169, 1_000_447_000), (3_600_000_000_000, 23_220, 3_600_809_983_000),
    ] as [(Int64, Int, Int64)])
  func layout(value: Int64, index: Int, upper: Int64) {
    #expect(HDRHistogram.index(ofNanoseconds: value) == index)
    #expect(HDRHistogram.highestNanoseconds(at: index) == upper)
  }

  @Test("Buckets follow each other without gap or overlap up to an hour")
  func contiguous() {
    for index in 1..<23_220 {
      let upper = HDRHistogram.highestNanoseconds(at: index)
      #expect(HDRHistogram.index(ofNanoseconds: upper) == index)
      #expect(HDRHistogram.index(ofNanoseconds: upper + 1000) == index + 1)
    }
  }

  @Test(
    "A percentile is the value of rank ceil(share x count)",
    arguments: [
      (0.0, 1), (0.001, 1), (0.01, 1), (0.0101, 2), (0.5, 50), (0.501, 51), (0.95, 95), (0.951, 96), (0.99, 99),
      (0.999, 100), (1.0, 100), (-3.0, 1), (7.0, 100),
    ] as [(Double, Int64)])
  func nearestRank(quantile: Double, expected: Int64) {
    let milliseconds = histogram((1...100).map { $0 * 10_000 })
    #expect(milliseconds.value(atQuantile: quantile) == expected * 10_000)
  }

  @Test("Binary fractions do not push a percentile to the next rank", arguments: [50, 90, 95, 99, 99.9, 99.99])
  func exactRanks(percentile: Double) {
    let quantile = percentile / 100
    // One value a bucket where the rank is, and only there: the next rank would differ.
    for count in [10_000, 20_000, 70_000, 100_000] {
      let rank = Int((quantile * Double(count)).rounded())
      var histogram = histogram(repeatElement(1_000_000, count: rank))
      for _ in rank..<count { histogram.record(nanoseconds: 2_000_000) }
      #expect(histogram.value(atQuantile: quantile) == 1_000_000)
      #expect(histogram.value(atQuantile: quantile + 0.5 / Double(count)) == 2_000_000)
    }
  }

  @Test("Minimum, maximum and mean are exact, and bound the percentiles")
  func exactExtremes() {
    let one = histogram([35_400])
    #expect(one.min == 35_400)
    #expect(one.max == 35_400)
    #expect(one.mean == 35_400)
    #expect(one.value(atQuantile: 0) == 35_400)
    #expect(one.value(atQuantile: 1) == 35_400)
    #expect(histogram([1_000_001, 2_000_002]).mean == 1_500_001.5)
    let hours = histogram(repeatElement(HDRHistogram.highestTrackable, count: 3_000_000))
    #expect(hours.mean == 3.6e12)
  }

  @Test("Percentiles rise with the share and stay within the extremes", arguments: 1...20 as ClosedRange<UInt64>)
  func monotone(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let histogram = histogram((0..<Int.random(in: 1...2000, using: &random)).map { _ in random.latency() })
    let minimum = try #require(histogram.min)
    let maximum = try #require(histogram.max)
    let values = histogram.values(atQuantiles: (0...1000).map { Double($0) / 1000 })
    #expect(values == values.sorted())
    #expect(values.allSatisfy { $0 >= minimum && $0 <= maximum })
    #expect(values.last == maximum)
    #expect(histogram.value(atQuantile: 0.37) == values[370])
  }

  @Test("Percentiles are within a thousandth of the sorted values", arguments: 1...20 as ClosedRange<UInt64>)
  func precision(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let values = (0..<1000).map { _ in random.latency() }.sorted()
    let histogram = histogram(values)
    for quantile in [0.001, 0.1, 0.5, 0.9, 0.95, 0.99, 0.999] {
      let exact = Double(values[Int((quantile * 1000).rounded()) - 1])
      let observed = Double(try #require(histogram.value(atQuantile: quantile)))
      #expect(abs(observed - exact) <= max(exact / 1000, 500))
    }
  }

  @Test("Merging is the same as recording everything into one", arguments: 1...10 as ClosedRange<UInt64>)
  func merge(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var parts = [HDRHistogram(), HDRHistogram(), HDRHistogram(), HDRHistogram()]
    var whole = HDRHistogram()
    for _ in 0..<3000 {
      let value = Int.random(in: 0..<100, using: &random) == 0 ? -1 : random.latency()
      parts[Int.random(in: 0..<3, using: &random)].record(nanoseconds: value)
      whole.record(nanoseconds: value)
    }
    var merged = HDRHistogram()
    for part in parts { merged.add(part) }
    #expect(buckets(merged) == buckets(whole))
    #expect(merged.count == whole.count)
    #expect(merged.outOfRange == whole.outOfRange)
    #expect(merged.statistics == whole.statistics)
  }

  @Test(
    "What is out of range is held at the nearer end and counted",
    arguments: [
      (-1, 0, 1), (.min, 0, 1), (3_600_000_000_001, 3_600_000_000_000, 1), (.max, 3_600_000_000_000, 1),
      (0, 0, 0), (3_600_000_000_000, 3_600_000_000_000, 0),
    ] as [(Int64, Int64, Int)])
  func outOfRange(value: Int64, held: Int64, counted: Int) {
    let histogram = histogram([value])
    #expect(histogram.outOfRange == counted)
    #expect(histogram.count == 1)
    #expect(histogram.max == held)
    #expect(histogram.value(atQuantile: 0.5) == held)
  }

  @Test("Counting up to a value", arguments: [(0.9, 0), (1.0, 1), (2.5, 2), (3.0, 3), (3.2, 3), (9.0, 4)])
  func countAtOrBelow(milliseconds: Double, expected: Int) {
    let histogram = histogram([1_000_000, 2_000_000, 3_000_000, 4_000_000])
    #expect(histogram.count(atOrBelow: Int64(milliseconds * 1e6)) == expected)
  }

  @Test("Statistics are milliseconds")
  func milliseconds() {
    let statistics = histogram((1...1000).map { $0 * 1_000_000 }).statistics
    #expect(statistics.min == 1)
    #expect(statistics.max == 1000)
    #expect(statistics.mean == 500.5)
    for (value, exact) in [
      (statistics.p50, 500), (statistics.p90, 900), (statistics.p95, 950), (statistics.p99, 990),
      (statistics.p999, 999),
    ] as [(Double?, Double)] {
      #expect(abs((value ?? 0) - exact) <= exact / 1000)
    }
  }

  @Test("The distribution's bars hold every value once", arguments: 1...10 as ClosedRange<UInt64>)
  func distribution(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let values = (0..<2000).map { _ in random.latency() }
    let bars = histogram(values).distribution(maximumBuckets: 40)
    #expect(bars.count <= 40)
    #expect(bars.map(\.count).reduce(0, +) == values.count)
    #expect(zip(bars, bars.dropFirst()).allSatisfy { $0.upTo < $1.upTo })
    #expect(bars.last?.upTo == Double(try #require(values.max())) / 1e6)
    var before = 0
    for bar in bars {
      before += bar.count
      #expect(before == values.count { Double($0) / 1e6 <= bar.upTo + 0.000499 })
    }
  }

  @Test("Equal values are one bar, and the number of bars is bounded")
  func narrowDistribution() {
    #expect(
      histogram([7_000_000, 7_000_000]).distribution(maximumBuckets: 50) == [DistributionBucket(upTo: 7, count: 2)])
    #expect(histogram([1000, 2_000_000_000]).distribution(maximumBuckets: 0).map(\.count) == [2])
    let bars = histogram([1_000_000, 1_000_000_000]).distribution(maximumBuckets: 3)
    #expect(bars.map(\.count) == [1, 0, 1])
    #expect(abs(bars[0].upTo - 10) < 0.02 && abs(bars[1].upTo - 100) < 0.2 && bars[2].upTo == 1000)
  }
}
