import Testing

@testable import LoadFixtures

@Suite("A metric over time")
struct MetricSeriesTests {
  private static func series(_ values: [Double]) -> MetricSeries {
    var series = MetricSeries()
    for (second, value) in values.enumerated() { series.add(value, at: Double(second)) }
    return series
  }

  @Test("Its figures are those of all samples, and a value that is none is left out")
  func figures() {
    let series = Self.series((1...100).map(Double.init) + [.nan, .infinity])
    #expect(series.count == 100 && series.mean == 50.5 && series.lowest == 1 && series.highest == 100)
    #expect(series.p95 == 95)
    #expect(MetricSeries().mean == nil && MetricSeries().p95 == nil && MetricSeries().trend == .unknown)
  }

  @Test("A day is bounded, and keeps its extremes, its mean and the last hour as it was")
  func day() {
    var values = [Double](repeating: 5, count: 86_400)
    (values[100], values[50_000]) = (-7, 900)
    let series = Self.series(values)
    #expect(series.buckets.count <= MetricSeries.most && series.count == 86_400)
    #expect(series.lowest == -7 && series.highest == 900)
    #expect(abs((series.mean ?? 0) - (5 + (-12 + 895) / 86_400)) < 1e-9)
    #expect(series.buckets.suffix(3600).allSatisfy { $0.count == 1 })
    #expect(series.buckets.reduce(0) { $0 + $1.count } == 86_400)
    #expect(series.buckets.first?.from == 0 && series.buckets.last?.to == 86_399)
    #expect(zip(series.buckets, series.buckets.dropFirst()).allSatisfy { $0.to < $1.from })
  }

  @Test("A trend is told by a slope that is significant, over the last minute alone")
  func trend() {
    func noise(_ seed: UInt64) -> [Double] {
      var random = SeededRandom(seed: seed, user: 0)
      return (0..<60).map { _ in Double.random(in: -5...5, using: &random) }
    }
    // By chance one of twenty is significant: more than 20 of 200 come about once in a thousand times (binomial).
    #expect((UInt64(0)..<200).count { seed in Self.series(noise(seed).map { 100 + $0 }).trend != .flat } <= 20)
    let noise = noise(4)
    #expect(Self.series(noise.enumerated().map { 100 + $1 + Double($0) / 4 }).trend == .up)
    #expect(Self.series(noise.enumerated().map { 100 + $1 - Double($0) / 4 }).trend == .down)
    // What rose before is no matter of this minute.
    #expect(Self.series((0..<300).map(Double.init) + (0..<60).map { _ in 300 }).trend == .flat)
    // Significant and next to nothing.
    #expect(Self.series((0..<60).map { 1000 + Double($0) / 100 }).trend == .flat)
    #expect(Self.series([1, 2, 3]).trend == .unknown)
  }

  @Test("A sparkline has the highest of each part, and a blank where there was no sample")
  func highs() {
    var series = MetricSeries()
    for second in [1, 2, 3, 59, 60] { series.add(Double(second), at: Double(second)) }
    #expect(series.highs(columns: 6, seconds: 60, until: 60) == [3, nil, nil, nil, nil, 60])
    #expect(series.highs(columns: 6, seconds: 60, until: 120).allSatisfy { $0 == nil })
    #expect(MonitorScreen.spark([0, 4, nil, 8]) == "▁▅ █" && MonitorScreen.spark([0, 0]) == "▁▁")
  }
}
