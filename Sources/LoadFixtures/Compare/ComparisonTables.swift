import Foundation

/// A comparison for a terminal, for a pull request, and for other programs.
extension RunComparison {
  /// A change as people read it: "+4.2 %", of error rates "+0.30 points".
  func text(_ shift: Double?, of value: Value) -> String {
    guard let shift, shift.isFinite else { return NumberFormat.missing }
    let amount = value.isRatio ? expm1(shift) * 100 : shift * 100
    let text = NumberFormat.fixed(abs(amount), decimals: abs(amount) < 10 ? 1 : 0)
    return "\(amount < 0 ? "-" : "+")\(text) \(value.isRatio ? "%" : "points")"
  }

  /// The interval of a change: "+1.0 to +7.5 %".
  func interval(_ row: Row) -> String {
    guard row.change.low != nil else { return "too few runs" }
    return "\(text(row.change.low, of: row.value)) to \(text(row.change.high, of: row.value))"
  }

  /// The widest margin that "same" says enough of.
  private static let wideMargin = log(1.1)

  /// What it would take to see more, where it is open.
  func remark(_ row: Row) -> String {
    if row.change.word == .same, row.value.isRatio, row.change.margin > Self.wideMargin {
      return "the spread of equal runs hides less than \(text(row.change.margin, of: row.value).dropFirst())"
    }
    guard row.change.word == .inconclusive else { return "" }
    let seen = row.change.smallestSeen.map { "seen from \(text($0, of: row.value))" }
    let more = row.change.moreRuns.map { "\($0) more a side would settle it" } ?? "50 a side would not settle it"
    return [seen, more].compactMap(\.self).joined(separator: "; ")
  }

  private func number(_ value: Double, _ row: Row) -> String { NumberFormat.value(value, unit: row.value.unit) }

  /// A table, the outcome and what is to be known.
  package func table(color: Bool) -> String {
    var table = ConsoleTable(columns: [
      .init("value"), .init("A", .right), .init("B", .right), .init("change", .right),
      .init("90 % interval", .right), .init("margin", .right), .init("p", .right), .init("verdict"),
    ])
    for row in rows {
      table.addRow([
        .init(row.name.neutralised), .init(number(row.a, row)), .init(number(row.b, row)),
        .init(text(row.change.shift, of: row.value)), .init(interval(row)),
        .init("± " + text(row.change.margin, of: row.value).dropFirst()), .init(Self.probability(row.change.adjustedP)),
        .init(row.change.word.rawValue, tint: Self.tint(row.change.word)),
      ])
    }
    return
      "\(scenario.neutralised): \(runsA) runs of A, \(runsB) of B, \(isInterleaved ? "interleaved" : "not interleaved")\n"
      + table.text(color: color) + notes.map { $0.neutralised + "\n" }.joined() + sentence.neutralised + "\n"
  }

  static func probability(_ p: Double) -> String { NumberFormat.fixed(p, decimals: 3) }

  private static func tint(_ word: Change.Word) -> ConsoleTable.Tint? {
    switch word {
    case .better: .green
    case .worse: .red
    case .same: nil
    case .inconclusive: .yellow
    }
  }

  /// For a pull request.
  package var markdown: String {
    var page = BoundedMarkdown(most: 60_000)
    page.add("**\(word.rawValue.capitalizedFirst)**: \(MarkdownText.of(sentence))\n")
    page.add(
      "\(MarkdownText.of(scenario)), \(runsA) runs of A and \(runsB) of B, "
        + "\(isInterleaved ? "interleaved" : "not interleaved").\n")
    page.add("| value | A | B | change | 90 % interval | verdict |\n|---|---:|---:|---:|---:|---|")
    page.add(rows, named: "values") { row in
      "| \(MarkdownText.of(row.name)) | \(number(row.a, row)) | \(number(row.b, row)) "
        + "| \(text(row.change.shift, of: row.value)) | \(interval(row)) | \(row.change.word.rawValue) |"
    }
    page.add("")
    page.add(notes, named: "notes") { "- " + MarkdownText.of($0) }
    return page.text
  }

  /// As JSON, keys sorted.
  ///
  /// - Throws: The encoder's error for a number that JSON cannot hold.
  package func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self))
  }
}
