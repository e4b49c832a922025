/// Where response times lay over the run's time.
struct HeatMapSection: ScenarioSection {
  let article: ScenarioArticle

  var html: HTML {
    let charts = charts
    return section(
      "Latency heat map", "heatmap",
      charts.isEmpty ? [.hint("The record holds no heat map.")] : charts.map { $0.render(article.anchor) })
  }

  var charts: [Chart] {
    guard let map = record.heatMap else { return [] }
    let chart = HeatMapChart(id: id("heat"), map: map, limit: record.responseTimeLimit)
    return [
      Chart(
        name: "heat", svg: chart.render(), table: chart.table,
        hint: "The stronger the colour, the more calls (by the logarithm of their count); warm-up included. "
          + "Ticks above: calls failed.")
    ]
  }
}
