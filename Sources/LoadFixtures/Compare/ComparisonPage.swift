import Foundation

/// A comparison for people: the outcome, each change with its interval, and the percentile curves of both sides.
package struct ComparisonPage: Sendable {
  private let comparison: RunComparison
  private let generatedAt: Date

  package init(_ comparison: RunComparison, generatedAt: Date = Date()) {
    (self.comparison, self.generatedAt) = (comparison, generatedAt)
  }

  /// The page, UTF-8; markup that is HTML and well-formed XML alike.
  package func document() -> String {
    HTMLPage(
      title: "Comparison: \(comparison.scenario)",
      body: [header, banner, .tag("article", ["id": "comparison"], sections)]
    ).document
  }

  private static let anchor = "comparison"

  private var header: HTML {
    .tag(
      "header", [:], .tag("h1", [:], HTML(text: "Comparison: \(comparison.scenario)")),
      .tag(
        "p", ["class": "sub"],
        HTML(
          text: "\(comparison.runsA) runs of A and \(comparison.runsB) of B, "
            + "\(comparison.isInterleaved ? "interleaved" : "not interleaved"); generated \(generatedAt.formatted(.iso8601))"
        )))
  }

  private var banner: HTML {
    .tag(
      "div", ["class": "banner \(Self.style(of: comparison.word))"],
      .tag(
        "p", [:],
        .tag("strong", ["class": "badge \(Self.style(of: comparison.word))"], HTML(text: comparison.sentence))),
      .list(comparison.notes),
      .hint(
        "Better and worse are significant at \(comparison.alpha) over all values together, and beyond the margin. Exit code "
          + "\(comparison.exitCode.rawValue)."))
  }

  private static func style(of word: Change.Word) -> String {
    switch word {
    case .better, .same: "passed"
    case .worse: "failed"
    case .inconclusive: "warned"
    }
  }

  private var sections: [HTML] {
    [
      section("Changes from A to B", "comparison", charts(forest) + [table]),
      section("Percentiles of both sides", "curves", charts(curves)), section("Runs", "runs", [runs]),
    ]
  }

  private func section(_ title: String, _ name: String, _ parts: [HTML]) -> HTML {
    .tag("section", ["data-section": name], [.tag("h3", [:], HTML(text: title))] + parts)
  }

  private func charts(_ chart: Chart?) -> [HTML] {
    chart.map { [$0.render(Self.anchor)] } ?? [.hint("There is nothing to draw.")]
  }

  private var forest: Chart? {
    let drawn = comparison.rows.filter(\.value.isRatio)
    guard !drawn.isEmpty else { return nil }
    let rows = drawn.map { row in
      let change = row.change
      let interval = change.low.flatMap { low in change.high.flatMap { low <= $0 ? low...$0 : nil } }
      return ForestChart.Row(
        name: row.name, shift: change.shift, interval: interval, margin: change.margin,
        style: Self.style(of: change.word), value: comparison.text(change.shift, of: row.value),
        detail: "\(row.name): \(comparison.text(change.shift, of: row.value)), \(comparison.interval(row)), "
          + change.word.rawValue)
    }
    let chart = ForestChart(id: "\(Self.anchor)-forest-svg", title: "Change from A to B, B divided by A", rows: rows)
    let behind = HTMLTable(
      caption: "Change with its 90 % interval",
      columns: [
        .words("Value", style: "name", \.name), .text("Change") { comparison.text($0.change.shift, of: $0.value) },
        .text("Interval") { comparison.interval($0) },
      ], rows: drawn
    ).render()
    return Chart(
      name: "forest", svg: chart.render(), table: behind,
      hint:
        "Line: the exact 90 % interval of Hodges and Lehmann's shift. Shaded: the margin within which a change does not "
        + "matter: 5 %, twice the spread of equal runs, of response times 1 ms.")
  }

  private var table: HTML {
    HTMLTable(
      caption: "Medians of the runs; p is of the max-T permutation test over all values",
      columns: [
        .words("Value", style: "name", \.name),
        .cells("Verdict") { .badge($0.change.word.rawValue, Self.style(of: $0.change.word)) },
        .text("A") { NumberFormat.value($0.a, unit: $0.value.unit) },
        .text("B") { NumberFormat.value($0.b, unit: $0.value.unit) },
        .text("Change") { comparison.text($0.change.shift, of: $0.value) },
        .text("90 % interval") { comparison.interval($0) },
        .text("Margin") { "± " + comparison.text($0.change.margin, of: $0.value).dropFirst() },
        .text("p") { RunComparison.probability($0.change.adjustedP) },
        .words("To know", style: "note") { comparison.remark($0) },
      ], rows: comparison.rows
    ).render()
  }

  /// Points of a curve that are drawn: those that all runs of both sides have.
  private var curves: Chart? {
    let all = comparison.curves.a + comparison.curves.b
    let shares = all.map { Set($0.map(\.quantile)) }
    let common = shares.dropFirst().reduce(shares.first ?? []) { $0.intersection($1) }.sorted()
    guard let last = common.last, !comparison.curves.a.isEmpty, !comparison.curves.b.isEmpty else { return nil }
    func line(_ curve: [CurvePoint], _ name: String, _ style: String) -> XYChart.Series {
      let points = curve.filter { common.contains($0.quantile) }
      return XYChart.Series(
        name: name, style: style, points: points.map { (CurveSection.nines($0.quantile), $0.response) }, kind: .line)
    }
    let series =
      comparison.curves.a.map { line($0, "A", "p50") } + comparison.curves.b.map { line($0, "B", "p95") }
    let chart = XYChart(
      id: "\(Self.anchor)-curves-svg", title: "Response times of each run: A blue, B orange",
      summary: "\(comparison.curves.a.count) runs of A, \(comparison.curves.b.count) of B",
      x: (CurveSection.axis(upTo: last), "% of successful requests"),
      y: (.logarithmic(holding: all.flatMap { $0.map(\.response) }), "ms"), series: series, hasLegend: false)
    func median(_ side: [[CurvePoint]], _ share: Double) -> Double? {
      let values = side.compactMap { curve in curve.first { $0.quantile == share }?.response }.sorted()
      return values.isEmpty ? nil : (values[(values.count - 1) / 2] + values[values.count / 2]) / 2
    }
    let table = HTMLTable(
      caption: "Medians of the runs (ms)",
      columns: [
        .text("At most (%)") { NumberFormat.trimmed(NumberFormat.fixed($0 * 100, decimals: 3)) },
        .number("A") { median(comparison.curves.a, $0) }, .number("B") { median(comparison.curves.b, $0) },
      ], rows: HTMLTable<Double>.thinned(common), isPlain: true
    ).render()
    return Chart(name: "curves", svg: chart.render(), table: table)
  }

  private var runs: HTML {
    HTMLTable(
      caption: "The runs that were compared",
      columns: [
        .words("Side", \.side), .words("Start", style: "short", \.startedAt), .words("Record", \.path),
        .text("Seed") { String($0.seed) }, .words("Verdict", \.verdict.rawValue),
      ], rows: comparison.runs
    ).render()
  }
}

extension ResultsDirectory {
  /// Writes `comparison.html`, `comparison.md` and `comparison.json`.
  ///
  /// - Returns: The page's path.
  /// - Throws: ``ResultsError`` naming the file that could not be written.
  package func write(_ comparison: RunComparison) throws -> String {
    let page = ComparisonPage(comparison).document()
    let json = try comparison.encoded()
    try write(page, named: "comparison.html")
    try write(comparison.markdown, named: "comparison.md")
    try write(json, named: "comparison.json")
    return "\(path)/comparison.html"
  }
}
