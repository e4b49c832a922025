/// Each requirement as a bullet: how much of its limit the run used, with how sure that is, and the table beside it.
struct RequirementsSection: ScenarioSection {
  let article: ScenarioArticle

  var html: HTML {
    let assessments = record.verdict.assessments
    guard !assessments.isEmpty else {
      return section("Requirements", "sla", [.hint("No requirement was set for this scenario.")])
    }
    return section(
      "Requirements", "sla",
      charts.map { $0.render(article.anchor) } + [
        RequirementsTable(assessments: assessments, standing: .over(record.verdict.status)).render()
      ])
  }

  var charts: [Chart] {
    let rows = record.verdict.assessments.map(row)
    guard !rows.isEmpty else { return [] }
    let table = HTMLTable(
      caption: "Share of the limit that was used; 1 is the limit",
      columns: [
        .words("Requirement", style: "name", \.name), .number("Used", \.ratio),
        .number("From (95 %)") { $0.interval?.lowerBound }, .number("To") { $0.interval?.upperBound },
        .words("Value", \.value),
      ], rows: rows
    ).render()
    return [
      Chart(
        name: "bullets",
        svg: BulletChart(id: id("bullets"), title: "Share of each limit that was used", rows: rows).render(),
        table: table,
        hint: "Up to the line the requirement is met. Of what must be reached, the limit divided by what was reached. "
          + "Filled: must; hollow: should; whisker: 95 % confidence interval; hatched: too few samples.")
    ]
  }

  private func row(of item: Assessment) -> BulletChart.Row {
    let ends = item.interval.flatMap { interval in
      item.used(by: interval.low).flatMap { low in
        item.used(by: interval.high).map { min(low, $0)...max(low, $0) }
      }
    }
    let value = NumberFormat.observed(item.observed, limit: item.limit, unit: item.unit)
    let style =
      record.verdict.status == .invalid
      ? "invalid" : item.unjudged != nil ? "warned" : item.met ? "passed" : item.severity == .must ? "failed" : "warned"
    return BulletChart.Row(
      name: item.kpi + (item.stage.map { " in \"\($0)\"" } ?? ""), ratio: item.observed.flatMap(item.used),
      isBeyond: item.observed != nil && !item.met, interval: ends,
      isMust: item.severity == .must, style: style, isFew: item.note?.hasPrefix("insufficient") == true,
      value: item.isNotOffered == true ? "not offered" : item.observed == nil ? "not observed" : value,
      detail: item.sentence, hasNoValue: item.observed == nil)
  }
}

extension Assessment {
  /// How much of the limit a value uses: 1 is at the limit, more is beyond it, whichever way it is to be kept; `nil` of a limit of 0.
  func used(by value: Double) -> Double? {
    let (over, under) = comparison == .atLeast ? (limit, value) : (value, limit)
    // Of nothing there is no share.
    return under > 0 && over >= 0 ? over / under : nil
  }
}

extension Verdict {
  /// The must that is nearest to its limit, or farthest beyond it; `nil` where none was observed.
  var nearest: (assessment: Assessment, used: Double)? {
    assessments.filter { $0.severity == .must && $0.unjudged == nil }
      .compactMap { item in item.observed.flatMap(item.used).map { (item, $0) } }.max { $0.1 < $1.1 }
  }

  /// The one sentence of a run.
  var sentence: String {
    switch status {
    case .invalid: return "The numbers must not be used: \(reasons.first?.sentence ?? "no reason was given.")"
    case .failed:
      let musts = breaches.filter { $0.severity == .must }
      let more = musts.count > 1 ? ", and \(musts.count - 1) more" : ""
      return (musts.first?.sentence.capitalizedFirst ?? "A must was missed") + more + "."
    case .passed:
      if let missed = breaches.first { return "Every must is met; a should is not: \(missed.sentence)." }
      if let open = warnedUnjudged.first { return "Every must is met; not judged: \(open.unjudged ?? open.kpi)." }
      return assessments.isEmpty ? "Nothing was required." : "Every requirement is met."
    }
  }
}
