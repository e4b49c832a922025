/// What is pointed at in a chart, and the strips below it.
extension LineChart {
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
    /// For who points at it, and who cannot see it.
    var detail: String
  }

  static let laneHeight = 15.0
  /// Pixels that a character of a soft label takes.
  private static let characterWidth = 5.6

  /// Triangles that point at the instants, and what they are.
  func drawnMarks(end: Double, place: (Double) -> Double) -> [HTML] {
    var parts: [HTML] = []
    var free = -Double.infinity
    let shown = marks.filter { (0...end).contains($0.second) }.sorted { $0.second < $1.second }
    for mark in shown {
      let x = place(mark.second)
      parts += arrow(mark, at: x)
      let width = Self.characterWidth * Double(mark.label.count)
      let isTurned = x + 6 + width > SVGChart.width
      let left = isTurned ? x - 6 - width : x + 6
      // A label that would lie over its neighbour is left out; the arrow's title has it as well.
      guard left >= free else { continue }
      parts.append(
        SVGChart.label(
          mark.label, x: isTurned ? x - 6 : x + 6, y: SVGChart.plot.top + 20, anchor: isTurned ? "end" : nil,
          style: "soft"))
      free = left + width
    }
    return parts
  }

  private func arrow(_ mark: Mark, at x: Double) -> [HTML] {
    let (top, side) = (SVGChart.plot.top + 13, 4.0)
    let corners = [(x - side, top), (x + side, top), (x, top + 8)].map {
      "\(SVGChart.number($0.0)) \(SVGChart.number($0.1))"
    }
    return [
      .tag(
        "path", ["d": "M" + corners.joined(separator: "L") + "Z", "class": "arrow"],
        .tag("title", [:], HTML(text: mark.detail))),
      SVGChart.line(x, top + 8, x, SVGChart.plot.bottom, style: "stage"),
    ]
  }

  /// Beside the strips, and not within what is drawn larger.
  var laneNames: [HTML] {
    lanes.enumerated().map { number, lane in
      let name: String = lane.name.count > 8 ? lane.name.prefix(7) + "…" : lane.name
      let bottom = SVGChart.plot.bottom + 38 + Self.laneHeight * Double(number + 1)
      return SVGChart.label(name, x: SVGChart.plot.left - 6, y: bottom - 2, anchor: "end")
    }
  }

  func drawnLanes(end: Double, place: (Double) -> Double) -> [HTML] {
    var parts: [HTML] = []
    for (number, lane) in lanes.enumerated() {
      let top = SVGChart.plot.bottom + 42 + Self.laneHeight * Double(number)
      let bottom = top + Self.laneHeight - 4
      for segment in lane.segments where segment.range.lowerBound < end {
        let (from, to) = (place(segment.range.lowerBound), place(min(end, segment.range.upperBound)))
        // Many a state lasts too short for its name: without a title its colour alone would tell.
        parts.append(
          SVGChart.rectangle(
            fromX: from, toX: to, top: top, bottom: bottom, style: "lane \(segment.style)",
            title: "\(lane.name): \(segment.label) from \(NumberFormat.duration(seconds: segment.range.lowerBound)) to "
              + NumberFormat.duration(seconds: segment.range.upperBound)))
        if to - from > Self.characterWidth * Double(segment.label.count) + 6 {
          parts.append(SVGChart.label(segment.label, x: from + 3, y: bottom - 2, style: "soft"))
        }
      }
    }
    return parts
  }
}
