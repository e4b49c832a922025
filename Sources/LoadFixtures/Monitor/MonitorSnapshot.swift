import Foundation

/// What a monitor shows at a moment, for programs: a line of `--json`.
package struct MonitorSnapshot: Codable, Sendable {
  struct SourceStatus: Codable, Sendable, Equatable {
    var source: MonitorMetric.Source
    /// offered, not offered, unreachable or waiting.
    var state: String
    /// What is the matter, in words; absent for nothing.
    var detail: String?
    /// Since when it has been so.
    var since: Date
    /// Parts of it that say nothing.
    var silent: [String]?
  }

  struct Value: Codable, Sendable {
    var source: MonitorMetric.Source
    var metric: String
    var unit: Unit
    /// Of the latest reading, not older than ten seconds or three intervals; absent when that did not tell it.
    var now: Double?
    /// Of all samples.
    var mean: Double?
    var min: Double?
    var max: Double?
    var p95: Double?
    var samples: Int
    var trend: MetricSeries.Trend
  }

  var time: Date
  /// Seconds since the monitor began.
  var second: Double
  var target: String
  var sources: [SourceStatus]
  var values: [Value]
  var openCircuits: [String]?
  var load: LoadProgress?
  /// Those that last.
  var alerts: [Alert]

  package init(_ state: MonitorState) {
    (time, second, target) = (state.time, state.second, state.target)
    sources = MonitorMetric.Source.allCases.compactMap { kind in
      guard let source = state.sources[kind] else { return nil }
      let (reading, detail) = (source.reading, source.reading.state.detail)
      return SourceStatus(
        source: kind, state: reading.state.word, detail: detail.isEmpty ? nil : detail, since: source.since,
        silent: reading.parts.isEmpty ? nil : reading.parts)
    }
    values = state.metrics.map { metric in
      let series = state.series[metric] ?? MetricSeries()
      return Value(
        source: metric.source, metric: metric.name, unit: metric.unit, now: state.latest(metric), mean: series.mean,
        min: series.lowest, max: series.highest, p95: series.p95, samples: series.count, trend: series.trend)
    }
    openCircuits = state.sources[.target]?.reading.openCircuits
    load = state.sources[.load]?.reading.load
    alerts = state.alerts
  }
}

/// What a monitor leaves: every sample, what they come to, and the alerts.
package struct MonitorReport: Codable, Sendable {
  static let currentVersion = 1

  struct Series: Codable, Sendable {
    var source: MonitorMetric.Source
    var metric: String
    var unit: Unit
    /// A sample each; old ones thinned to their extremes and their sum.
    var samples: [MetricBucket]
  }

  var version = currentVersion
  /// When the monitor began, and when it ended.
  var began: Date
  var ended: Date
  /// Seconds.
  var interval: Double
  var target: String
  /// How it was at the end.
  var last: MonitorSnapshot
  var series: [Series]
  /// All that were raised, in order.
  var alerts: [Alert]
  /// How many more there were; absent for none.
  var alertsLeftOut: Int?
  /// The worst level of all of them; absent for none.
  var worstLevel: Alert.Level?

  package init(_ state: MonitorState) {
    (began, ended, interval, target) = (state.began, state.time, state.interval, state.target)
    last = MonitorSnapshot(state)
    series = state.metrics.map { metric in
      Series(
        source: metric.source, metric: metric.name, unit: metric.unit, samples: state.series[metric]?.buckets ?? [])
    }
    alerts = state.allAlerts
    alertsLeftOut = state.alertsLeftOut > 0 ? state.alertsLeftOut : nil
    worstLevel = state.worstLevel
  }

  /// Whether an alert of that level or a worse one was raised.
  package func hasAlert(from level: Alert.Level) -> Bool { worstLevel.map { $0 >= level } ?? false }
}

extension Encodable {
  /// As JSON on one line or over many, dates in UTC.
  package func monitorJSON(pretty: Bool = false) throws -> String {
    let encoder = JSONEncoder()
    // Whole seconds would put a monitor beside a load test's time.
    encoder.dateEncodingStrategy = .custom { date, encoder in
      var container = encoder.singleValueContainer()
      try container.encode(date.formatted(Date.ISO8601FormatStyle.withFractionalSeconds))
    }
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
