import Foundation

/// How many requests took how long: bars over a logarithmic axis, with the percentiles marked; failures downwards.
struct DistributionChart {
  var id: String
  var title: String
  /// Of successful requests.
  var buckets: [DistributionBucket]
  var failures: [DistributionBucket] = []
  /// Lines with a label and a class of ``ReportStyle``, milliseconds.
  var marks: [(label: String, style: String, value: Double)] = []

  private typealias Bar = (from: Double, to: Double, count: Int)

  func render() -> HTML {
    let plot = SVGChart.plot
    let (bars, failed) = (Self.bars(of: buckets), Self.bars(of: failures))
    let low = (bars + failed).map(\.from).min() ?? 1
    let high = (bars + failed).map(\.to).max() ?? 10
    let axis = AxisScale.logarithmic(from: low, to: high)
    // Both sides have one unit.
    let (up, down) = (Double(bars.map(\.count).max() ?? 0), Double(failed.map(\.count).max() ?? 0))
    let all = AxisScale.linear(upTo: max(up, down), whole: true)
    let step = all.ticks.count > 1 ? all.ticks[1].value : 1
    let lower = down > 0 ? -(down / step).rounded(.up) * step : 0
    let scale = AxisScale(
      lower: lower, upper: max(all.upper * (up > 0 ? 1 : 0), step),
      ticks: stride(from: lower, through: max(all.upper * (up > 0 ? 1 : 0), step), by: step).map {
        .init(value: $0, label: NumberFormat.fixed(abs($0), decimals: 0))
      })
    func place(_ value: Double) -> Double {
      plot.left + axis.share(of: value) * (plot.right - plot.left)
    }
    func draw(_ bars: [Bar], _ sign: Double, _ style: String) -> [HTML] {
      bars.filter { $0.count > 0 }.map { bar in
        let heights = [0, sign * Double(bar.count)].map { SVGChart.vertical($0, on: scale) }.sorted()
        return SVGChart.rectangle(
          fromX: place(bar.from), toX: max(place(bar.to) - 0.5, place(bar.from) + 0.5), top: heights[0],
          bottom: heights[1], style: style)
      }
    }
    var content = draw(bars, 1, "bar") + draw(failed, -1, "bar failed")
    if !content.isEmpty {
      if !failed.isEmpty {
        let zero = SVGChart.vertical(0, on: scale)
        content.append(SVGChart.line(plot.left, zero, plot.right, zero, style: "axis"))
      }
      for (index, mark) in marks.enumerated() where mark.value > 0 && mark.value.isFinite {
        let x = place(mark.value)
        content.append(SVGChart.line(x, plot.top, x, plot.bottom, style: "percentile \(mark.style)"))
        // Stepped down, so that percentiles that lie close keep labels that can be read; turned at the right edge.
        let nearEdge = x > plot.right - 40
        content.append(
          SVGChart.label(
            mark.label, x: nearEdge ? x - 3 : x + 3, y: plot.top + 9 + 13 * Double(index),
            anchor: nearEdge ? "end" : nil))
      }
    }
    func sum(_ bars: [Bar]) -> Int { bars.reduce(0) { $0 + $1.count } }
    let highest = marks.map { "\($0.label) \(NumberFormat.milliseconds($0.value))" }
    let chart = SVGChart(
      id: id, title: title,
      summary: (["\(NumberFormat.count(sum(bars))) successful requests"]
        + (failed.isEmpty ? [] : ["\(NumberFormat.count(sum(failed))) failed"]) + highest).joined(separator: "; "),
      xLabel: "response time (ms), logarithmic", yLabel: "requests")
    return chart.render(x: (axis, place), y: scale, content: content)
  }

  /// The bars in numbers.
  var table: HTML {
    let rows =
      (Self.bars(of: buckets).map { ($0, 0) } + Self.bars(of: failures).map { ($0, 1) }).sorted { $0.0.to < $1.0.to }
    return HTMLTable<(Bar, Int)>(
      caption: "Requests by response time",
      columns: [
        .number("Above (ms)", \.0.from), .number("Up to (ms)", \.0.to),
        .count("Successful") { $0.1 == 0 ? $0.0.count : nil }, .count("Failed") { $0.1 == 1 ? $0.0.count : nil },
      ], rows: rows, isPlain: true
    ).render()
  }

  /// The buckets with both of their bounds, from the first that holds something to the last.
  static func bars(of buckets: [DistributionBucket]) -> [(from: Double, to: Double, count: Int)] {
    // A record comes from a file: bounds below a nanosecond are none of the recorder's.
    let sorted = buckets.filter { (1e-6...Believable.milliseconds.upperBound).contains($0.upTo) && $0.count >= 0 }
      .sorted { $0.upTo < $1.upTo }
    var bars: [(from: Double, to: Double, count: Int)] = []
    for (index, bucket) in sorted.enumerated() {
      // Bounds grow geometrically: below the first lies as much as between it and the second.
      let ratio = sorted.count > 1 ? sorted[1].upTo / sorted[0].upTo : 2
      let from = index > 0 ? sorted[index - 1].upTo : bucket.upTo / max(ratio, 1.01)
      if from < bucket.upTo { bars.append((from, bucket.upTo, bucket.count)) }
    }
    let first = bars.firstIndex { $0.count > 0 } ?? bars.endIndex
    let last = bars.lastIndex { $0.count > 0 } ?? bars.startIndex
    return first <= last && first < bars.endIndex ? Array(bars[first...last]) : []
  }
}
