/// Users, rate and percentiles of a run over its time, whether it is over or goes on.
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

  var users: HTML {
    let open = model == .open
    return chart(
      "users", open ? "Calls in flight" : "Virtual users", unit: open ? .calls : .users,
      [.init(name: open ? "in flight" : "users", style: "first", values: series.users)], counts: true)
  }

  var rate: HTML {
    var rates: [LineChart.Series] = [
      .init(name: "completed", style: "first", values: series.completed),
      .init(name: "failed", style: "bad", values: series.failed),
    ]
    if hasExpected {
      rates.append(.init(name: "of it expected outcomes", style: "second", values: series.expected))
    }
    if hasDropped { rates.append(.init(name: "dropped", style: "third", values: series.dropped)) }
    return chart(
      "rate", hasDropped ? "Requests and dropped arrivals a second" : "Requests a second", unit: .perSecond, rates)
  }

  var percentiles: HTML {
    chart(
      "percentiles", "Response time of successful requests", unit: .milliseconds,
      [
        .init(name: "p50", style: "first", values: series.p50),
        .init(name: "p95", style: "second", values: series.p95),
        .init(name: "p99", style: "third", values: series.p99),
      ])
  }

  private func chart(
    _ name: String, _ title: String, unit: Unit, _ lines: [LineChart.Series], counts: Bool = false
  ) -> HTML {
    let chart = LineChart(
      id: "\(anchor)-\(name)", title: title, unit: unit, seconds: series.seconds, series: lines, counts: counts,
      warmUps: warmUps, troubles: troubles, stages: stages)
    return .tag("div", ["class": "chart"], chart.render())
  }
}
