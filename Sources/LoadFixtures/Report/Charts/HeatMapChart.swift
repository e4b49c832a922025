import Foundation

/// Where the response times of a run lay over its time: the darker, the more calls; failures as ticks above.
struct HeatMapChart {
  var id: String
  var map: LatencyHeatMap
  /// A limit, milliseconds, with its name.
  var limit: (value: Double, name: String)?

  func render() -> HTML {
    let plot = SVGChart.plot
    let rows = map.usedRows ?? 0...0
    let end = Double(map.columns.count * map.interval)
    let time = AxisScale.time(upTo: end)
    func place(_ second: Double) -> Double { plot.left + second / max(end, 1) * (plot.right - plot.left) }
    let (low, high) = (LatencyHeatMap.bound(of: rows.lowerBound - 1), LatencyHeatMap.bound(of: rows.upperBound))
    let scale = AxisScale.logarithmic(from: low, to: high)
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
    if let limit, (low...high).contains(limit.value) {
      let y = SVGChart.vertical(limit.value, on: scale)
      content.append(SVGChart.line(plot.left, y, plot.right, y, style: "limit"))
      content.append(SVGChart.label(limit.name, x: plot.right - 3, y: y + 11, anchor: "end", style: "soft"))
    }
    let width = SVGChart.number(place(Double(map.interval)) - plot.left)
    let ticks = map.columns.enumerated().filter { $0.element.failed > 0 }.map { number, _ in
      "M\(SVGChart.number(place(Double(number * map.interval)))) \(SVGChart.number(plot.top - 7))h\(width)v5h-\(width)z"
    }
    if !ticks.isEmpty { content.append(.tag("path", ["d": ticks.joined(), "class": "tick"])) }
    let chart = SVGChart(
      id: id, title: "Response times over time", summary: summary, xLabel: "time since start (\(time.unit))",
      yLabel: "ms", timeEnd: content.isEmpty ? nil : end)
    return chart.render(x: (time.scale, place), y: scale, content: content)
  }

  /// The percentiles of each column.
  var table: HTML {
    let rows = HTMLTable<(offset: Int, element: LatencyHeatMap.Column)>.thinned(Array(map.columns.enumerated()))
    return HTMLTable(
      caption: "Response times (ms) by \(map.interval == 1 ? "second" : "\(map.interval) s"), failures beside"
        + (rows.count < map.columns.count ? "; \(rows.count) of \(map.columns.count) columns" : ""),
      columns: [
        .text("From (s)") { NumberFormat.count($0.offset * map.interval) }, .number("p50", \.element.p50),
        .number("p95", \.element.p95), .number("Max", \.element.max), .count("Failed", \.element.failed),
      ], rows: rows, isPlain: true
    ).render()
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
        image[x, rows.upperBound - row] = UInt8(2 + (share * 13).rounded())
      }
    }
    return image
  }
}
