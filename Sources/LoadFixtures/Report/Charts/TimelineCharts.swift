/// Load, outcomes and percentiles of a run over its time, whether it is over or goes on.
struct TimelineCharts {
  /// Begins the ids of the charts, which are unique in a page.
  var anchor: String
  var model: LoadModel
  var series: TimelineSeries
  var hasExpected: Bool
  var hasDropped: Bool
  /// Seconds that the KPIs leave out.
  var warmUps: [ClosedRange<Double>]
  var troubles: [(range: ClosedRange<Double>, name: String)]
  /// Seconds at which a numbered stage begins.
  var stages: [(start: Double, label: String)]
  /// Arrivals a second by plan, of an open model, with the seconds between which they are due.
  var offered: [(start: Double, end: Double, rate: Double)] = []
  /// What was when, below the outcomes.
  var lanes: [LineChart.Lane] = []
  /// A limit of the response time, milliseconds, with its name.
  var limit: (value: Double, name: String)?

  /// Users, or the rate that was to be offered with the one that was achieved.
  var load: Chart {
    let achieved = series.completed.indices.map { index -> Double? in
      guard let completed = series.completed[index] else { return nil }
      return completed + (series.failed[index] ?? 0) + (series.dropped[index] ?? 0)
    }
    guard model == .open else {
      return chart(
        "users", "Virtual users, and calls a second", unit: .count, unitLabel: "users, req/s",
        [
          .init(name: "users", style: "users", values: series.users, kind: .step),
          .init(name: "calls a second", style: "rate", values: achieved, kind: .dots),
        ])
    }
    let planned = series.seconds.map { second in
      offered.last { $0.start <= second + 0.5 && second + 0.5 < $0.end }?.rate
    }
    let lines: [LineChart.Series] = [
      .init(name: "planned arrivals", style: "users", values: planned, kind: .step),
      .init(name: "arrivals that ended", style: "rate", values: achieved, kind: .dots),
      .init(name: "in flight", style: "flight", values: series.users),
    ]
    return chart(
      "users", "Arrivals a second, and calls in flight", unit: .count, unitLabel: "1/s, calls",
      lines.filter { $0.values.contains { $0 != nil } })
  }

  /// Calls a second, stacked by what became of them.
  var outcomes: Chart {
    let good = zip(series.completed, series.expected).map { completed, expected in
      completed.map { $0 - (expected ?? 0) }
    }
    var areas: [LineChart.Series] = [.init(name: "answered", style: "good", values: good, kind: .area)]
    if hasExpected {
      areas.append(.init(name: "expected outcomes", style: "expected", values: series.expected, kind: .area))
    }
    for (number, failure) in series.failures.enumerated() {
      areas.append(
        .init(name: failure.kind, style: "bad bad\(number + 1)", values: failure.values, kind: .area))
    }
    if hasDropped { areas.append(.init(name: "dropped", style: "dropped", values: series.dropped, kind: .area)) }
    var chart = line("rate", "Calls a second by what became of them", unit: .perSecond, areas)
    chart.lanes = lanes
    return figure(chart, name: "rate")
  }

  var percentiles: Chart {
    var chart = line(
      "percentiles", "Response time of successful requests", unit: .milliseconds,
      [
        .init(name: "p50", style: "p50", values: series.p50, few: series.few(for: .p50)),
        .init(name: "p95", style: "p95", values: series.p95, few: series.few(for: .p95)),
        .init(name: "p99", style: "p99", values: series.p99, few: series.few(for: .p99)),
      ])
    chart.isLogarithmic = true
    (chart.level, chart.levelName) = (limit?.value, limit?.name)
    return figure(chart, name: "percentiles")
  }

  /// - Parameter name: The end of the chart's id.
  func chart(
    _ name: String, _ title: String, unit: Unit, unitLabel: String? = nil, _ lines: [LineChart.Series],
    counts: Bool = false
  ) -> Chart {
    var chart = line(name, title, unit: unit, lines)
    (chart.unitLabel, chart.counts) = (unitLabel, counts)
    return figure(chart, name: name)
  }

  func line(_ name: String, _ title: String, unit: Unit, _ lines: [LineChart.Series]) -> LineChart {
    LineChart(
      id: "\(anchor)-\(name)-svg", title: title, unit: unit, seconds: series.seconds, series: lines, warmUps: warmUps,
      troubles: troubles, stages: stages)
  }

  func figure(_ chart: LineChart, name: String) -> Chart {
    Chart(name: name, svg: chart.render(), table: chart.table)
  }
}

extension TimelineCharts {
  /// Of a run that is over.
  init(_ record: RunRecord, anchor: String) {
    self.init(
      anchor: anchor, model: record.model, series: TimelineSeries(record.timeline),
      hasExpected: record.counts.expected > 0, hasDropped: record.counts.dropped > 0, warmUps: record.warmUps,
      troubles: record.troubles,
      stages: record.stages.count > 1 ? record.stages.enumerated().map { ($1.start, "\($0 + 1)") } : [],
      offered: record.model == .open ? record.stages.map { ($0.start, $0.end, $0.target) } : [])
    limit = record.responseTimeLimit
  }
}

extension RunRecord {
  /// The limit of the p95 of the whole run, or of the p99, for charts of response times; `nil` where none was set.
  var responseTimeLimit: (value: Double, name: String)? {
    for name in [LimitedKPI<Duration>.p95ResponseTime.kpi.name, LimitedKPI<Duration>.p99ResponseTime.kpi.name] {
      if let found = self.verdict.assessments.first(where: { $0.kpi == name && $0.comparison != .atLeast }) {
        return (
          found.limit,
          "\(name.prefix { $0 != " " }) \(found.comparison.label) \(NumberFormat.milliseconds(found.limit))"
        )
      }
    }
    return nil
  }
}
