import Foundation

/// Percentiles up to the last that the samples carry, on an axis that gives each nine the same room.
struct CurveSection: ScenarioSection {
  let article: ScenarioArticle

  var html: HTML {
    let charts = charts
    return section(
      "Percentiles", "curve",
      charts.isEmpty
        ? [.hint("There are too few samples for a curve of percentiles.")] : charts.map { $0.render(article.anchor) })
  }

  var charts: [Chart] {
    guard let points = record.curve, points.count > 1 else { return [] }
    return [Self.chart(points, id: id("percentile-curve"))]
  }

  /// Where a share stands on the axis: 1 at 90 %, 2 at 99 %.
  static func nines(_ quantile: Double) -> Double { -log10(1 - quantile) }

  /// The axis up to a share.
  static func axis(upTo quantile: Double) -> AxisScale {
    let ticks = [(0.5, "50"), (0.9, "90"), (0.99, "99"), (0.999, "99.9"), (0.9999, "99.99"), (0.99999, "99.999")]
    let upper = max(nines(quantile), 0.5)
    return AxisScale(
      lower: 0, upper: upper,
      ticks: ticks.filter { nines($0.0) <= upper * 1.001 }.map { .init(value: nines($0.0), label: $0.1) })
  }

  private static func chart(_ points: [CurvePoint], id: String) -> Chart {
    let services = points.compactMap { point in point.service.map { (nines(point.quantile), $0) } }
    var series = [
      XYChart.Series(
        name: "response time", style: "users", points: points.map { (nines($0.quantile), $0.response) }, kind: .line)
    ]
    if !services.isEmpty {
      series.append(.init(name: "service time", style: "flight", points: services, kind: .line))
    }
    let (last, values) = (points[points.count - 1], points.flatMap { [$0.low, $0.high, $0.service ?? $0.low] })
    let named = points.filter { [0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999].contains($0.quantile) }
    let chart = XYChart(
      id: id, title: "Share of requests that took at most so long",
      summary: named.map {
        "\(NumberFormat.share($0.quantile)) at most \(NumberFormat.milliseconds($0.response))"
      }.joined(separator: "; "),
      x: (axis(upTo: last.quantile), "% of successful requests"),
      y: (.logarithmic(holding: values), "ms"), series: series,
      band: (
        "users", points.map { (nines($0.quantile), $0.low) }, points.map { (nines($0.quantile), $0.high) }
      ))
    let table = HTMLTable(
      caption: "Response times of successful requests, warm-up left out (ms)",
      columns: [
        .text("At most (%)") { NumberFormat.trimmed(NumberFormat.fixed($0.quantile * 100, decimals: 5)) },
        .number("Response time", \.response), .number("From (95 %)", \.low), .number("To", \.high),
      ] + (services.isEmpty ? [] : [.number("Service time", \.service)]),
      rows: HTMLTable<CurvePoint>.thinned(points), isPlain: true
    ).render()
    return Chart(
      name: "percentile-curve", svg: chart.render(), table: table,
      hint: "As far as the samples carry it, with its 95 % confidence band."
        + (services.isEmpty
          ? "" : " Service time counts from when a call was made, response time from when it was due."))
  }
}
