/// The troubles of a run: planned and real, and what came before, during and after.
struct FaultsSection: ScenarioSection {
  let article: ScenarioArticle

  var html: HTML {
    guard let faults = record.faults, !faults.isEmpty else { return .empty }
    let table = HTMLTable<FaultOutcome>(
      caption: "As planned and as it really was, seconds since the start",
      columns: [
        .words("Trouble", style: "name", \.name), .number("Planned from", \.plannedStart),
        .number("to", \.plannedEnd), .number("Began", \.begun), .number("Ended", \.ended),
        .number("Back after (s)") { Comeback(after: $0, in: evidence).seconds }, .words("By", \.carrier),
        .words("Note", style: "note", Self.note),
      ],
      rows: faults)
    return .section(
      "Troubles",
      [
        table.render(),
        .hint(
          "Back: the first of three seconds in a row with answers, a p95 of at most 1.2 times that before (or 10 ms more) "
            + "and an error rate that is back. The stages above are the phases that the troubles make."),
      ])
  }

  private var evidence: Evidence {
    Evidence(
      scenario: record.scenario, statistics: record.statistics, targetMetrics: record.system, model: record.model,
      faults: record.faults ?? [])
  }

  private static func note(_ fault: FaultOutcome) -> String {
    let outputs = [fault.beginning, fault.ending].compactMap { $0?.output.split(separator: "\n").last.map(String.init) }
    return ([fault.problem].compactMap(\.self) + outputs).joined(separator: "; ")
  }
}
