/// One scenario's part of the page, in the order in which a reader asks: did it hold, can I believe it, what was
/// measured, when, and what went wrong.
struct ScenarioSection {
  let record: RunRecord
  /// `id` of the part, and the beginning of the ids within it.
  let anchor: String

  func render() -> HTML {
    let parts: [HTML] =
      [verdict, run, requests, stages, charts, failures, business, system]
    return .tag(
      "article", ["id": anchor, "class": record.verdict.status == .invalid ? "void" : nil],
      .tag("h2", [:], HTML(text: record.scenario)), .tag("p", ["class": "sub"], HTML(text: record.title)),
      .tag("div", ["class": "data"], parts))
  }

  func section(_ title: String, _ parts: [HTML]) -> HTML {
    .tag("section", [:], [.tag("h3", [:], HTML(text: title))] + parts)
  }

  func hint(_ text: String) -> HTML {
    .tag("p", ["class": "hint"], HTML(text: text))
  }

  func facts(_ pairs: [(String, String)]) -> HTML {
    .tag("dl", [:], pairs.flatMap { [.tag("dt", [:], HTML(text: $0)), .tag("dd", [:], HTML(text: $1))] })
  }

  func list(_ sentences: [String]) -> HTML {
    sentences.isEmpty ? .empty : .tag("ul", [:], sentences.map { .tag("li", [:], HTML(text: $0)) })
  }

  // MARK: Verdict

  private var verdict: HTML {
    let outcome = Outcome(record)
    let invalid = record.verdict.status == .invalid
    var banner: [HTML] = [
      .tag("p", [:], .tag("strong", ["class": "badge \(outcome.style)"], HTML(text: outcome.label.capitalizedFirst)))
    ]
    if invalid { banner.append(.tag("p", [:], "The numbers of this run must not be used:")) }
    banner.append(list(record.verdict.reasons.map(\.sentence)))
    if record.interrupted {
      banner.append(.tag("p", [:], "The run was interrupted: the profile was not played to its end."))
    }
    if !invalid { banner.append(list(record.verdict.breaches.map(\.sentence))) }
    let unjudged = record.verdict.warnedUnjudged
    if !invalid, !unjudged.isEmpty {
      banner.append(.tag("p", [:], "Not judged:"))
      banner.append(list(unjudged.map { "\($0.severity.rawValue): \($0.unjudged ?? "")" }))
    }
    let notes: [HTML] =
      record.notes.isEmpty ? [] : [.tag("h3", [:], "To know before using the numbers"), list(record.notes)]
    return .tag(
      "section", [:], [.tag("div", ["class": "banner \(outcome.style)"], banner), requirements] + notes)
  }

  private var requirements: HTML {
    guard !record.verdict.assessments.isEmpty else { return hint("No requirement was set for this scenario.") }
    var table = HTMLTable(
      caption: "Requirements of the SLA, warm-up left out",
      headings: [
        .words("Requirement"), .words("Level"), .numberHeading("Limit"), .numberHeading("Observed"),
        .words("Result"), .words("Stage"), .words("Note"),
      ])
    for item in record.verdict.assessments {
      table.rows.append([
        .words(item.kpi, style: "name"), .words(item.severity.rawValue),
        .number(NumberFormat.limit(item.limit, comparison: item.comparison, unit: item.unit)),
        .number(NumberFormat.observed(item.observed, limit: item.limit, unit: item.unit)), result(of: item),
        .words(item.stage, style: "short"), .words(item.unjudged ?? item.note ?? "", style: "note"),
      ])
    }
    return table.render()
  }

  private func result(of item: Assessment) -> HTMLTable.Cell {
    let (word, style): (String, String)
    if item.unjudged != nil {
      (word, style) = ("? not judged", item.severity == .must ? "invalid" : "warned")
    } else if item.observed == nil {
      (word, style) = ("? not observed", "invalid")
    } else if record.verdict.status == .invalid {
      // Numbers that cannot be trusted prove neither that a limit was kept nor that it was not.
      (word, style) = ("? not proven", "invalid")
    } else if item.met {
      (word, style) = ("✓ met", "passed")
    } else {
      (word, style) = item.severity == .must ? ("✗ breached", "failed") : ("! missed", "warned")
    }
    return .init(content: .tag("span", ["class": "badge \(style)"], HTML(text: word)))
  }
}

extension String {
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
