/// A chart with the table behind it: a figure of a page, or a file of its own.
struct Chart {
  /// Unique in its article; the file's name ends in it.
  var name: String
  var svg: HTML
  /// The same in numbers.
  var table: HTML
  /// What is to be seen in it; a sentence or two.
  var hint: String?

  /// The figure; the table is folded away until it is asked for.
  func render(_ anchor: String) -> HTML {
    .tag(
      "figure", ["class": "chart", "id": "\(anchor)-\(name)"],
      [
        svg, hint.map { .tag("figcaption", ["class": "hint"], HTML(text: $0)) } ?? .empty,
        .tag("details", [:], .tag("summary", [:], "Table"), table),
      ])
  }

  /// A drawing that needs nothing beside it.
  var file: String {
    let style = HTML.tag("style", [:], HTML(ReportStyle.css))
    // The style goes right behind the start of the svg.
    guard let end = svg.markup.firstIndex(of: ">") else { return svg.markup }
    let (head, rest) = (svg.markup[...end], svg.markup[svg.markup.index(after: end)...])
    return head + style.markup + (name == "bullets" ? BulletChart.hatch.markup : "") + rest + "\n"
  }
}

extension HTMLTable {
  /// Rows of a table behind a chart, the first and the last among them.
  static func thinned(_ rows: [Row], to most: Int = 60) -> [Row] {
    guard rows.count > most, most > 1 else { return rows }
    return (0..<most).map { rows[$0 * (rows.count - 1) / (most - 1)] }
  }
}
