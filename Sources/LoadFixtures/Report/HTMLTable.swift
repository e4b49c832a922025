/// A table of a report: a caption, heading rows, and cells that are words or numbers.
struct HTMLTable {
  /// One cell; numbers are set right, with figures of equal width.
  struct Cell {
    var content: HTML
    var style: String?
    var span = 1

    static func words(_ text: String, style: String? = nil) -> Cell {
      Cell(content: HTML(text: text), style: style)
    }

    static func number(_ text: String) -> Cell {
      Cell(content: HTML(text: text), style: text == NumberFormat.missing ? "n none" : "n")
    }

    /// A percentile, or the word that there are too few samples for one.
    static func percentile(_ value: Double?, _ quantile: Double, samples: Int) -> Cell {
      let text = NumberFormat.percentile(value, quantile: quantile, samples: samples)
      return text.hasPrefix("insufficient") ? Cell(content: HTML(text: text), style: "n few") : number(text)
    }
  }

  var caption: String
  /// A row of headings that span columns, above the headings; empty for none.
  var groups: [Cell] = []
  var headings: [Cell]
  var rows: [[Cell]] = []
  /// Indices of rows whose numbers must not be used.
  var voidRows: Set<Int> = []
  /// The row that sums up, set apart.
  var total: [Cell]?

  /// The table in a box that scrolls sideways where the page is narrow.
  func render() -> HTML {
    var head: [HTML] = []
    if !groups.isEmpty {
      head.append(.tag("tr", ["class": "groups"], groups.map { heading($0, scope: "colgroup") }))
    }
    head.append(.tag("tr", [:], headings.map { heading($0, scope: "col") }))
    var parts: [HTML] = [
      .tag("caption", [:], HTML(text: caption)), .tag("thead", [:], head),
      .tag("tbody", [:], rows.enumerated().map { row($1, isVoid: voidRows.contains($0)) }),
    ]
    if let total { parts.append(.tag("tfoot", [:], row(total))) }
    return .tag("div", ["class": "scroll"], .tag("table", [:], parts))
  }

  private func heading(_ cell: Cell, scope: String) -> HTML {
    .tag(
      "th", ["scope": scope, "class": cell.style, "colspan": cell.span > 1 ? "\(cell.span)" : nil], cell.content)
  }

  private func row(_ cells: [Cell], isVoid: Bool = false) -> HTML {
    .tag("tr", ["class": isVoid ? "void" : nil], cells.map { .tag("td", ["class": $0.style], $0.content) })
  }
}

extension HTMLTable.Cell {
  /// A heading over a column of numbers.
  static func numberHeading(_ text: String) -> HTMLTable.Cell { HTMLTable.Cell(content: HTML(text: text), style: "n") }
  /// A heading over several columns.
  static func group(_ text: String, span: Int) -> HTMLTable.Cell {
    HTMLTable.Cell(content: HTML(text: text), style: text.isEmpty ? nil : "group", span: span)
  }
}
