/// What the numbers show besides, with where to see it and what to look at next.
struct FindingsSection: ScenarioSection {
  let article: ScenarioArticle

  var html: HTML {
    // The numbers of an invalid run show nothing.
    guard record.verdict.status != .invalid else { return .empty }
    let insights = InsightRules(record: record, monitors: article.monitors).all
    guard !insights.isEmpty else { return .empty }
    let table = HTMLTable(
      caption: "What the numbers show besides",
      columns: [
        .words("Finding", style: "note", \.sentence), .words("Evidence", style: "note", \.evidence),
        .cells("Where") { insight in
          guard let place = insight.place else { return .words("") }
          return HTMLCell(
            content: .tag("a", ["href": "#\(article.anchor)-\(place)"], HTML(text: place)), style: "short")
        },
        .words("Look at next", style: "note") { insight in
          insight.advice.map(\.rawValue.capitalizedFirst).joined(separator: ". ")
        },
      ], rows: insights)
    return section("Findings", "findings", [table.render()])
  }
}
