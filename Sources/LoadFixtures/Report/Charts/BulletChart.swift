/// Requirements side by side: how much of its limit each one used, on one axis for all.
struct BulletChart {
  struct Row {
    var name: String
    /// 1 is at the limit, more is beyond it; `nil` where it is not known.
    var ratio: Double?
    /// Where there is no share, of a limit of nothing: drawn to one end of the axis or the other.
    var isBeyond = false
    /// 95 % confidence interval of the same.
    var interval: ClosedRange<Double>?
    var isMust: Bool
    /// Class in ``ReportStyle``: passed, failed, warned, invalid.
    var style: String
    /// Rests on too few samples.
    var isFew = false
    /// Written behind the bar.
    var value: String
    /// For who points at it, and who cannot see it.
    var detail: String
    /// Nothing was observed.
    var hasNoValue = false
  }

  var id: String
  var title: String
  var rows: [Row]

  private static let rowHeight = 24.0
  private static let left = 210.0
  private static let right = 470.0
  private static let top = 44.0
  private static let width = 560.0
  private static let axis = AxisScale(
    lower: 0.1, upper: 10,
    ticks: [(0.1, "0.1"), (0.2, "0.2"), (0.5, "0.5"), (1, "limit"), (2, "2"), (5, "5"), (10, "10")].map {
      .init(value: $0.0, label: $0.1)
    }, isLogarithmic: true)

  private static func place(_ ratio: Double) -> Double { left + axis.share(of: ratio) * (right - left) }

  func render() -> HTML {
    let bottom = Self.top + Self.rowHeight * Double(rows.count)
    var parts: [HTML] = [
      .tag("title", ["id": "\(id)-t"], HTML(text: title)),
      .tag("desc", ["id": "\(id)-d"], HTML(text: rows.map(\.detail).joined(separator: "; "))),
      SVGChart.label(title, x: 0, y: 14, style: "ct"),
    ]
    for tick in Self.axis.ticks {
      let x = Self.place(tick.value)
      parts.append(
        SVGChart.line(x, Self.top - 4, x, bottom, style: tick.value == 1 ? "limit" : "grid"))
      parts.append(SVGChart.label(tick.label, x: x, y: Self.top - 9, anchor: "middle"))
    }
    for (number, row) in rows.enumerated() {
      parts += draw(row, at: Self.top + Self.rowHeight * (Double(number) + 0.5))
    }
    return .tag(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": "0 0 \(SVGChart.number(Self.width)) \(SVGChart.number(bottom + 8))", "role": "img",
        "aria-labelledby": "\(id)-t \(id)-d",
      ], parts)
  }

  /// What rests on too few samples.
  static let hatch = HTML(
    HTML.Raw(
      """
      <defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
      <line x1="0" y1="0" x2="0" y2="5" class="hatch"/></pattern></defs>
      """))

  private func draw(_ row: Row, at middle: Double) -> [HTML] {
    let name: String = row.name.count > 36 ? row.name.prefix(35) + "…" : row.name
    var parts = [
      SVGChart.label(name, x: Self.left - 8, y: middle + 4, anchor: "end", style: "name"),
      SVGChart.label(row.value, x: Self.right + 8, y: middle + 4),
    ]
    guard !row.hasNoValue else { return parts }
    let ratio = row.ratio ?? (row.isBeyond ? Self.axis.upper : Self.axis.lower)
    let (start, end) = (Self.place(Self.axis.lower), Self.place(ratio))
    let (top, bottom) = (middle - 6, middle + 6)
    let style = "bullet \(row.style)\(row.isMust ? "" : " should")"
    parts.append(
      SVGChart.rectangle(
        fromX: start, toX: max(end, start + 2), top: top, bottom: bottom, style: style, title: row.detail))
    if row.isFew {
      parts.append(
        SVGChart.rectangle(fromX: start, toX: max(end, start + 2), top: top, bottom: bottom, style: "hatched"))
    }
    if let interval = row.interval {
      let (low, high) = (Self.place(interval.lowerBound), Self.place(interval.upperBound))
      parts.append(SVGChart.line(low, middle, high, middle, style: "whisker"))
      for x in [low, high] { parts.append(SVGChart.line(x, middle - 4, x, middle + 4, style: "whisker")) }
    }
    return parts
  }
}
