/// Values over something other than time: lines, dots and bands between two axes.
struct XYChart {
  typealias Point = (x: Double, y: Double)

  struct Series {
    enum Kind {
      case line
      /// A line with its points.
      case points
      case dots
    }

    var name: String
    /// Class of the line in ``ReportStyle``.
    var style: String
    var points: [Point]
    var kind = Kind.line
  }

  var id: String
  var title: String
  var summary: String
  var x: (scale: AxisScale, label: String)
  var y: (scale: AxisScale, label: String)
  var series: [Series]
  /// Between a lower and an upper line.
  var band: (style: String, lower: [Point], upper: [Point])?
  /// Vertical lines, with what is said beside them.
  var marks: [(x: Double, label: String)] = []
  /// Whether a legend says what the series are.
  var hasLegend = true

  func render() -> HTML {
    let isEmpty = series.allSatisfy(\.points.isEmpty)
    var content: [HTML] = []
    if let band, !band.lower.isEmpty {
      let outline = (band.upper + band.lower.reversed()).map(place)
      content.append(.tag("path", ["d": "M" + outline.joined(separator: "L") + "Z", "class": "band \(band.style)"]))
    }
    for mark in marks {
      let at = horizontal(mark.x)
      let isLate = at > SVGChart.plot.right - 8 * Double(mark.label.count)
      content.append(SVGChart.line(at, SVGChart.plot.top, at, SVGChart.plot.bottom, style: "mark"))
      content.append(
        SVGChart.label(
          mark.label, x: at + (isLate ? -3 : 3), y: SVGChart.plot.top + 9, anchor: isLate ? "end" : nil))
    }
    content += series.flatMap(draw)
    let chart = SVGChart(
      id: id, title: title, summary: summary, xLabel: x.label, yLabel: y.label,
      legend: hasLegend && series.count > 1 ? series.map { .init(name: $0.name, style: $0.style) } : [])
    return chart.render(x: (x.scale, horizontal), y: y.scale, content: isEmpty ? [] : content)
  }

  private func horizontal(_ value: Double) -> Double {
    SVGChart.plot.left + x.scale.share(of: value) * (SVGChart.plot.right - SVGChart.plot.left)
  }

  private func place(_ point: Point) -> String {
    "\(SVGChart.number(horizontal(point.x))) \(SVGChart.number(SVGChart.vertical(point.y, on: y.scale)))"
  }

  private func draw(_ line: Series) -> [HTML] {
    let points = line.points.filter { $0.x.isFinite && $0.y.isFinite }
    var parts: [HTML] = []
    if line.kind != .dots, points.count > 1 {
      parts.append(
        .tag("path", ["d": "M" + points.map(place).joined(separator: "L"), "class": "s \(line.style)"]))
    }
    guard line.kind != .line || points.count == 1 else { return parts }
    let places = points.map { (x: horizontal($0.x), y: SVGChart.vertical($0.y, on: y.scale)) }
    if line.kind == .dots { return places.isEmpty ? [] : [SVGChart.dots(places, style: line.style)] }
    return parts + places.map { SVGChart.dot($0.x, $0.y, style: line.style, radius: 3) }
  }
}
