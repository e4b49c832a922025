import Foundation

/// Changes side by side: each with its interval and the band within which it does not matter, on one axis of ratios.
struct ForestChart {
  struct Row {
    var name: String
    /// Logarithms of ratios.
    var shift: Double
    var interval: ClosedRange<Double>?
    var margin: Double
    /// Class in ``ReportStyle``.
    var style: String
    /// Written at the end of the row.
    var value: String
    /// For who points at it, and who cannot see it.
    var detail: String
  }

  var id: String
  var title: String
  var rows: [Row]

  private static let (left, right, top, height) = (190.0, 430.0, 44.0, 20.0)

  /// Both ways as far as the farthest interval goes, 10 % at least and a factor of ten at most.
  private var reach: Double {
    let ends = rows.flatMap { row in [row.interval?.lowerBound, row.interval?.upperBound, row.shift].compactMap(\.self)
    }
    let farthest = ends.filter(\.isFinite).map { abs($0) }.max() ?? 0
    return min(log(10), max(log(1.1), farthest * 1.1))
  }

  private func place(_ shift: Double) -> Double {
    let share = (min(reach, max(-reach, shift)) + reach) / (2 * reach)
    return Self.left + share * (Self.right - Self.left)
  }

  /// Ratios that are marked: symmetrical, as many as there is room for.
  private var ticks: [(shift: Double, label: String)] {
    let room = 46.0
    var chosen: [(Double, Int)] = []
    for percent in [900, 500, 200, 100, 50, 20, 10, 5, 2] {
      let shift = log(1 + Double(percent) / 100)
      let (own, next) = (place(shift) - place(0), chosen.first.map { place($0.0) - place(0) } ?? .infinity)
      if shift <= reach, own >= room, next - own >= room { chosen.insert((shift, percent), at: 0) }
    }
    return chosen.map { (-$0.0, "×\(NumberFormat.trimmed(NumberFormat.fixed(exp(-$0.0), decimals: 2)))") }.reversed()
      + [(0, "same")] + chosen.map { ($0.0, "+\($0.1) %") }
  }

  func render() -> HTML {
    let bottom = Self.top + Self.height * Double(rows.count)
    var parts: [HTML] = [
      .tag("title", ["id": "\(id)-t"], HTML(text: title)),
      .tag("desc", ["id": "\(id)-d"], HTML(text: rows.map(\.detail).joined(separator: "; "))),
      SVGChart.label(title, x: 0, y: 14, style: "ct"),
    ]
    for (number, row) in rows.enumerated() {
      let (top, end) = (Self.top + Self.height * Double(number), Self.top + Self.height * Double(number + 1))
      parts.append(
        SVGChart.rectangle(
          fromX: place(-row.margin), toX: place(row.margin), top: top + 1, bottom: end - 1, style: "warm"))
    }
    for tick in ticks {
      let x = place(tick.shift)
      parts.append(SVGChart.line(x, Self.top - 4, x, bottom, style: tick.shift == 0 ? "axis" : "grid"))
      parts.append(SVGChart.label(tick.label, x: x, y: Self.top - 9, anchor: "middle"))
    }
    for (number, row) in rows.enumerated() {
      parts += draw(row, at: Self.top + Self.height * (Double(number) + 0.5))
    }
    return .tag(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 560 \(SVGChart.number(bottom + 8))", "role": "img",
        "aria-labelledby": "\(id)-t \(id)-d",
      ], parts)
  }

  private func draw(_ row: Row, at middle: Double) -> [HTML] {
    let name: String = row.name.count > 32 ? row.name.prefix(31) + "…" : row.name
    var parts = [
      SVGChart.label(name, x: Self.left - 8, y: middle + 4, anchor: "end", style: "name"),
      SVGChart.label(row.value, x: Self.right + 8, y: middle + 4),
    ]
    if let interval = row.interval {
      parts.append(
        SVGChart.line(place(interval.lowerBound), middle, place(interval.upperBound), middle, style: "whisker"))
    }
    let x = place(row.shift)
    parts.append(
      SVGChart.rectangle(
        fromX: x - 4, toX: x + 4, top: middle - 4, bottom: middle + 4, style: "bullet \(row.style)", title: row.detail))
    return parts
  }
}
