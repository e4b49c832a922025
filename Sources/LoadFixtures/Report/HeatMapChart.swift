import Foundation

/// Where the response times of a run lay over its time: the darker, the more calls; failures as ticks above.
struct HeatMapChart {
  var id: String
  var map: LatencyHeatMap

  func render() -> HTML {
    let plot = SVGChart.plot
    let rows = map.usedRows ?? 0...0
    let end = Double(map.columns.count * map.interval)
    let time = AxisScale.time(upTo: end)
    func place(_ second: Double) -> Double { plot.left + second / max(end, 1) * (plot.right - plot.left) }
    let (low, high) = (LatencyHeatMap.bound(of: rows.lowerBound - 1), LatencyHeatMap.bound(of: rows.upperBound))
    let axis = AxisScale.logarithmic(from: low, to: high)
    let scale = AxisScale(
      lower: log10(low), upper: log10(high), ticks: axis.ticks.map { .init(value: log10($0.value), label: $0.label) })
    var content: [HTML] = []
    if map.usedRows != nil {
      content.append(
        .tag(
          "image",
          [
            "href": "data:image/png;base64," + Data(image(rows).png).base64EncodedString(),
            "x": SVGChart.number(plot.left), "y": SVGChart.number(plot.top),
            "width": SVGChart.number(plot.right - plot.left), "height": SVGChart.number(plot.bottom - plot.top),
            "preserveAspectRatio": "none", "class": "heat",
          ]))
    }
    for (number, column) in map.columns.enumerated() where column.failed > 0 {
      content.append(
        SVGChart.rectangle(
          fromX: place(Double(number * map.interval)), toX: place(Double((number + 1) * map.interval)),
          top: plot.top - 7, bottom: plot.top - 2, style: "tick",
          title: "\(NumberFormat.count(column.failed)) failed"))
    }
    let chart = SVGChart(
      id: id, title: "Response times over time", summary: summary, xLabel: "time since start (\(time.unit))",
      yLabel: "ms")
    return .tag("div", ["class": "chart"], chart.render(x: (time.scale, place), y: scale, content: content))
  }

  private var summary: String {
    let most = map.columns.enumerated().flatMap { number, column in
      column.counts.enumerated().map { (count: $1, row: $0, number: number) }
    }.max { $0.count < $1.count }
    guard let most, most.count > 0 else { return "no call was answered" }
    let failed = map.columns.reduce(0) { $0 + $1.failed }
    let at = NumberFormat.duration(seconds: Double(most.number * map.interval))
    return "most calls of a kind: \(NumberFormat.count(most.count)) of up to "
      + "\(NumberFormat.milliseconds(LatencyHeatMap.bound(of: most.row))) at \(at); \(NumberFormat.count(failed)) failed"
  }

  /// By the logarithm of the count, so that a single slow call is seen beside thousands of fast ones.
  private func image(_ rows: ClosedRange<Int>) -> ShadeImage {
    let most = map.columns.flatMap(\.counts).max() ?? 0
    let darkest = log(1 + Double(most))
    var image = ShadeImage(width: map.columns.count, height: rows.count)
    for (x, column) in map.columns.enumerated() {
      for row in rows where column.counts[row] > 0 {
        let share = log(1 + Double(column.counts[row])) / darkest
        image[x, rows.upperBound - row] = UInt8(32 + (share * 223).rounded())
      }
    }
    return image
  }
}
