/// The hypothesis of a run with troubles: what was steady before, what they changed, and when it was back.
struct FaultsSection: ScenarioSection {
  let article: ScenarioArticle

  var html: HTML {
    guard let faults = record.faults, !faults.isEmpty else { return .empty }
    let table = HTMLTable<FaultOutcome>(
      caption: "As planned and as it really was, seconds since the start",
      columns: [
        .words("Trouble", style: "name", \.name), .number("Planned from", \.plannedStart),
        .number("to", \.plannedEnd), .number("Began", \.begun), .number("Ended", \.ended),
        .number("Felt after (s)") { fault in fault.begun.flatMap { begun in fault.detected.map { $0 - begun } } },
        .number("Back after (s)") { Comeback(after: $0, in: evidence).seconds },
        .count("Touched", \.touched), .words("By", \.carrier), .words("Note", style: "note", Self.note),
      ],
      rows: faults)
    return section(
      "Troubles", "troubles", [table.render(), phases, grid(charts), .hint(hints.joined(separator: " "))])
  }

  /// What the words and strips mean. The limits are not listed again: the verdict's table has them all, further up.
  private var hints: [String] {
    var hints = [
      "Felt: the end of the first second with failures, or with a p95 of more than twice that before. Back: the first of "
        + "three seconds in a row with answers, a p95 of at most 1.2 times that before (or 10 ms more) and an error rate "
        + "that is back."
    ]
    if !breakers.isEmpty {
      hints.append("Strips below the chart: a breaker closed (green), open (red), half open (yellow).")
    }
    if breakers.count > Self.mostLanes {
      hints.append("\(Self.mostLanes) of \(NumberFormat.count(breakers.count)) breakers are drawn.")
    }
    if let missing = record.system.circuitChangesLeftOut, missing > 0 {
      hints.append("\(NumberFormat.count(missing)) more changes of breakers were not kept, and are not drawn.")
    }
    if article.control?.verdict.status == .invalid {
      hints.append("The control run is invalid: its numbers must not be used.")
    }
    if !record.verdict.assessments.isEmpty {
      hints.append("What was asked of all this, with its limits, stands in the verdict's table above.")
    }
    return hints
  }

  // MARK: Phases

  /// A phase of the run, and of the run without troubles.
  private struct Phase {
    var stage: StageStatistics
    var makeshifts: Double?
    /// Of the throughput before.
    var kept: Double?
    var control: RequestStatistics?
  }

  private var phases: HTML {
    let stages = evidence.measuredStages
    let before = evidence.before?.statistics.throughput
    let rows = stages.map { stage in
      Phase(
        stage: stage, makeshifts: evidence.makeshiftShare(in: stage),
        kept: before.flatMap { before in
          stage.statistics.throughput.flatMap { before > 0 ? $0 / before : nil }
        }, control: article.control?.stages.first { $0.name == stage.name }?.statistics)
    }
    typealias Column = HTMLTable<Phase>.Column
    var columns: [Column] = [
      .words("Phase", style: "name", \.stage.name),
      .text("From – to (s)") { "\(Self.seconds($0.stage.start)) – \(Self.seconds($0.stage.end))" },
      .number("Throughput (req/s)", \.stage.statistics.throughput), .share("of before", \.kept),
      .percentile("p95 (ms)", .p95) { ($0.stage.statistics.latency, $0.stage.statistics.successes) },
      .share("Error rate", \.stage.statistics.errorRate), .share("Makeshift answers", \.makeshifts),
    ]
    if article.control != nil {
      let own: [Column] = [
        .number("Throughput (req/s)") { $0.control?.throughput },
        .percentile("p95 (ms)", .p95) { ($0.control?.latency ?? LatencyStatistics(), $0.control?.successes ?? 0) },
        .share("Error rate") { $0.control?.errorRate },
      ]
      columns += own.map { $0.grouped("Without the troubles (control run)") }
    }
    return HTMLTable(
      caption: "Before, during and after: the phases that the troubles make", columns: columns, rows: rows
    ).render()
  }

  // MARK: Chart

  var charts: [Chart] {
    guard record.faults?.isEmpty == false else { return [] }
    let chart = kept
    return [Chart(name: "kept", svg: chart.render(), table: chart.table)]
  }

  private var kept: LineChart {
    let series = TimelineSeries(record.timeline)
    let good = zip(series.completed, series.expected).map { completed, expected in
      completed.map { $0 - (expected ?? 0) }
    }
    var shares: [Double?] = []
    if let steadyRate { shares = good.map { rate in rate.map { 100 * $0 / steadyRate } } }
    return LineChart(
      id: id("kept"), title: "Successful calls a second, 100 % = before the first trouble", unit: .count,
      unitLabel: "%", seconds: series.seconds,
      series: [.init(name: "of before", style: "first", values: shares)],
      warmUps: record.warmUps, troubles: record.troubles, marks: marks,
      lanes: Array(BreakerLanes(record).lanes.prefix(Self.mostLanes)),
      level: 100)
  }

  /// Successful calls a second before the first trouble; `nil` where there were none.
  ///
  /// Of the seconds themselves: a point of a long run stands for several, of which some may be in the trouble.
  private var steadyRate: Double? {
    guard let before = evidence.before else { return nil }
    let seconds = record.timeline.filter { Double($0.second) >= before.start && Double($0.second) + 1 <= before.end }
    let calls = seconds.reduce(0.0) { $0 + Double($1.completed - ($1.expected?.values.reduce(0, +) ?? 0)) }
    return calls > 0 ? calls / Double(seconds.count) : nil
  }

  private var marks: [LineChart.Mark] {
    (record.faults ?? []).flatMap { fault -> [LineChart.Mark] in
      [("felt", fault.detected), ("back", fault.recovered)].compactMap { label, second in
        second.map { .init(second: $0, label: label, detail: "\(fault.name): \(label)") }
      }
    }
  }

  /// Breakers that are drawn; a target may have any number.
  private static let mostLanes = 4

  private var breakers: [String] { BreakerLanes(record).breakers }

  // MARK: Words

  private var evidence: Evidence {
    Evidence(
      scenario: record.scenario, statistics: record.statistics, targetMetrics: record.system, model: record.model,
      faults: record.faults ?? [])
  }

  private static func seconds(_ value: Double) -> String { NumberFormat.trimmed(NumberFormat.number(value)) }

  private static func note(_ fault: FaultOutcome) -> String {
    let outputs = [fault.beginning, fault.ending].compactMap { $0?.output.split(separator: "\n").last.map(String.init) }
    return ([fault.problem].compactMap(\.self) + outputs).joined(separator: "; ")
  }
}
