/// How many requests took how long: the successful upwards, the failed downwards.
struct DistributionSection: ScenarioSection {
  let article: ScenarioArticle

  var html: HTML { section("Distribution", "distribution", charts.map { $0.render(article.anchor) }) }

  var charts: [Chart] {
    let total = record.total
    let marks = [Percentile.p50, .p95, .p99].filter { total.successes >= $0.samplesNeeded }
      .compactMap { mark in total.latency[mark].map { (label: mark.label, style: mark.rawValue, value: $0) } }
    let chart = DistributionChart(
      id: id("bars"), title: "Requests by response time, warm-up left out", buckets: record.distribution,
      failures: record.failureDistribution ?? [], marks: marks)
    return [Chart(name: "bars", svg: chart.render(), table: chart.table)]
  }
}
