/// The requirements of an SLA with what was observed of each, at the end of a run or so far.
struct RequirementsTable {
  enum Standing {
    case over(Verdict.Status)
    case running
  }

  var assessments: [Assessment]
  var standing: Standing

  func render() -> HTML {
    let caption =
      switch standing {
      case .over: "Requirements of the SLA, warm-up left out"
      case .running: "Requirements of the SLA as they stand so far, warm-up left out"
      }
    return HTMLTable(
      caption: caption,
      columns: [
        .words("Requirement", style: "name", \.kpi), .words("Level", \.severity.rawValue),
        .text("Limit") { NumberFormat.limit($0.limit, comparison: $0.comparison, unit: $0.unit) },
        .text("Observed") { NumberFormat.observed($0.observed, limit: $0.limit, unit: $0.unit) },
        .cells("Result", result), .words("Stage", style: "short", \.stageName),
        .words("Note", style: "note") { $0.unjudged ?? $0.note ?? "" },
      ], rows: assessments
    ).render()
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
