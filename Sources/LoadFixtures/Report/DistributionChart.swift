import Foundation

/// How many successful requests took how long: bars over a logarithmic axis, with the percentiles marked.
struct DistributionChart {
  var id: String
  var title: String
  var buckets: [DistributionBucket]
  /// Lines with a label, milliseconds.
  var marks: [(label: String, value: Double)] = []

  func render() -> HTML {
    let plot = SVGChart.plot
    let bars = Self.bars(of: buckets)
    let low = bars.first?.from ?? 1
    let high = bars.last?.to ?? 10
    let axis = AxisScale.logarithmic(from: low, to: high)
    let scale = AxisScale.linear(upTo: Double(bars.map(\.count).max() ?? 0), whole: true)
    func place(_ value: Double) -> Double {
      let share = min(1, max(0, log(value / low) / log(high / low)))
      return plot.left + share * (plot.right - plot.left)
    }
    var content = bars.filter { $0.count > 0 }.map { bar in
      SVGChart.rectangle(
        fromX: place(bar.from), toX: max(place(bar.to) - 0.5, place(bar.from) + 0.5),
        top: SVGChart.vertical(Double(bar.count), on: scale), bottom: plot.bottom, style: "bar")
    }
    if !content.isEmpty {
      for (index, mark) in marks.enumerated() where mark.value > 0 && mark.value.isFinite {
        let x = place(mark.value)
        content.append(SVGChart.line(x, plot.top, x, plot.bottom, style: "mark"))
        // Stepped down, so that percentiles that lie close keep labels that can be read; turned at the right edge.
        let nearEdge = x > plot.right - 40
        content.append(
          SVGChart.label(
            mark.label, x: nearEdge ? x - 3 : x + 3, y: plot.top + 9 + 13 * Double(index),
            anchor: nearEdge ? "end" : nil))
      }
    }
    let total = bars.reduce(0) { $0 + $1.count }
    let highest = marks.map { "\($0.label) \(NumberFormat.milliseconds($0.value))" }
    let chart = SVGChart(
      id: id, title: title,
      summary: (["\(NumberFormat.count(total)) successful requests"] + highest).joined(separator: "; "),
      xLabel: "response time (ms), logarithmic", yLabel: "requests")
    return chart.render(x: (axis, place), y: scale, content: content)
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
