import Foundation

/// All that a monitor knows: what each source said, each metric over time, and the alerts. A pure value; readings and
/// instants are given in.
package struct MonitorState: Sendable {
  /// A source with when it was heard of.
  struct Source: Sendable {
    var reading: SourceReading
    /// When the reading came.
    var second: Double
    /// Since when it has been as it is.
    var since: Date
    /// Whether the reading was counted already.
    var isCounted = false
  }

  /// What has happened, for the log.
  package enum News: Sendable, Equatable {
    case raised(Alert)
    case cleared(Alert)
  }

  private(set) var sources: [MonitorMetric.Source: Source] = [:]
  private(set) var series: [MonitorMetric: MetricSeries] = [:]
  private var watches: [AlertWatch]
  /// Those that are over; the first ones stay.
  private(set) var pastAlerts: [Alert] = []
  private(set) var alertsLeftOut = 0
  /// Seconds since the monitor began, of the last tick, and its time.
  package private(set) var second = 0.0
  package private(set) var time: Date
  package let began: Date
  let interval: Double
  /// For people.
  package let target: String

  /// Alerts that are kept; a target whose values flutter has any number.
  private static let mostAlerts = 1000
  /// A source of which nothing was heard for so many intervals, and at least that many seconds, is unreachable.
  private static let patience = (intervals: 3.0, seconds: 10.0)

  package init(target: String, interval: Double, rules: [AlertRule], sources: [MonitorMetric.Source], at time: Date) {
    (self.target, self.interval, began, self.time) = (target, interval, time, time)
    watches = rules.map { AlertWatch($0) }
    for source in sources {
      self.sources[source] = Source(reading: SourceReading(.waiting("not heard of yet")), second: 0, since: time)
    }
  }

  /// Takes what a source says.
  mutating func take(_ reading: SourceReading, from kind: MonitorMetric.Source, at second: Double, _ time: Date) {
    let before = sources[kind]
    let isSame = before?.reading.state.word == reading.state.word
    sources[kind] = Source(reading: reading, second: second, since: isSame ? before?.since ?? time : time)
  }

  /// Ends an interval: takes one sample of each metric that was told in it, and holds the values against the thresholds.
  ///
  /// - Returns: The alerts that were raised or cleared.
  mutating func tick(at second: Double, _ time: Date) -> [News] {
    (self.second, self.time) = (second, time)
    // A source that was not heard of in this interval leaves the thresholds as they are.
    var quiet: Set<MonitorMetric.Source> = []
    for (kind, source) in sources where source.reading.state == .offered {
      guard source.isCounted else {
        sources[kind]?.isCounted = true
        for (metric, value) in source.reading.values { series[metric, default: MetricSeries()].add(value, at: second) }
        continue
      }
      if second - source.second > max(Self.patience.seconds, Self.patience.intervals * interval) {
        take(SourceReading(.unreachable("it has said nothing since")), from: kind, at: second, time)
      } else {
        quiet.insert(kind)
      }
    }
    return watches.indices.compactMap { index in
      let metric = watches[index].rule.metric
      guard !quiet.contains(metric.source), let alert = watches[index].take(latest(metric), at: second) else {
        return nil
      }
      guard alert.cleared != nil else { return .raised(alert) }
      if pastAlerts.count < Self.mostAlerts { pastAlerts.append(alert) } else { alertsLeftOut += 1 }
      return .cleared(alert)
    }
  }

  /// Those that last, the worst first.
  package var alerts: [Alert] { watches.compactMap(\.current).sorted { $0.level > $1.level } }

  /// All alerts, in order of time.
  package var allAlerts: [Alert] { (pastAlerts + alerts).sorted { $0.raised < $1.raised } }

  /// The metric's value in the last interval; `nil` when it was not told in it.
  func latest(_ metric: MonitorMetric) -> Double? {
    guard let source = sources[metric.source], source.reading.state == .offered else { return nil }
    return source.reading.values[metric]
  }

  /// The metrics that were told of, by source, each in the order in which they are declared.
  var metrics: [MonitorMetric] {
    let known = MonitorMetric.inOrder
    return series.keys.sorted {
      (known.firstIndex(of: $0) ?? .max, $0.name) < (known.firstIndex(of: $1) ?? .max, $1.name)
    }
  }
}
