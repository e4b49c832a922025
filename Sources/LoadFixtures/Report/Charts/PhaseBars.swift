/// Where the time of the calls around p50 and around p95 went, request by request: bars of phases that add up.
struct PhaseBars {
  struct Row {
    var name: String
    var profile: PhaseProfile
  }

  var id: String
  var title: String
  var rows: [Row]

  private static let phases: [(name: String, style: String, value: @Sendable (PhaseProfile) -> Double)] = [
    ("wait for start", "phase1", { $0.start }), ("connect", "phase2", { $0.connect }), ("TLS", "phase3", { $0.tls }),
    ("first byte", "phase4", { $0.wait }), ("receive", "phase5", { $0.receive }),
  ]
  private static let (left, right, top, height) = (210.0, 480.0, 52.0, 20.0)

  private var axis: AxisScale { .linear(upTo: rows.map(\.profile.all).max() ?? 1) }

  private func place(_ milliseconds: Double) -> Double {
    Self.left + axis.share(of: milliseconds) * (Self.right - Self.left)
  }

  func render() -> HTML {
    let bottom = Self.top + Self.height * Double(rows.count)
    var parts: [HTML] = [
      .tag("title", ["id": "\(id)-t"], HTML(text: title)),
      .tag("desc", ["id": "\(id)-d"], HTML(text: rows.map(words).joined(separator: "; "))),
      SVGChart.label(title, x: 0, y: 14, style: "ct"),
    ]
    var at = 0.0
    for phase in Self.phases {
      parts.append(SVGChart.rectangle(fromX: at, toX: at + 12, top: 24, bottom: 34, style: phase.style))
      parts.append(SVGChart.label(phase.name, x: at + 17, y: 33))
      at += 34 + 6.3 * Double(phase.name.count)
    }
    for tick in axis.ticks {
      let x = place(tick.value)
      parts.append(SVGChart.line(x, Self.top - 4, x, bottom, style: "grid"))
      parts.append(SVGChart.label(tick.label, x: x, y: bottom + 14, anchor: "middle"))
    }
    parts.append(SVGChart.label("ms", x: Self.right + 30, y: bottom + 14))
    for (number, row) in rows.enumerated() {
      parts += draw(row, from: Self.top + Self.height * Double(number))
    }
    return .tag(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 560 \(SVGChart.number(bottom + 22))", "role": "img",
        "aria-labelledby": "\(id)-t \(id)-d",
      ], parts)
  }

  private func draw(_ row: Row, from top: Double) -> [HTML] {
    let text = "\(row.name), \(row.profile.percentile.label)"
    let name: String = text.count > 36 ? text.prefix(35) + "…" : text
    var parts = [
      SVGChart.label(name, x: Self.left - 8, y: top + 13, anchor: "end", style: "name"),
      SVGChart.label(
        NumberFormat.number(row.profile.all), x: place(row.profile.all) + 6, y: top + 13),
    ]
    var done = 0.0
    for phase in Self.phases {
      let value = phase.value(row.profile)
      // Thinner than anybody sees; the table has it.
      guard place(value) - Self.left > 0.3 else { continue }
      parts.append(
        SVGChart.rectangle(
          fromX: place(done), toX: place(done + value), top: top + 4, bottom: top + 16, style: phase.style,
          title: "\(phase.name) \(NumberFormat.milliseconds(value))"))
      done += value
    }
    return parts
  }

  private func words(_ row: Row) -> String {
    "\(row.name) around \(row.profile.percentile.label): "
      + Self.phases.map { "\($0.name) \(NumberFormat.milliseconds($0.value(row.profile)))" }.joined(separator: ", ")
  }

  /// The same in numbers.
  var table: HTML {
    HTMLTable(
      caption: "Mean phases (ms) of the calls around a percentile",
      columns: [
        .words("Request", style: "name", \.name), .words("Around", \.profile.percentile.label),
        .count("Calls", \.profile.count),
        .text("Between (ms)") {
          "\(NumberFormat.number($0.profile.from)) – \(NumberFormat.number($0.profile.to))"
        },
      ] + Self.phases.map { phase in .number(phase.name.capitalizedFirst) { phase.value($0.profile) } }
        + [.number("All", \.profile.all)],
      rows: rows
    ).render()
  }
}
