/// The outcome of all scenarios as a table for the terminal, with breaches and reasons beneath their scenario.
package struct SummaryTable: Sendable {
  private let records: [RunRecord]

  package init(records: [RunRecord]) {
    self.records = records
  }

  /// The table, or a line that says that there is nothing to show.
  package func text(color: Bool) -> String {
    guard !records.isEmpty else { return "no run record\n" }
    var table = ConsoleTable(columns: [
      .init("scenario"), .init("verdict"), .init("requests", .right), .init("error rate", .right),
      .init("avg (ms)", .right), .init("p95 (ms)", .right), .init("p99 (ms)", .right), .init("requests/s", .right),
      .init("throughput", .right),
    ])
    for record in records {
      let outcome = VerdictBadge(record)
      let total = record.total
      let samples = total.successes
      table.addRow(
        [
          .init(record.scenario), .init(outcome.label, tint: outcome.tint), .init(NumberFormat.count(total.count)),
          .init(NumberFormat.share(total.errorRate)), .init(NumberFormat.number(total.latency.mean)),
          .init(NumberFormat.percentile(.p95, of: total.latency, samples: samples)),
          .init(NumberFormat.percentile(.p99, of: total.latency, samples: samples)),
          .init(NumberFormat.number(total.requestRate)), .init(NumberFormat.number(total.throughput)),
        ], notes: Self.notes(for: record))
    }
    return table.text(color: color)
  }

  /// Kinds of failures that are shown, the most frequent.
  private static let mostFailures = 3

  private static func notes(for record: RunRecord) -> [String] {
    var notes: [String] = []
    if record.interrupted { notes.append("interrupted: the profile was not played to its end") }
    notes += record.verdict.reasons.map { "invalid: \($0)" }
    notes += record.verdict.breaches.map(\.sentence)
    notes += record.verdict.warnedUnjudged.map { "\($0.severity.rawValue) not judged: \($0.unjudged ?? "")" }
    notes += (record.findings ?? []).map { "\($0.sentence) \($0.evidence)" }
    notes += (record.failures ?? []).prefix(Self.mostFailures).map { failure in
      let example = failure.example.map { ": \($0)" } ?? ""
      return "failed: \(NumberFormat.count(failure.count)) x \(failure.request), \(failure.kind)\(example)"
    }
    notes += record.notes.filter { $0 == RunRecord.unverifiedNote }
    // What a staircase is climbed for, met or not.
    notes += record.verdict.assessments.filter { $0.kpi == LimitedKPI.breakingPoint.kpi.name }.compactMap {
      assessment in
      assessment.note.map { note in
        let observed = assessment.observed.map { NumberFormat.value($0, unit: assessment.unit) + ", " } ?? ""
        return "\(assessment.kpi): \(observed)\(note)"
      }
    }
    return notes
  }
}
