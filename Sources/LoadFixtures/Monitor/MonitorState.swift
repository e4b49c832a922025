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
  }

  private(set) var sources: [MonitorMetric.Source: Source] = [:]
  private(set) var series: [MonitorMetric: MetricSeries] = [:]
  private var watches: [AlertWatch]
  /// Those that are over; the first ones stay.
  private(set) var pastAlerts: [Alert] = []
  private(set) var alertsLeftOut = 0
  /// Of all alerts, those that were left out included; `nil` for none.
  private(set) var worstLevel: Alert.Level?
  /// Those that were raised or cleared since the last tick.
  private var news: [Alert] = []
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

  /// - Parameter holdTime: Seconds for which a value must be beyond its threshold, or back.
  package init(
    target: String, interval: Double, rules: [AlertRule], holdTime: Double = AlertRule.holdTime,
    sources: [MonitorMetric.Source], at time: Date
  ) {
    (self.target, self.interval, began, self.time) = (target, interval, time, time)
    watches = rules.map { AlertWatch($0, holdTime: holdTime) }
    for source in sources {
      self.sources[source] = Source(reading: SourceReading(.waiting("not heard of yet")), second: 0, since: time)
    }
  }

  /// Takes what a source says: a sample of each of its values, which are held against the thresholds at once.
  mutating func take(_ reading: SourceReading, from kind: MonitorMetric.Source, at second: Double, _ time: Date) {
    let before = sources[kind]
    let isSame = before?.reading.state.word == reading.state.word
    var reading = reading
    if reading.isPartial, reading.state == .offered { reading.values = before?.reading.values ?? [:] }
    sources[kind] = Source(
      reading: reading, second: reading.isPartial ? before?.second ?? second : second,
      since: isSame ? before?.since ?? time : time)
    if reading.isPartial { return }
    for (metric, value) in reading.values { series[metric, default: MetricSeries()].add(value, at: second) }
    if kind == .target {
      let isAway = if case .unreachable = reading.state { 1.0 } else { 0.0 }
      reading.values[.unreachable] = isAway
    }
    // One that was killed says no more.
    let isGone = if case .unreachable = reading.state { kind == .load } else { false }
    let isOver = reading.load?.verdict != nil || isGone
    for index in watches.indices where watches[index].rule.metric.source == kind {
      let value = reading.values[watches[index].rule.metric]
      if let alert = watches[index].take(value, at: second) { keep(alert) }
      // What a load had to say ends with it.
      if isOver, let alert = watches[index].end(at: second) { keep(alert) }
    }
  }

  private mutating func keep(_ alert: Alert) {
    worstLevel = max(worstLevel ?? alert.level, alert.level)
    news.append(alert)
    guard alert.cleared != nil else { return }
    if pastAlerts.count < Self.mostAlerts { pastAlerts.append(alert) } else { alertsLeftOut += 1 }
  }

  /// Ends an interval.
  ///
  /// - Returns: The alerts that were raised in it, and those that were cleared, which say so.
  mutating func tick(at second: Double, _ time: Date) -> [Alert] {
    (self.second, self.time) = (second, time)
    let patience = max(Self.patience.seconds, Self.patience.intervals * interval)
    for (kind, source) in sources where source.reading.state == .offered && second - source.second > patience {
      take(SourceReading(.unreachable("it has said nothing since")), from: kind, at: second, time)
    }
    for alert in alerts { worstLevel = max(worstLevel ?? alert.level, alert.level) }
    defer { news = [] }
    return news
  }

  /// Those that last, the worst first.
  package var alerts: [Alert] { watches.compactMap(\.current).sorted { $0.level > $1.level } }

  /// All alerts, in order of time.
  package var allAlerts: [Alert] { (pastAlerts + alerts).sorted { $0.raised < $1.raised } }

  /// The metric's value in the latest reading of its source, which is not older than ``patience``; `nil` when that
  /// did not tell it.
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
