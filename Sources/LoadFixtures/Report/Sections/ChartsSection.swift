/// Users, rate and percentiles over time, and the distribution: side by side where there is room.
struct ChartsSection: ScenarioSection {
  let article: ScenarioArticle

  var html: HTML {
    let series = TimelineSeries(record.timeline)
    let open = record.model == .open
    var rates: [LineChart.Series] = [
      .init(name: "completed", style: "first", values: series.completed),
      .init(name: "failed", style: "bad", values: series.failed),
    ]
    if record.counts.expected > 0 {
      rates.append(.init(name: "of it expected outcomes", style: "second", values: series.expected))
    }
    if record.counts.dropped > 0 { rates.append(.init(name: "dropped", style: "third", values: series.dropped)) }
    let drawn = [
      chart(
        "users", open ? "Calls in flight" : "Virtual users", unit: open ? .calls : .users, series,
        [.init(name: open ? "in flight" : "users", style: "first", values: series.users)], counts: true),
      chart(
        "rate", record.counts.dropped > 0 ? "Requests and dropped arrivals a second" : "Requests a second",
        unit: .perSecond, series, rates),
      chart(
        "percentiles", "Response time of successful requests", unit: .milliseconds, series,
        [
          .init(name: "p50", style: "first", values: series.p50),
          .init(name: "p95", style: "second", values: series.p95),
          .init(name: "p99", style: "third", values: series.p99),
        ]),
      distribution,
    ]
    return .section(
      "Over time, and distribution",
      [.tag("div", ["class": "charts"], drawn), .hint(timelineHint(interval: series.interval))])
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

  private func chart(
    _ name: String, _ title: String, unit: Unit, _ series: TimelineSeries, _ lines: [LineChart.Series],
    counts: Bool = false
  ) -> HTML {
    let chart = LineChart(
      id: "\(article.anchor)-\(name)", title: title, unit: unit, seconds: series.seconds, series: lines, counts: counts,
      warmUps: record.warmUps, troubles: record.troubles, stages: stageMarks)
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
