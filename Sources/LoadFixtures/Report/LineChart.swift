/// Values over the time of a run, drawn as lines that stop where a value is missing.
struct LineChart {
  struct Series {
    var name: String
    /// Class of the line in ``ReportStyle``.
    var style: String
    /// One a point in time; `nil` is a gap, never 0.
    var values: [Double?]
  }

  /// A strip below the chart: what something was when.
  struct Lane {
    struct Segment {
      var range: ClosedRange<Double>
      /// Class of the strip in ``ReportStyle``.
      var style: String
      var label: String
    }

    var name: String
    var segments: [Segment]
  }

  /// An instant that is pointed at.
  struct Mark {
    var second: Double
    var label: String
    /// For who points at it.
    var detail: String
  }

  var id: String
  var title: String
  var unit: Unit
  /// In place of the unit's own.
  var unitLabel: String?
  /// Seconds since the run's origin, rising; as many as each series has values.
  var seconds: [Double]
  var series: [Series]
  /// Whole-number ticks.
  var counts = false
  /// Seconds that the KPIs leave out.
  var warmUps: [ClosedRange<Double>] = []
  /// When troubles lasted, with their names.
  var troubles: [(range: ClosedRange<Double>, name: String)] = []
  /// Seconds at which a stage begins, with what it is called in the table of stages.
  var stages: [(start: Double, label: String)] = []
  var marks: [Mark] = []
  var lanes: [Lane] = []
  /// A value that the others are held against.
  var level: Double?

  private static let laneHeight = 15.0

  func render() -> HTML {
    let values = series.flatMap { $0.values.compactMap(\.self).filter(\.isFinite) }
    let scale = AxisScale.linear(upTo: values.max() ?? 0, whole: counts)
    let interval = seconds.count > 1 ? seconds[1] - seconds[0] : 1
    let end = (seconds.last ?? 0) + interval
    let time = AxisScale.time(upTo: end)
    func place(_ second: Double) -> Double {
      let plot = SVGChart.plot
      return plot.left + min(1, max(0, second / end)) * (plot.right - plot.left)
    }
    var content: [HTML] = []
    if !values.isEmpty {
      content += background(end: end, place: place)
      if let level {
        let y = SVGChart.vertical(level, on: scale)
        content.append(SVGChart.line(SVGChart.plot.left, y, SVGChart.plot.right, y, style: "mark"))
      }
      for line in series { content += draw(line, scale: scale, place: place) }
      content += marks.filter { (0...end).contains($0.second) }.flatMap { draw($0, at: place($0.second)) }
      for (number, lane) in lanes.enumerated() { content += draw(lane, number, end: end, place: place) }
    }
    let chart = SVGChart(
      id: id, title: title, summary: summary, xLabel: "time since start (\(time.unit))",
      yLabel: unitLabel ?? unit.rawValue,
      legend: series.count > 1 ? series.map { .init(name: $0.name, style: $0.style) } : [],
      foot: lanes.isEmpty ? 0 : 8 + Self.laneHeight * Double(lanes.count))
    return chart.render(x: (time.scale, place), y: scale, content: content)
  }

  private var summary: String {
    let highest = series.map { line in
      let top = line.values.compactMap(\.self).max()
      return "\(line.name): highest " + NumberFormat.value(top, unit: unit)
    }
    let warmUp = warmUps.map { "warm-up until \(NumberFormat.duration(seconds: $0.upperBound))" }
    let bad = troubles.map {
      "\($0.name) from \(NumberFormat.duration(seconds: $0.range.lowerBound)) to "
        + NumberFormat.duration(seconds: $0.range.upperBound)
    }
    let points = marks.map { "\($0.label) at \(NumberFormat.duration(seconds: $0.second))" }
    let strips = lanes.map { lane in
      "\(lane.name): "
        + lane.segments.map { "\($0.label) from \(NumberFormat.duration(seconds: $0.range.lowerBound))" }
        .joined(separator: ", ")
    }
    return (highest + warmUp + bad + points + strips).joined(separator: "; ")
  }

  /// A triangle that points at the instant, and what it is.
  private func draw(_ mark: Mark, at x: Double) -> [HTML] {
    let (top, side) = (SVGChart.plot.top + 13, 4.0)
    let corners = [(x - side, top), (x + side, top), (x, top + 8)].map {
      "\(SVGChart.number($0.0)) \(SVGChart.number($0.1))"
    }
    return [
      .tag(
        "path", ["d": "M" + corners.joined(separator: "L") + "Z", "class": "arrow"],
        .tag("title", [:], HTML(text: mark.detail))),
      SVGChart.line(x, top + 8, x, SVGChart.plot.bottom, style: "stage"),
      SVGChart.label(mark.label, x: x + 6, y: top + 7, style: "cl soft"),
    ]
  }

  private func draw(_ lane: Lane, _ number: Int, end: Double, place: (Double) -> Double) -> [HTML] {
    let top = SVGChart.plot.bottom + 42 + Self.laneHeight * Double(number)
    let bottom = top + Self.laneHeight - 4
    let name = lane.name.count > 8 ? lane.name.prefix(7) + "…" : lane.name
    var parts = [SVGChart.label(String(name), x: SVGChart.plot.left - 6, y: bottom - 2, anchor: "end")]
    for segment in lane.segments where segment.range.lowerBound < end {
      let (from, to) = (place(segment.range.lowerBound), place(min(end, segment.range.upperBound)))
      parts.append(SVGChart.rectangle(fromX: from, toX: to, top: top, bottom: bottom, style: "lane \(segment.style)"))
      if to - from > 5.6 * Double(segment.label.count) + 6 {
        parts.append(SVGChart.label(segment.label, x: from + 3, y: bottom - 2, style: "cl soft"))
      }
    }
    return parts
  }

  private func background(end: Double, place: (Double) -> Double) -> [HTML] {
    let plot = SVGChart.plot
    var parts = warmUps.filter { $0.lowerBound < end }.map { region in
      SVGChart.rectangle(
        fromX: place(region.lowerBound), toX: place(region.upperBound), top: plot.top, bottom: plot.bottom,
        style: "warm")
    }
    for trouble in troubles where trouble.range.lowerBound < end {
      let (from, to) = (place(trouble.range.lowerBound), place(trouble.range.upperBound))
      parts.append(SVGChart.rectangle(fromX: from, toX: to, top: plot.top, bottom: plot.bottom, style: "trouble"))
      if to - from > 5.6 * Double(trouble.name.count) {
        parts.append(SVGChart.label(trouble.name, x: from + 3, y: plot.bottom - 5, style: "cl soft"))
      }
    }
    if let first = warmUps.first, place(first.upperBound) - place(first.lowerBound) > 56 {
      parts.append(SVGChart.label("warm-up", x: place(first.lowerBound) + 4, y: plot.bottom - 5, style: "cl soft"))
    }
    var labelled = -Double.infinity
    for stage in stages where stage.start >= 0 && stage.start < end {
      let x = place(stage.start)
      if stage.start > 0 { parts.append(SVGChart.line(x, plot.top, x, plot.bottom, style: "stage")) }
      // A label that would lie over its neighbour is left out; the line stays.
      guard x - labelled > 8 + 6.3 * Double(stage.label.count) else { continue }
      parts.append(SVGChart.label(stage.label, x: x + 3, y: plot.top + 9, style: "cl soft"))
      labelled = x
    }
    return parts
  }

  private func draw(_ line: Series, scale: AxisScale, place: (Double) -> Double) -> [HTML] {
    var parts: [HTML] = []
    var run: [(x: Double, y: Double)] = []
    func endRun() {
      if run.count == 1 {
        parts.append(
          .tag(
            "circle",
            ["cx": SVGChart.number(run[0].x), "cy": SVGChart.number(run[0].y), "r": "2", "class": "dot \(line.style)"]))
      } else if run.count > 1 {
        let points = run.map { "\(SVGChart.number($0.x)) \(SVGChart.number($0.y))" }
        parts.append(.tag("path", ["d": "M" + points.joined(separator: "L"), "class": "s \(line.style)"]))
      }
      run = []
    }
    for (second, value) in zip(seconds, line.values) {
      if let value, value.isFinite {
        run.append((place(second), SVGChart.vertical(value, on: scale)))
      } else {
        endRun()
      }
    }
    endRun()
    return parts
  }
}
