/// A table of a report: a caption, and a column for each thing that is said of a row.
struct HTMLTable<Row> {
  var caption: String
  var columns: [Column]
  var rows: [Row]
  /// What sums up, set apart.
  var total: Row?
  /// Whether a row's numbers must not be used.
  var isVoid: (Row) -> Bool = { _ in false }

  /// Of numbers alone, and large: cells say nothing of their style.
  var isPlain = false

  struct Column {
    var heading: String
    /// Numbers are set right, with figures of equal width.
    var isNumber = true
    /// Stands above the headings of neighbours that share it.
    var group = ""
    let cell: (Row) -> HTMLCell

    func grouped(_ group: String) -> Column {
      var column = self
      column.group = group
      return column
    }

    static func cells(_ heading: String, _ cell: @escaping (Row) -> HTMLCell) -> Column {
      Column(heading: heading, isNumber: false, cell: cell)
    }

    static func words(_ heading: String, style: String? = nil, _ text: @escaping (Row) -> String) -> Column {
      cells(heading) { .words(text($0), style: style) }
    }

    static func text(_ heading: String, _ number: @escaping (Row) -> String) -> Column {
      Column(heading: heading) { .number(number($0)) }
    }

    static func number(_ heading: String, _ value: @escaping (Row) -> Double?) -> Column {
      text(heading) { NumberFormat.number(value($0)) }
    }

    static func count(_ heading: String, _ value: @escaping (Row) -> Int?) -> Column {
      text(heading) { NumberFormat.count(value($0)) }
    }

    static func share(_ heading: String, _ value: @escaping (Row) -> Double?) -> Column {
      text(heading) { NumberFormat.share(value($0)) }
    }

    /// Mean, these percentiles and the maximum, milliseconds; of too few samples a percentile says so.
    static func latency(
      _ percentiles: [Percentile], of latency: @escaping (Row) -> (LatencyStatistics, samples: Int)
    ) -> [Column] {
      [.number("Mean") { latency($0).0.mean }] + percentiles.map { .percentile($0.label, $0, of: latency) }
        + [.number("Max") { latency($0).0.max }]
    }

    static func percentile(
      _ heading: String, _ percentile: Percentile, of latency: @escaping (Row) -> (LatencyStatistics, samples: Int)
    ) -> Column {
      Column(heading: heading) { row in
        let (latency, samples) = latency(row)
        let text = NumberFormat.percentile(percentile, of: latency, samples: samples)
        return latency[percentile] != nil && samples < percentile.samplesNeeded
          ? HTMLCell(content: HTML(text: text), style: "n few") : .number(text)
      }
    }
  }

  /// The table in a box that scrolls sideways where the page is narrow.
  func render() -> HTML {
    let headings = columns.map { HTMLCell(content: HTML(text: $0.heading), style: $0.isNumber ? "n" : nil) }
    var head = [Self.head(headings, scope: "col")]
    if !groups.isEmpty { head.insert(Self.head(groups, scope: "colgroup", style: "groups"), at: 0) }
    var parts: [HTML] = [
      .tag("caption", [:], HTML(text: caption)), .tag("thead", [:], head),
      .tag("tbody", [:], rows.map { row($0, isVoid: isVoid($0)) }),
    ]
    if let total { parts.append(.tag("tfoot", [:], row(total))) }
    return .tag("div", ["class": "scroll"], .tag("table", ["class": isPlain ? "plain" : nil], parts))
  }

  private static func head(_ cells: [HTMLCell], scope: String, style: String? = nil) -> HTML {
    .tag(
      "tr", ["class": style],
      cells.map { cell in
        let span = cell.span > 1 ? "\(cell.span)" : nil
        return .tag("th", ["scope": scope, "class": cell.style, "colspan": span], cell.content)
      })
  }

  /// The row above the headings; empty where no column has a group.
  private var groups: [HTMLCell] {
    guard columns.contains(where: { !$0.group.isEmpty }) else { return [] }
    var groups: [(name: String, span: Int)] = []
    for column in columns {
      if groups.last?.name == column.group {
        groups[groups.count - 1].span += 1
      } else {
        groups.append((column.group, 1))
      }
    }
    return groups.map { HTMLCell(content: HTML(text: $0.name), style: $0.name.isEmpty ? nil : "group", span: $0.span) }
  }

  private func row(_ row: Row, isVoid: Bool = false) -> HTML {
    .tag(
      "tr", ["class": isVoid ? "void" : nil],
      columns.map { $0.cell(row) }.map { .tag("td", ["class": isPlain ? nil : $0.style], $0.content) })
  }
}

/// One cell of a table.
struct HTMLCell {
  var content: HTML
  var style: String?
  var span = 1

  static func words(_ text: String, style: String? = nil) -> HTMLCell {
    HTMLCell(content: HTML(text: text), style: style)
  }

  static func number(_ text: String) -> HTMLCell {
    HTMLCell(content: HTML(text: text), style: text == NumberFormat.missing ? "n none" : "n")
  }

  /// A word in the colour of a verdict.
  static func badge(_ text: String, _ style: String) -> HTMLCell {
    HTMLCell(content: .tag("span", ["class": "badge \(style)"], HTML(text: text)))
  }
}

extension HTMLTable<RequestStatistics>.Column {
  static var name: Self { words("Request", style: "name", \.name) }
}
