import Foundation
import Testing

@testable import LoadFixtures

@Suite struct ChartTests {
  private func chart(_ values: [Double?], stages: [(start: Double, label: String)] = []) -> MarkupReader {
    let chart = LineChart(
      id: "c", title: "T <&>", unit: .milliseconds, seconds: values.indices.map(Double.init),
      series: [.init(name: "p50", style: "first", values: values)], warmUps: [0...2], stages: stages)
    let reader = MarkupReader(chart.render().markup)
    #expect(reader.problem == nil)
    return reader
  }

  /// The heights of the points of every line, in drawing order.
  private func heights(_ reader: MarkupReader) -> [[Double]] {
    reader.elements.filter { $0.attributes["class"]?.hasPrefix("s ") == true && $0.name == "path" }.map { path in
      (path.attributes["d"] ?? "").dropFirst().split(separator: "L").compactMap {
        $0.split(separator: " ").last.flatMap { Double($0) }
      }
    }
  }

  @Test func aGapIsAGapAndNotZero() {
    let reader = chart([10, 20, nil, nil, 30, 40, nil, 5])
    let lines = heights(reader)
    #expect(lines.map(\.count) == [2, 2])
    #expect(reader.count("circle") == 1)
    #expect(lines.joined().allSatisfy { $0 < SVGChart.plot.bottom }, "nothing is drawn at 0")
  }

  @Test func aZeroIsDrawnAtTheAxisAndTheHighestWithinThePlot() {
    let lines = heights(chart([0, 37, 12]))
    #expect(lines == [[SVGChart.plot.bottom, lines[0][1], lines[0][2]]])
    #expect(lines[0][1] >= SVGChart.plot.top && lines[0][1] < lines[0][2])
  }

  @Test func onePointIsADotAndNoneIsSaid() {
    #expect(chart([4]).count("circle") == 1)
    for values: [Double?] in [[], [nil], [nil, .nan]] {
      let reader = chart(values)
      #expect(reader.text.contains("no data"))
      #expect(heights(reader).isEmpty && reader.count("circle") == 0)
    }
  }

  @Test func warmUpIsShadedAndStagesAreMarked() {
    let values = [Double?](repeating: 3, count: 100)
    let reader = chart(values, stages: [(0, "1"), (30, "2"), (30.1, "3"), (500, "4")])
    #expect(reader.count("rect", style: "warm") == 1)
    #expect(reader.count("line", style: "stage") == 2, "none at the beginning, none beyond the end")
  }

  @Test func aReaderWithoutEyesIsToldTheTitleAndTheHighest() {
    let reader = chart([10, 1_523.2])
    #expect(reader.elements[0].attributes["role"] == "img")
    #expect(reader.elements[0].attributes["aria-labelledby"] == "c-t c-d")
    #expect(reader.text.contains("T <&>"))
    #expect(reader.text.contains("p50: highest 1,523 ms; warm-up until 2.00 s"))
  }

  @Test(arguments: [(Double.leastNonzeroMagnitude, 1.0), (1e-300, 1e300), (1, 1e300), (-1, 5), (3, 3)])
  func boundsThatCannotBeAreLeftOut(first: Double, second: Double) {
    let buckets = [first, second, 7].map { DistributionBucket(upTo: $0, count: 4) }
    let reader = MarkupReader(DistributionChart(id: "d", title: "D", buckets: buckets).render().markup)
    #expect(reader.problem == nil && reader.count("rect", style: "bar") >= 1)
  }

  @Test func barsKeepWithinThePlotAndEmptyBucketsAreNotDrawn() {
    let chart = DistributionChart(
      id: "d", title: "D", buckets: ReportSamples.distribution, marks: [("p50", "p50", 118), ("p99", "p99", 1e9)])
    let reader = MarkupReader(chart.render().markup)
    #expect(reader.problem == nil)
    let bars = reader.elements.filter { $0.name == "rect" && $0.attributes["class"] == "bar" }
    #expect(bars.count == ReportSamples.distribution.count { $0.count > 0 })
    for bar in bars {
      let (x, width) = (Double(bar.attributes["x"] ?? "") ?? -1, Double(bar.attributes["width"] ?? "") ?? -1)
      let y = Double(bar.attributes["y"] ?? "") ?? -1
      #expect(x >= SVGChart.plot.left - 0.1 && x + width <= SVGChart.plot.right + 0.1 && width > 0)
      #expect(y >= SVGChart.plot.top && y <= SVGChart.plot.bottom)
    }
  }

  @Test(arguments: [
    [], [DistributionBucket(upTo: 5, count: 0)], [DistributionBucket(upTo: 0, count: 3)],
    [DistributionBucket(upTo: .nan, count: 3)],
  ])
  func aDistributionOfNothingSaysSo(buckets: [DistributionBucket]) {
    let reader = MarkupReader(DistributionChart(id: "d", title: "D", buckets: buckets).render().markup)
    #expect(reader.problem == nil && reader.text.contains("no data"))
  }

  @Test func oneBucketIsOneBar() {
    let chart = DistributionChart(id: "d", title: "D", buckets: [.init(upTo: 5, count: 3)], marks: [("p50", "p50", 4)])
    #expect(MarkupReader(chart.render().markup).count("rect", style: "bar") == 1)
  }
}

@Suite struct TimelineSeriesTests {
  private func point(_ second: Int, completed: Int = 10, p99: Double? = 5) -> TimelinePoint {
    TimelinePoint(
      second: second, users: second, completed: completed, failed: 0, dropped: 0, p50: 1, p95: 2, p99: p99, max: 9)
  }

  @Test func aMissingSecondIsAGapInEverySeries() {
    let series = TimelineSeries([point(4), point(2, p99: nil)])
    #expect(series.seconds == [2, 3, 4] && series.interval == 1)
    #expect(series.users == [2, nil, 4])
    #expect(series.completed == [10, nil, 10])
    #expect(series.p99 == [nil, nil, 5])
  }

  @Test func aLongRunIsThinnedWithoutHidingItsWorstSecond() {
    let points = (0..<10_000).map { point($0, completed: $0 % 2 == 0 ? 10 : 30, p99: $0 == 7_777 ? 900 : 5) }
    let series = TimelineSeries(points)
    #expect(series.seconds.count <= TimelineSeries.mostPoints + 1 && series.interval == 40)
    #expect(series.p99.compactMap(\.self).max() == 900)
    #expect(series.completed.allSatisfy { $0 == 20 })
  }

  @Test func nothingAndNonsenseGiveNoPoints() {
    #expect(TimelineSeries([]).seconds.isEmpty)
    #expect(TimelineSeries([point(.max), point(-1)]).seconds.isEmpty)
  }
}
