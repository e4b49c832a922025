/// Users, rate and percentiles over time, and the distribution: side by side where there is room.
struct ChartsSection: ScenarioSection {
  let article: ScenarioArticle

  var html: HTML {
    let charts = TimelineCharts(
      anchor: article.anchor, model: record.model, series: TimelineSeries(record.timeline),
      hasExpected: record.counts.expected > 0, hasDropped: record.counts.dropped > 0, warmUps: record.warmUps,
      troubles: record.troubles, stages: stageMarks)
    let drawn = [charts.users, charts.rate, charts.percentiles, distribution]
    return .section(
      "Over time, and distribution",
      [.tag("div", ["class": "charts"], drawn), .hint(timelineHint(interval: charts.series.interval))])
  }

  /// The shape behind the percentiles.
  private var distribution: HTML {
    let total = record.total
    let marks = [Percentile.p50, .p95, .p99].filter { total.successes >= $0.samplesNeeded }
      .compactMap { mark in total.latency[mark].map { (label: mark.label, value: $0) } }
    let chart = DistributionChart(
      id: "\(article.anchor)-distribution", title: "Successful requests by response time, warm-up left out",
      buckets: record.distribution, marks: marks)
    return .tag("div", ["class": "chart"], chart.render())
  }

  private var stageMarks: [(start: Double, label: String)] {
    guard record.stages.count > 1 else { return [] }
    return record.stages.enumerated().map { ($1.start, "\($0 + 1)") }
  }

  private func timelineHint(interval: Int) -> String {
    var sentences = [
      interval == 1
        ? "A point is one second."
        : "A point is \(interval) seconds: mean rate, most users, and each percentile's worst second."
    ]
    if !record.warmUps.isEmpty { sentences.append("Shaded: warm-up, which the KPIs leave out.") }
    if !record.troubles.isEmpty { sentences.append("Red: a trouble lasted.") }
    if record.stages.count > 1 { sentences.append("Dashed: where a numbered stage begins.") }
    let needed = Percentile.p99.samplesNeeded
    let thin = record.timeline.count { $0.p99 != nil && $0.completed < needed }
    if thin > 0 {
      sentences.append(
        "The p99 of a second with fewer than \(needed) requests is an indication only "
          + "(\(NumberFormat.count(thin)) of \(NumberFormat.count(record.timeline.count)) seconds).")
    }
    return sentences.joined(separator: " ")
  }
}
