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
    var isArea = false
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
  /// The seconds that the horizontal axis ends at, where it is time: a reader can point at it and draw a part of it larger.
  var timeEnd: Double?

  /// The chart; without `content` it says that there is nothing to draw.
  ///
  /// - Parameter above: What stays as it is when a part is drawn larger.
  func render(
    x: (scale: AxisScale, position: (Double) -> Double), y: AxisScale, content: [HTML], above: [HTML] = []
  ) -> HTML {
    var parts: [HTML] = [
      .tag("title", ["id": "\(id)-t"], HTML(text: title)), .tag("desc", ["id": "\(id)-d"], HTML(text: summary)),
      Self.label(title, x: 0, y: 14, style: "ct"), Self.label(yLabel, x: 0, y: 46),
    ]
    parts += legendMarkup()
    let width = Self.number(Self.plot.right - Self.plot.left)
    let grid = y.ticks.map { "M\(Self.number(Self.plot.left)) \(Self.number(Self.vertical($0.value, on: y)))h\(width)" }
    parts.append(.tag("path", ["d": grid.joined(), "class": "grid"]))
    for tick in y.ticks {
      let height = Self.vertical(tick.value, on: y)
      parts.append(Self.label(tick.label, x: Self.plot.left - 6, y: height + 3.5, anchor: "end"))
    }
    if content.isEmpty {
      parts.append(Self.label("no data", x: 301, y: 146, anchor: "middle"))
    } else if timeEnd != nil {
      parts.append(clip)
      parts.append(.tag("g", ["clip-path": "url(#\(id)-c)"], .tag("g", ["class": "zoom"], content)))
    } else {
      parts += content
    }
    parts += above
    parts.append(Self.line(Self.plot.left, Self.plot.bottom, Self.plot.right, Self.plot.bottom, style: "axis"))
    if !content.isEmpty {
      let bottom = Self.number(Self.plot.bottom)
      let marks = x.scale.ticks.map { "M\(Self.number(x.position($0.value))) \(bottom)v4" }
      let labels = x.scale.ticks.map { tick in
        Self.label(tick.label, x: x.position(tick.value), y: Self.plot.bottom + 17, anchor: "middle")
      }
      parts.append(.tag("g", ["class": "ticks"], [.tag("path", ["d": marks.joined(), "class": "axis"])] + labels))
    }
    parts.append(Self.label(xLabel, x: Self.plot.right, y: Self.plot.bottom + 36, anchor: "end"))
    let box = "0 0 \(Self.number(Self.width)) \(Self.number(Self.height + foot))"
    return .tag(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": box, "role": "img",
        "aria-labelledby": "\(id)-t \(id)-d", "data-end": timeEnd.map(Self.number),
      ], parts)
  }

  /// Keeps what is drawn larger within the plot, and the strips below it.
  private var clip: HTML {
    .tag(
      "clipPath", ["id": "\(id)-c"],
      Self.rectangle(
        fromX: Self.plot.left, toX: Self.plot.right, top: 0, bottom: Self.height + foot, style: "clip"))
  }

  private func legendMarkup() -> [HTML] {
    var place = max(Self.plot.left + 22, 10 + 6.3 * Double(yLabel.count))
    return legend.flatMap { entry -> [HTML] in
      defer { place += 34 + 6.3 * Double(entry.name.count) }
      let sign =
        entry.isArea
        ? Self.rectangle(fromX: place + 4, toX: place + 16, top: 36, bottom: 46, style: "area \(entry.style)")
        : Self.line(place, 42, place + 18, 42, style: "s \(entry.style)")
      return [sign, Self.label(entry.name, x: place + 23, y: 46)]
    }
  }

  // MARK: Drawing

  /// Where a value stands on the vertical axis.
  static func vertical(_ value: Double, on scale: AxisScale) -> Double {
    plot.bottom - scale.share(of: value) * (plot.bottom - plot.top)
  }

  static func label(_ text: String, x: Double, y: Double, anchor: String? = nil, style: String? = nil) -> HTML {
    .tag("text", ["x": number(x), "y": number(y), "text-anchor": anchor, "class": style], HTML(text: text))
  }

  static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, style: String) -> HTML {
    .tag("line", ["x1": number(x1), "y1": number(y1), "x2": number(x2), "y2": number(y2), "class": style])
  }

  /// Many dots as one line that goes nowhere, which stays round when it is drawn larger.
  static func dots(_ points: [(x: Double, y: Double)], style: String) -> HTML {
    .tag(
      "path",
      ["d": points.map { "M\(number($0.x)) \(number($0.y))h0" }.joined(), "class": "dots s \(style)"])
  }

  /// A line along steps: to the right, and up or down.
  static func steps(_ points: [(x: Double, y: Double)]) -> String {
    var text = ""
    var last: (x: String, y: String)?
    for point in points {
      let now = (x: number(point.x), y: number(point.y))
      if let last {
        text += (now.x == last.x ? "" : "H" + now.x) + (now.y == last.y ? "" : "V" + now.y)
      } else {
        text = "M\(now.x) \(now.y)"
      }
      last = now
    }
    return text
  }

  static func dot(_ x: Double, _ y: Double, style: String, radius: Double = 2) -> HTML {
    .tag("circle", ["cx": number(x), "cy": number(y), "r": number(radius), "class": "dot \(style)"])
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
