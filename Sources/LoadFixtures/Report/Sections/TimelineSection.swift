/// Load, outcomes and response times over one time axis, with what was when.
struct TimelineSection: ScenarioSection {
  let article: ScenarioArticle

  var html: HTML {
    section("Load and outcome over time", "timeline", [grid(charts), .hint(hint)])
  }

  var charts: [Chart] {
    var charts = TimelineCharts(record, anchor: article.anchor)
    charts.lanes = lanes
    return [charts.load, charts.outcomes, charts.percentiles]
  }

  // MARK: Lanes

  /// Breakers that are drawn; a target may have any number.
  private static let mostBreakers = 4

  private var lanes: [LineChart.Lane] {
    var lanes: [LineChart.Lane] = []
    if record.stages.count > 1 {
      lanes.append(
        .init(
          name: "stages",
          segments: record.stages.filter { $0.start <= $0.end }.map {
            .init(range: $0.start...$0.end, style: $0.warmUp ? "idle" : "stage", label: $0.name)
          }))
    }
    if !record.troubles.isEmpty {
      lanes.append(
        .init(
          name: "troubles", segments: record.troubles.map { .init(range: $0.range, style: "open", label: $0.name) }))
    }
    let opened = Set((record.system.circuitChanges ?? []).map(\.breaker)).sorted().prefix(Self.mostBreakers)
    lanes += BreakerLanes(record).lanes.filter { opened.contains($0.name) }
    let alerts = article.monitors.flatMap { $0.alerts(during: record) }
    if !alerts.isEmpty {
      lanes.append(
        .init(
          name: "alerts",
          segments: alerts.map {
            .init(range: $0.range, style: "half", label: $0.alert.metric.source.prefix + $0.alert.metric.name)
          }))
    }
    return lanes
  }

  private var hint: String {
    let interval = TimelineSeries(record.timeline).interval
    var sentences = [
      interval == 1
        ? "A point is one second."
        : "A point is \(interval) seconds: mean rate, most users, and each percentile's worst second."
    ]
    if !record.warmUps.isEmpty { sentences.append("Shaded: warm-up, which the KPIs leave out.") }
    if !record.troubles.isEmpty { sentences.append("Red: a trouble lasted.") }
    if record.stages.count > 1 { sentences.append("Dashed: where a numbered stage begins.") }
    let needed = Percentile.p99.samplesNeeded
    let thin = record.timeline.count { $0.p99 != nil && $0.answered < needed }
    if thin > 0 {
      sentences.append(
        "Dotted: an indication only, from fewer answers than state that percentile (p99 of "
          + "\(NumberFormat.count(thin)) of \(NumberFormat.count(record.timeline.count)) seconds).")
    }
    return sentences.joined(separator: " ")
  }
}
