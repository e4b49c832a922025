/// A table of fixed-width columns for a terminal; whatever is put in is made inert.
package struct ConsoleTable: Sendable {
  package enum Alignment: Sendable {
    case left, right
  }

  /// ANSI colour of a cell, used only when colour is asked for.
  package enum Tint: Int, Sendable {
    case red = 31
    case green = 32
    case yellow = 33
    case magenta = 35
  }

  package struct Column: Sendable {
    package var title: String
    package var alignment: Alignment

    package init(_ title: String, _ alignment: Alignment = .left) {
      self.title = title
      self.alignment = alignment
    }
  }

  package struct Cell: Sendable {
    package var text: String
    package var tint: Tint?

    package init(_ text: String, tint: Tint? = nil) {
      self.text = text
      self.tint = tint
    }
  }

  /// Characters of a cell beyond this are cut, with an ellipsis.
  package static let widestCell = 48

  private let columns: [Column]
  private var rows: [(cells: [Cell], notes: [String])] = []

  package init(columns: [Column]) {
    self.columns = columns
  }

  /// Adds a row, and lines to stand indented beneath it. Missing cells stay empty; cells beyond the columns are not
  /// shown.
  package mutating func addRow(_ cells: [Cell], notes: [String] = []) {
    let shown = columns.indices.map { index in
      index < cells.count ? Cell(Self.fitted(cells[index].text), tint: cells[index].tint) : Cell("")
    }
    rows.append((shown, notes.map(InertText.of)))
  }

  /// The table, each line ended by a line feed. Escape sequences are in it only with `color`.
  package func text(color: Bool) -> String {
    let titles = columns.map { Cell(Self.fitted($0.title)) }
    let widths = columns.indices.map { index in
      rows.reduce(titles[index].text.count) { max($0, $1.cells[index].text.count) }
    }
    var lines = [line(titles, widths: widths, color: false)]
    lines.append(widths.map { String(repeating: "-", count: $0) }.joined(separator: "  "))
    for row in rows {
      lines.append(line(row.cells, widths: widths, color: color))
      lines += row.notes.map { "    " + $0 }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func line(_ cells: [Cell], widths: [Int], color: Bool) -> String {
    var line = ""
    for (index, cell) in cells.enumerated() {
      let padding = String(repeating: " ", count: widths[index] - cell.text.count)
      let text = color ? cell.tint.map { "\u{1B}[\($0.rawValue)m\(cell.text)\u{1B}[0m" } ?? cell.text : cell.text
      line += (index == 0 ? "" : "  ") + (columns[index].alignment == .left ? text + padding : padding + text)
    }
    while line.hasSuffix(" ") { line.removeLast() }
    return line
  }

  private static func fitted(_ text: String) -> String {
    let inert = InertText.of(text)
    return inert.count <= widestCell ? inert : inert.prefix(widestCell - 1) + "…"
  }
}
