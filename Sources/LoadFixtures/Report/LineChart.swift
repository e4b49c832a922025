/// Values over the time of a run, drawn as lines that stop where a value is missing.
struct LineChart {
  struct Series {
    var name: String
    /// Class of the line in ``ReportStyle``.
    var style: String
    /// One a point in time; `nil` is a gap, never 0.
    var values: [Double?]
  }

  var id: String
  var title: String
  var unit: Unit
  /// In place of the name of the unit, which is then a plain number.
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
      content += drawnMarks(end: end, place: place) + drawnLanes(end: end, place: place)
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
      return "\(line.name): highest " + NumberFormat.value(top, unit: unit) + (unitLabel.map { " \($0)" } ?? "")
    }
    let warmUp = warmUps.map { "warm-up until \(NumberFormat.duration(seconds: $0.upperBound))" }
    let bad = troubles.map {
      "\($0.name) from \(NumberFormat.duration(seconds: $0.range.lowerBound)) to "
        + NumberFormat.duration(seconds: $0.range.upperBound)
    }
    let points = marks.map { "\($0.detail) at \(NumberFormat.duration(seconds: $0.second))" }
    let strips = lanes.map { lane in
      "\(lane.name): "
        + lane.segments.map { "\($0.label) from \(NumberFormat.duration(seconds: $0.range.lowerBound))" }
        .joined(separator: ", ")
    }
    return (highest + warmUp + bad + points + strips).joined(separator: "; ")
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
