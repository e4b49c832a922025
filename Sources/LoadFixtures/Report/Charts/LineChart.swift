/// Values over the time of a run, drawn as lines that stop where a value is missing.
struct LineChart {
  struct Series {
    enum Kind {
      case line
      /// Holds its value until the next one.
      case step
      case dots
      /// Stands on the areas of the series before it.
      case area
    }

    var name: String
    /// Class of the line in ``ReportStyle``.
    var style: String
    /// One a point in time; `nil` is a gap, never 0.
    var values: [Double?]
    var kind = Kind.line
    /// Points that rest on too few samples: they are drawn as an indication.
    var few: Set<Int> = []
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
  /// Equal ratios take equal room: for latencies.
  var isLogarithmic = false
  /// Seconds that the KPIs leave out.
  var warmUps: [ClosedRange<Double>] = []
  /// When troubles lasted, with their names.
  var troubles: [(range: ClosedRange<Double>, name: String)] = []
  /// Seconds at which a stage begins, with what it is called in the table of stages.
  var stages: [(start: Double, label: String)] = []
  var marks: [Mark] = []
  var lanes: [Lane] = []
  /// A value that the others are held against, and what it is called.
  var level: Double?
  var levelName: String?

  func render() -> HTML {
    let values = series.flatMap { $0.values.compactMap(\.self).filter(\.isFinite) }
    let scale = scale(of: values)
    let end = end
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
      var below = [Double](repeating: 0, count: seconds.count)
      for line in series {
        content +=
          line.kind == .area
          ? area(line, on: &below, scale: scale, end: end, place: place) : draw(line, scale: scale, place: place)
      }
      content += drawnMarks(end: end, place: place) + drawnLanes(end: end, place: place)
    }
    let chart = SVGChart(
      id: id, title: title, summary: summary, xLabel: "time since start (\(time.unit))",
      yLabel: unitLabel ?? unit.rawValue,
      legend: legend,
      foot: lanes.isEmpty ? 0 : 8 + Self.laneHeight * Double(lanes.count), timeEnd: values.isEmpty ? nil : end)
    return chart.render(
      x: (time.scale, place), y: scale, content: content, above: values.isEmpty ? [] : laneNames + [data])
  }

  private var legend: [SVGChart.LegendEntry] {
    let lines = series.map { SVGChart.LegendEntry(name: $0.name, style: $0.style, isArea: $0.kind == .area) }
    // Beside the line itself it would lie over other words.
    let level = levelName.flatMap { self.level == nil ? nil : SVGChart.LegendEntry(name: $0, style: "mark") }
    return lines.count > 1 || level != nil ? lines + [level].compactMap(\.self) : []
  }

  /// Where the last point's interval ends.
  private var end: Double { (seconds.last ?? 0) + (seconds.count > 1 ? seconds[1] - seconds[0] : 1) }

  private func scale(of values: [Double]) -> AxisScale {
    if isLogarithmic { return .logarithmic(holding: values + [level].compactMap(\.self)) }
    let areas = series.filter { $0.kind == .area }
    let stacked = seconds.indices.map { index in
      areas.reduce(0.0) { $0 + ($1.values.indices.contains(index) ? $1.values[index] ?? 0 : 0) }
    }
    let highest = (values + stacked).max() ?? 0
    return .linear(upTo: max(highest, values.isEmpty ? 0 : level ?? 0), whole: counts)
  }

  /// The numbers, for whoever points at the chart.
  private var data: HTML {
    func list(_ values: [Double?]) -> String {
      values.map { value in
        guard let value, value.isFinite else { return "" }
        return PlainNumber.text(value, decimals: abs(value) < 1 ? 6 : 2)
      }.joined(separator: ",")
    }
    let lines = series.map { line in
      HTML.tag("g", ["data-name": line.name, "data-values": list(line.values)])
    }
    let step = seconds.count > 1 ? seconds[1] - seconds[0] : 1
    let isEven = zip(seconds, seconds.dropFirst()).allSatisfy { abs($1 - $0 - step) < 1e-6 }
    return .tag(
      "g",
      [
        "class": "data", "data-unit": unitLabel ?? unit.rawValue,
        "data-seconds": isEven
          ? "\(SVGChart.number(seconds.first ?? 0)):\(SVGChart.number(step)):\(seconds.count)"
          : list(seconds),
      ], lines)
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

  /// The numbers as a table of some rows, the first and the last among them.
  var table: HTML {
    let rows = HTMLTable<Int>.thinned(Array(seconds.indices))
    return HTMLTable<Int>(
      caption: "\(title) (\(unitLabel ?? unit.rawValue))"
        + (rows.count < seconds.count ? "; \(rows.count) of \(NumberFormat.count(seconds.count)) points" : ""),
      columns: [.text("From (s)") { NumberFormat.trimmed(NumberFormat.fixed(seconds[$0], decimals: 1)) }]
        + series.map { line in
          .text(line.name) { index in
            let value = line.values.indices.contains(index) ? line.values[index] : nil
            return unit == .bytes || unit == .share
              ? NumberFormat.value(value, unit: unit) : NumberFormat.number(value)
          }
        }, rows: rows, isPlain: true
    ).render()
  }

  private func background(end: Double, place: (Double) -> Double) -> [HTML] {
    let plot = SVGChart.plot
    var parts = warmUps.filter { $0.lowerBound < end }.map { region in
      SVGChart.rectangle(
        fromX: place(region.lowerBound), toX: place(region.upperBound), top: plot.top, bottom: plot.bottom,
        style: "warm")
    }
    var taken = -Double.infinity
    for trouble in troubles where trouble.range.lowerBound < end {
      let (from, to) = (place(trouble.range.lowerBound), place(trouble.range.upperBound))
      parts.append(SVGChart.rectangle(fromX: from, toX: to, top: plot.top, bottom: plot.bottom, style: "trouble"))
      let width = 5.6 * Double(trouble.name.count)
      // A label that would lie over its neighbour is left out; the colour stays.
      if to - from > width, from > taken {
        parts.append(SVGChart.label(trouble.name, x: from + 3, y: plot.bottom - 5, style: "soft"))
        taken = from + 3 + width
      }
    }
    let isFree = troubles.allSatisfy { $0.range.lowerBound > (warmUps.first?.upperBound ?? 0) }
    if let first = warmUps.first, isFree, place(first.upperBound) - place(first.lowerBound) > 56 {
      parts.append(SVGChart.label("warm-up", x: place(first.lowerBound) + 4, y: plot.bottom - 5, style: "soft"))
    }
    var labelled = -Double.infinity
    for stage in stages where stage.start >= 0 && stage.start < end {
      let x = place(stage.start)
      if stage.start > 0 { parts.append(SVGChart.line(x, plot.top, x, plot.bottom, style: "stage")) }
      // As above.
      guard x - labelled > 8 + 6.3 * Double(stage.label.count) else { continue }
      parts.append(SVGChart.label(stage.label, x: x + 3, y: plot.top + 9, style: "soft"))
      labelled = x
    }
    return parts
  }

  private func draw(_ line: Series, scale: AxisScale, place: (Double) -> Double) -> [HTML] {
    var parts: [HTML] = []
    var (run, dots): ([(x: Double, y: Double)], [(x: Double, y: Double)]) = ([], [])
    var isFew = false
    func endRun() {
      let style = "\(line.style)\(isFew ? " few" : "")"
      if run.count == 1 {
        parts.append(SVGChart.dot(run[0].x, run[0].y, style: style))
      } else if run.count > 1 {
        let points = run.map { "\(SVGChart.number($0.x)) \(SVGChart.number($0.y))" }
        let path = line.kind == .step ? SVGChart.steps(run) : "M" + points.joined(separator: "L")
        parts.append(.tag("path", ["d": path, "class": "s \(style)"]))
      }
    }
    for (index, (second, value)) in zip(seconds, line.values).enumerated() {
      guard let value, value.isFinite, !isLogarithmic || value > 0 else {
        endRun()
        run = []
        continue
      }
      let point = (x: place(second), y: SVGChart.vertical(value, on: scale))
      if line.kind == .dots {
        dots.append(point)
        continue
      }
      if line.few.contains(index) != isFew {
        endRun()
        // The line goes on from where it was.
        run = run.last.map { [$0] } ?? []
        isFew.toggle()
      }
      if line.kind == .step, let last = run.last {
        // One that stays is drawn once, to where it changes.
        if last.y == point.y, run.count > 1, run[run.count - 2].y == point.y { run.removeLast() }
        run.append((point.x, last.y))
      }
      run.append(point)
    }
    if line.kind == .dots { return dots.isEmpty ? [] : [SVGChart.dots(dots, style: line.style)] }
    if line.kind == .step, let last = run.last { run.append((place(end), last.y)) }
    endRun()
    return parts
  }

  /// A band between what lies below it and that with its own values, a step a point.
  private func area(
    _ line: Series, on below: inout [Double], scale: AxisScale, end: Double, place: (Double) -> Double
  ) -> [HTML] {
    let tops = seconds.indices.map { below[$0] + (line.values.indices.contains($0) ? line.values[$0] ?? 0 : 0) }
    guard tops != below else { return [] }
    func edge(_ heights: [Double]) -> [(x: Double, y: Double)] {
      var corners: [(x: Double, y: Double)] = []
      for index in seconds.indices {
        let to = place(index + 1 < seconds.count ? seconds[index + 1] : end)
        let y = SVGChart.vertical(heights[index], on: scale)
        // One that stays goes on.
        if let last = corners.last, last.y == y {
          corners[corners.count - 1].x = to
        } else {
          corners += [(place(seconds[index]), y), (to, y)]
        }
      }
      return corners
    }
    let outline = SVGChart.steps(edge(tops) + edge(below).reversed())
    below = tops
    return [.tag("path", ["d": outline + "Z", "class": "area \(line.style)"])]
  }
}
