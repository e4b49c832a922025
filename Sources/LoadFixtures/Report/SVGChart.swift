/// The frame of a chart as inline SVG: title, legend, axes with units, and whatever is drawn inside.
///
/// Colours are classes of ``ReportStyle``, so that one drawing serves light, dark and print.
struct SVGChart {
  static let width = 560.0
  static let height = 270.0
  static let plot = (left: 54.0, right: 548.0, top: 58.0, bottom: 226.0)

  struct LegendEntry {
    var name: String
    /// Class of the line or area that it stands for.
    var style: String
  }

  /// Unique in the page.
  var id: String
  var title: String
  /// What a reader who cannot see it is told.
  var summary: String
  var xLabel: String
  var yLabel: String
  var legend: [LegendEntry] = []
  /// Room below the axis for what is drawn there.
  var foot = 0.0

  /// The chart; without `content` it says that there is nothing to draw.
  func render(x: (scale: AxisScale, position: (Double) -> Double), y: AxisScale, content: [HTML]) -> HTML {
    var parts: [HTML] = [
      .tag("title", ["id": "\(id)-t"], HTML(text: title)), .tag("desc", ["id": "\(id)-d"], HTML(text: summary)),
      Self.label(title, x: 0, y: 14, style: "ct"), Self.label(yLabel, x: Self.plot.left, y: 46, anchor: "end"),
    ]
    parts += legendMarkup()
    for tick in y.ticks {
      let height = Self.vertical(tick.value, on: y)
      parts.append(Self.line(Self.plot.left, height, Self.plot.right, height, style: "grid"))
      parts.append(Self.label(tick.label, x: Self.plot.left - 6, y: height + 3.5, anchor: "end"))
    }
    parts += content.isEmpty ? [Self.label("no data", x: 301, y: 146, anchor: "middle")] : content
    parts.append(Self.line(Self.plot.left, Self.plot.bottom, Self.plot.right, Self.plot.bottom, style: "axis"))
    if !content.isEmpty {
      for tick in x.scale.ticks {
        let place = x.position(tick.value)
        parts.append(Self.line(place, Self.plot.bottom, place, Self.plot.bottom + 4, style: "axis"))
        parts.append(Self.label(tick.label, x: place, y: Self.plot.bottom + 17, anchor: "middle"))
      }
    }
    parts.append(Self.label(xLabel, x: Self.plot.right, y: Self.plot.bottom + 36, anchor: "end"))
    let box = "0 0 \(Self.number(Self.width)) \(Self.number(Self.height + foot))"
    return .tag(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": box, "role": "img",
        "aria-labelledby": "\(id)-t \(id)-d",
      ], parts)
  }

  private func legendMarkup() -> [HTML] {
    var place = Self.plot.left + 22
    return legend.flatMap { entry -> [HTML] in
      defer { place += 34 + 6.3 * Double(entry.name.count) }
      return [
        Self.line(place, 42, place + 18, 42, style: "s \(entry.style)"), Self.label(entry.name, x: place + 23, y: 46),
      ]
    }
  }

  // MARK: Drawing

  /// Where a value stands on the vertical axis.
  static func vertical(_ value: Double, on scale: AxisScale) -> Double {
    let share = min(1, max(0, (value - scale.lower) / (scale.upper - scale.lower)))
    return plot.bottom - share * (plot.bottom - plot.top)
  }

  static func label(_ text: String, x: Double, y: Double, anchor: String? = nil, style: String = "cl") -> HTML {
    .tag("text", ["x": number(x), "y": number(y), "text-anchor": anchor, "class": style], HTML(text: text))
  }

  static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, style: String) -> HTML {
    .tag("line", ["x1": number(x1), "y1": number(y1), "x2": number(x2), "y2": number(y2), "class": style])
  }

  /// - Parameter title: For who points at it, and who cannot see it.
  static func rectangle(
    fromX: Double, toX: Double, top: Double, bottom: Double, style: String, title: String? = nil
  ) -> HTML {
    let told = title.map { [HTML.tag("title", [:], HTML(text: $0))] } ?? []
    return .tag(
      "rect",
      [
        "x": number(fromX), "y": number(top), "width": number(max(0, toX - fromX)),
        "height": number(max(0, bottom - top)), "class": style,
      ], told)
  }

  /// A coordinate: tenths of a pixel are as fine as anybody sees.
  static func number(_ value: Double) -> String {
    NumberFormat.trimmed(NumberFormat.fixed(value, decimals: 1)).filter { $0 != "," }
  }
}
