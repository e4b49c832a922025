import Foundation

/// What monitors saw while the load went on, on its time axis.
struct MonitorSection: ScenarioSection {
  let article: ScenarioArticle

  private static let mostCharts = 24
  private static let mostPoints = 500
  private static let mostAlerts = 100

  var html: HTML {
    let seen = article.monitors.compactMap(overlap)
    guard !seen.isEmpty else { return .empty }
    let drawn = drawn(of: seen)
    var parts = [grid(Array(drawn.prefix(Self.mostCharts))), alerts(of: seen)]
    if drawn.count > Self.mostCharts {
      parts.append(.hint("\(Self.mostCharts) of \(NumberFormat.count(drawn.count)) series are drawn."))
    }
    parts.append(
      .hint(
        "As a monitor saw it, \(seen.map(\.file.target).joined(separator: ", ")); a point is a sample, of many the highest. "
          + "Red: an alert of that metric lasted."
          + (record.loadBegan == nil
            ? " The record does not tell when its load began: the axis may be off by seconds." : "")))
    return section("Under the load, as a monitor saw it", "monitor", parts)
  }

  var charts: [Chart] { Array(drawn(of: article.monitors.compactMap(overlap)).prefix(Self.mostCharts)) }

  private func drawn(of monitors: [Overlap]) -> [Chart] {
    monitors.enumerated().flatMap { number, monitor in
      monitor.file.series.enumerated().compactMap { chart($1, of: monitor, name: "monitor-\(number)-\($0)") }
    }
  }

  private typealias Overlap = (file: MonitorFile, offset: Double)

  /// `nil` for one that saw nothing of the load.
  private func overlap(_ file: MonitorFile) -> Overlap? {
    guard let offset = file.offset(from: record) else { return nil }
    let isSeen = file.series.contains { series in
      series.samples.contains { (0...record.duration).contains($0.to + offset) }
    }
    return isSeen ? (file, offset) : nil
  }

  private func chart(_ series: MonitorFile.Series, of monitor: Overlap, name: String) -> Chart? {
    // The load itself is drawn above, from its own samples.
    guard series.source != .load else { return nil }
    let samples = series.samples.filter { (0...record.duration).contains($0.to + monitor.offset) }
    guard samples.count > 1 else { return nil }
    let step = samples.count / Self.mostPoints + 1
    var points = stride(from: 0, to: samples.count, by: step).map { start in
      let group = samples[start..<min(start + step, samples.count)]
      return (second: (group.last?.to ?? 0) + monitor.offset, value: group.map(\.max).max())
    }
    let gap = 3 * (samples[samples.count - 1].to - samples[0].to) / Double(points.count - (points.count > 1 ? 1 : 0))
    // Where it was not told there is no line.
    for index in points.indices.dropFirst().reversed() where points[index].second - points[index - 1].second > gap {
      points.insert((points[index - 1].second + gap / 3, nil), at: index)
    }
    points.append((max(record.duration, points[points.count - 1].second), nil))
    let chart = LineChart(
      id: id(name), title: series.title.neutralised.capitalizedFirst, unit: series.unit,
      seconds: points.map(\.second), series: [.init(name: series.metric, style: "first", values: points.map(\.value))],
      warmUps: record.warmUps,
      troubles: monitor.file.alerts(during: record)
        .filter { $0.alert.metric.source == series.source && $0.alert.metric.name == series.metric }
        .map { ($0.range, "") })
    return Chart(name: name, svg: chart.render(), table: chart.table)
  }

  private func alerts(of monitors: [Overlap]) -> HTML {
    let rows = monitors.flatMap { $0.file.alerts(during: record) }.sorted { $0.range.lowerBound < $1.range.lowerBound }
    guard !rows.isEmpty else { return .hint("No alert lasted while the load went on.") }
    func value(_ value: Double, _ alert: Alert) -> String { NumberFormat.value(value, unit: alert.metric.unit) }
    return HTMLTable(
      caption: "Alerts of the monitor while the load went on, seconds since its start",
      columns: [
        .words("Metric", style: "name") { "\($0.alert.metric.source.prefix)\($0.alert.metric.name)" },
        .cells("Level") { .badge($0.alert.level.rawValue, $0.alert.level >= .high ? "failed" : "warned") },
        .text("Threshold") { value($0.alert.threshold, $0.alert) }, .text("Worst") { value($0.alert.worst, $0.alert) },
        .number("From", \.range.lowerBound), .number("To", \.range.upperBound),
      ], rows: Array(rows.prefix(Self.mostAlerts))
    ).render()
  }
}

extension MonitorFile {
  /// How many seconds after a load's beginning it began; `nil` where the record does not tell.
  func offset(from record: RunRecord) -> Double? {
    let began = record.loadBegan ?? (try? Date(record.startedAt, strategy: .iso8601))?.timeIntervalSince1970
    return began.map { self.began.timeIntervalSince1970 - $0 }
  }

  /// The alerts that lasted while a load went on, as far as the monitor saw them, seconds of the load.
  func alerts(during record: RunRecord) -> [(alert: Alert, range: ClosedRange<Double>)] {
    guard let offset = offset(from: record) else { return [] }
    let watched = ended.timeIntervalSince(began)
    return alerts.compactMap { alert in
      let start = max(0, alert.raised + offset)
      let end = min(record.duration, (alert.cleared ?? max(watched, alert.raised)) + offset)
      return start <= end ? (alert, start...end) : nil
    }
  }
}
