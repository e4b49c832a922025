/// The requirements of an SLA with what was observed of each, at the end of a run or so far.
struct RequirementsTable {
  enum Standing {
    case over(Verdict.Status)
    case running
  }

  var assessments: [Assessment]
  var standing: Standing
  /// Whether it is part of a page that is looked at while the run goes on.
  var isLive = false

  func render() -> HTML {
    let caption =
      switch standing {
      case .over: "Requirements of the SLA, warm-up left out"
      case .running: "Requirements of the SLA as they stand so far, warm-up left out"
      }
    typealias Column = HTMLTable<Assessment>.Column
    var columns: [Column] = [
      .words("Requirement", style: "name", \.kpi), .words("Level", \.severity.rawValue),
      .text("Limit") { NumberFormat.limit($0.limit, comparison: $0.comparison, unit: $0.unit) },
      .text("Observed") { NumberFormat.observed($0.observed, limit: $0.limit, unit: $0.unit) },
      .words("Stage", style: "short", \.stageName),
      .words("Note", style: "note") { $0.unjudged ?? $0.note ?? "" },
    ]
    // A live page is looked at on a phone as well, where the columns to the right are out of sight.
    columns.insert(.cells("Result", result), at: isLive ? 1 : 4)
    return HTMLTable(caption: caption, columns: columns, rows: assessments).render()
  }

  private func result(of item: Assessment) -> HTMLCell {
    if case .running = standing {
      if item.unjudged != nil || item.observed == nil { return .badge("– not yet", "pending") }
    } else {
      if item.isNotOffered == true { return .badge("– not offered", "warned") }
      if item.unjudged != nil { return .badge("? not judged", item.severity == .must ? "invalid" : "warned") }
      if item.observed == nil { return .badge("? not observed", "invalid") }
      // Numbers that cannot be trusted prove neither that a limit was kept nor that it was not.
      if case .over(.invalid) = standing { return .badge("? not proven", "invalid") }
    }
    if item.met { return .badge("✓ met", "passed") }
    return item.severity == .must ? .badge("✗ breached", "failed") : .badge("! missed", "warned")
  }
}
