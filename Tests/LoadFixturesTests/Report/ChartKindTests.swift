import Foundation
import TestSupport
import Testing

@testable import LoadFixtures

@Suite("What charts draw of values, limits and doubts")
struct ChartKindTests {
  private func read(_ html: HTML) -> MarkupReader {
    let reader = MarkupReader(html.markup)
    #expect(reader.problem == nil)
    return reader
  }

  /// The corners of each path of a style: M, L, H and V with absolute coordinates.
  private func points(_ reader: MarkupReader, style: String) -> [[(x: Double, y: Double)]] {
    reader.elements.filter { $0.name == "path" && $0.attributes["class"] == style }.map { path in
      var corners: [(x: Double, y: Double)] = []
      for part in (path.attributes["d"] ?? "").matches(of: /([MLHV])([-0-9.]+)(?: ([-0-9.]+))?/) {
        let (first, second) = (Double(part.2) ?? .nan, part.3.flatMap { Double($0) })
        switch (part.1, second, corners.last) {
        case ("H", _, let last?): corners.append((first, last.y))
        case ("V", _, let last?): corners.append((last.x, first))
        case (_, let second?, _): corners.append((first, second))
        default: break
        }
      }
      return corners
    }
  }

  private func chart(_ series: [LineChart.Series], isLogarithmic: Bool = false, level: Double? = nil) -> MarkupReader {
    var chart = LineChart(
      id: "c", title: "T", unit: .milliseconds, seconds: [0, 1, 2, 3], series: series, isLogarithmic: isLogarithmic)
    (chart.level, chart.levelName) = (level, level.map { _ in "limit" })
    return read(chart.render())
  }

  @Test("Areas stand on each other: the upper one's lower edge is the lower one's upper edge")
  func stack() throws {
    let reader = chart([
      .init(name: "a", style: "good", values: [10, 20, 10, 0], kind: .area),
      .init(name: "b", style: "bad", values: [0, 20, nil, 5], kind: .area),
    ])
    let (low, high) = (points(reader, style: "area good"), points(reader, style: "area bad"))
    // A step a point: two corners each, above and below.
    let (first, second) = (try #require(low.first), try #require(high.first))
    #expect(first.count > 8 && second.count > 8)
    // From a second's middle: the height of the lower one's top is that of the upper one's bottom.
    #expect(first[1].y == second[second.count - 2].y)
    // 40 of both is the highest, and the axis holds it.
    #expect(second.map(\.y).min() == SVGChart.plot.top)
  }

  @Test("On a logarithmic axis equal ratios take equal room, nothing is no point, and the limit is within it")
  func logarithmic() throws {
    let reader = chart(
      [.init(name: "p50", style: "p50", values: [1, 10, 100, 0])], isLogarithmic: true, level: 1000)
    let line = try #require(points(reader, style: "s p50").first)
    #expect(line.count == 3)
    #expect(abs((line[0].y - line[1].y) - (line[1].y - line[2].y)) < 0.11)
    let limit = try #require(reader.elements.first { $0.attributes["class"] == "mark" })
    let height = try #require(limit.attributes["y1"].flatMap(Double.init))
    #expect(height > SVGChart.plot.top && height < line[2].y && reader.text.contains("limit"))
  }

  @Test("What rests on too few samples is drawn as such, and goes on from where it was")
  func few() throws {
    let reader = chart([.init(name: "p99", style: "p99", values: [5, 6, 7, 8], few: [2, 3])])
    let (sure, few) = (try #require(points(reader, style: "s p99").first), points(reader, style: "s p99 few"))
    #expect(sure.count == 2 && few.first?.count == 3 && few.first?.first.map { $0 == sure[1] } == true)
  }

  @Test("A step holds its value, dots are not joined, and whoever points finds all numbers")
  func kinds() throws {
    let reader = chart([
      .init(name: "users", style: "users", values: [1, 3, 3, nil], kind: .step),
      .init(name: "rate", style: "rate", values: [2, nil, 4.5, 6], kind: .dots),
    ])
    let step = try #require(points(reader, style: "s users").first)
    // To the right, up, and to where the last value ends: a value that stays is drawn once.
    #expect(step.count == 4 && step[0].y == step[1].y && step[1].x == step[2].x && step[2].y == step[3].y)
    let dots = try #require(reader.elements.first { $0.attributes["class"] == "dots s rate" }?.attributes["d"])
    #expect(dots.split(separator: "M").count == 3 && dots.hasSuffix("h0"))
    let data = reader.elements.filter { $0.attributes["data-values"] != nil }
    #expect(data.map { $0.attributes["data-values"] } == ["1,3,3,", "2,,4.5,6"])
  }

  @Test("A bullet ends at its share of the limit; beyond ten times it ends at the axis")
  func bullets() throws {
    func row(_ ratio: Double?, isMust: Bool = true, isFew: Bool = false) -> BulletChart.Row {
      .init(
        name: "p95", ratio: ratio, interval: ratio.map { $0 * 0.9...$0 * 1.1 }, isMust: isMust, style: "passed",
        isFew: isFew, value: "v", detail: "d", hasNoValue: ratio == nil)
    }
    let reader = read(
      BulletChart(id: "b", title: "B", rows: [row(1), row(0.1), row(50), row(nil), row(1, isMust: false, isFew: true)])
        .render())
    let bars = reader.elements.filter { $0.attributes["class"] == "bullet passed" }
    let ends = bars.map { bar in
      (Double(bar.attributes["x"] ?? "") ?? 0) + (Double(bar.attributes["width"] ?? "") ?? 0)
    }
    // From 210 to 470, the limit in the middle.
    #expect(ends == [340, 212, 470])
    #expect(reader.count("rect", style: "bullet passed should") == 1 && reader.count("rect", style: "hatched") == 1)
    #expect(reader.count("line", style: "limit") == 1 && reader.count("line", style: "whisker") == 12)
  }

  @Test("Of a lower limit the share that is used is what it asks for by what was reached")
  func used() {
    var item = ReportSamples.assessment("throughput", limit: 50, observed: 100, unit: .perSecond, met: true)
    item.comparison = .atLeast
    #expect(item.used(by: 100) == 0.5 && item.used(by: 25) == 2 && item.used(by: 0) == nil)
    item.comparison = .atMost
    #expect(item.used(by: 100) == 2)
    item.limit = 0
    #expect(item.used(by: 0) == nil && item.used(by: 1) == nil, "of nothing there is no share")
  }

  @Test("Failures are drawn downwards, with the same unit")
  func distribution() throws {
    let reader = read(
      DistributionChart(
        id: "d", title: "D", buckets: [.init(upTo: 10, count: 100), .init(upTo: 20, count: 50)],
        failures: [.init(upTo: 15, count: 50)]
      ).render())
    let up = reader.elements.filter { $0.attributes["class"] == "bar" }
    let down = try #require(reader.elements.first { $0.attributes["class"] == "bar failed" })
    func number(_ element: MarkupReader.Element, _ name: String) -> Double {
      Double(element.attributes[name] ?? "") ?? -1
    }
    let zero = number(up[0], "y") + number(up[0], "height")
    #expect(number(down, "y") == zero && abs(number(down, "height") - number(up[1], "height")) < 0.11)
  }

  @Test("A drawing of its own has its style, and is well-formed")
  func file() throws {
    let charts = TimelineCharts(ReportSamples.record(seconds: 20), anchor: "a")
    let reader = MarkupReader(charts.percentiles.file)
    #expect(reader.problem == nil && reader.elements.first?.name == "svg" && reader.count("style") == 1)
  }

  @Test("All charts of a page are written as files, each well-formed and under a name of its own")
  func images() throws {
    let scratch = try ScratchDirectory()
    let directory = try ResultsDirectory(path: scratch.path)
    let results = RunResults(records: ["peak", "spike"].map { ReportSamples.record($0, seconds: 60) })
    let written = try directory.write(imagesOf: results)
    let names = try FileManager.default.contentsOfDirectory(atPath: written.path)
    let page = MarkupReader(try HTMLReport(results).document())
    #expect(names.count == written.count && written.count == page.count("figure", style: "chart"))
    #expect(names.contains("peak-percentiles.svg") && names.contains("spike-bullets.svg"))
    for name in names {
      let reader = MarkupReader(try String(contentsOfFile: "\(written.path)/\(name)", encoding: .utf8))
      #expect(reader.problem == nil && reader.elements.first?.name == "svg", "\(name)")
    }
  }
}
