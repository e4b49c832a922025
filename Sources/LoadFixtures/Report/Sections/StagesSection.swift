/// Statistics of each stage, when there is more than one.
struct StagesSection: ScenarioSection {
  let article: ScenarioArticle

  var html: HTML {
    guard record.stages.count > 1 else { return .empty }
    typealias Column = HTMLTable<(offset: Int, element: StageStatistics)>.Column
    let latency = Column.latency([.p50, .p95, .p99]) {
      ($0.element.statistics.latency, $0.element.statistics.successes)
    }
    let columns: [Column] =
      [
        .text("#") { "\($0.offset + 1)" },
        .words("Stage", style: "name") { $0.element.name + ($0.element.warmUp ? " (warm-up)" : "") },
        .text("From – to (s)") { "\(seconds($0.element.start)) – \(seconds($0.element.end))" },
        .text(record.model == .open ? "Arrivals (1/s)" : "Users") { seconds($0.element.target) },
        .count("Requests", \.element.statistics.count), .count("Failures", \.element.statistics.failures),
      ] + (record.counts.dropped > 0 ? [.count("Dropped", \.element.statistics.dropped)] : []) + [
        .share("Error rate", \.element.statistics.errorRate), .number("Requests/s", \.element.statistics.requestRate),
        .number("Throughput (req/s)", \.element.statistics.throughput),
      ]
    return .section(
      "Stages",
      [
        HTMLTable(
          caption: "By stage, in order of time; numbers as in the charts. \(HTMLReport.rates)",
          columns: columns + latency.map { $0.grouped("Response time of successful requests (ms)") },
          rows: Array(record.stages.enumerated())
        ).render()
      ])
  }

  private func seconds(_ value: Double) -> String { NumberFormat.trimmed(NumberFormat.number(value)) }
}
