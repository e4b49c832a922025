/// Whether the SLA was met, why numbers must not be used, and each requirement with what was observed.
struct VerdictSection: ScenarioSection {
  let article: ScenarioArticle

  var html: HTML {
    let badge = VerdictBadge(record)
    let invalid = record.verdict.status == .invalid
    var banner: [HTML] = [
      .tag("p", [:], .tag("strong", ["class": "badge \(badge.style)"], HTML(text: badge.label.capitalizedFirst)))
    ]
    if invalid { banner.append(.tag("p", [:], "The numbers of this run must not be used:")) }
    banner.append(.list(record.verdict.reasons.map(\.sentence)))
    if record.interrupted {
      banner.append(.tag("p", [:], "The run was interrupted: the profile was not played to its end."))
    }
    if !invalid { banner.append(.list(record.verdict.breaches.map(\.sentence))) }
    let unjudged = record.verdict.warnedUnjudged
    if !invalid, !unjudged.isEmpty {
      banner.append(.tag("p", [:], "Not judged:"))
      banner.append(.list(unjudged.map { "\($0.severity.rawValue): \($0.unjudged ?? "")" }))
    }
    let notes: [HTML] =
      record.notes.isEmpty ? [] : [.tag("h3", [:], "To know before using the numbers"), .list(record.notes)]
    return .tag(
      "section", ["id": "\(article.anchor)-verdict", "data-section": "verdict"],
      [.tag("div", ["class": "banner \(badge.style)"], banner)] + notes)
  }
}

extension String {
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
