/// A threshold of one metric.
package struct AlertRule: Sendable {
  /// What makes a level of a value beyond the threshold.
  enum Scale: Sendable {
    /// By value / threshold: over 2, 1.5, 1.2.
    case ratio
    /// Of a share, by the part of what was left above the threshold: over 0.75, 0.5, 0.25.
    case headroom
    /// By how many there are: one is high, more are critical.
    case count
    /// Always critical.
    case critical
  }

  let metric: MonitorMetric
  /// In the metric's unit.
  var threshold: Double
  let scale: Scale
  /// Whether the threshold itself is beyond: "at least" in place of "more than".
  let isInclusive: Bool

  /// Seconds for which a value must be beyond until the alert is raised, and back until it is cleared.
  static let holdTime = 3.0
  /// What counts as back: at most so much of the threshold. Between the two nothing changes.
  static let clearShare = 0.95

  /// The usual thresholds. Of a load test that is followed the response time is the p95 of its last seconds; a target
  /// tells its average.
  package static let usual = [
    AlertRule(metric: .loadP95, threshold: 1000, scale: .ratio, isInclusive: false),
    AlertRule(metric: .responseTime, threshold: 1000, scale: .ratio, isInclusive: false),
    AlertRule(metric: .loadErrorRate, threshold: 0.05, scale: .ratio, isInclusive: false),
    AlertRule(metric: .errorRate, threshold: 0.05, scale: .ratio, isInclusive: false),
    AlertRule(metric: .cpu, threshold: 0.8, scale: .headroom, isInclusive: false),
    AlertRule(metric: .memory, threshold: 0.85, scale: .headroom, isInclusive: false),
    AlertRule(metric: .openCircuits, threshold: 1, scale: .count, isInclusive: true),
    // A target that is away breaks no threshold, and is not well.
    AlertRule(metric: .unreachable, threshold: 1, scale: .critical, isInclusive: true),
  ]

  func isBeyond(_ value: Double) -> Bool { isInclusive ? value >= threshold : value > threshold }

  func isBack(_ value: Double) -> Bool { isInclusive ? value < threshold : value <= Self.clearShare * threshold }

  func level(of value: Double) -> Alert.Level {
    switch scale {
    case .ratio: Self.level(threshold > 0 ? value / threshold : .infinity, 2, 1.5, 1.2)
    case .headroom: Self.level(threshold < 1 ? (value - threshold) / (1 - threshold) : 0, 0.75, 0.5, 0.25)
    case .critical: .critical
    case .count: value >= threshold + 1 ? .critical : .high
    }
  }

  private static func level(_ value: Double, _ critical: Double, _ high: Double, _ medium: Double) -> Alert.Level {
    value > critical ? .critical : value > high ? .high : value > medium ? .medium : .low
  }
}

/// Follows one threshold: raised once, cleared once. A pure value; values and their times are given in.
struct AlertWatch: Sendable {
  let rule: AlertRule
  private(set) var current: Alert?
  /// Since when the value has been on the other side than the alert's state says, and the worst since.
  private var crossing: (since: Double, worst: Double)?
  private let holdTime: Double

  init(_ rule: AlertRule, holdTime: Double = AlertRule.holdTime) { (self.rule, self.holdTime) = (rule, holdTime) }

  /// Clears the alert that lasts, if any: what it was about is over.
  mutating func end(at second: Double) -> Alert? {
    guard var alert = current else { return nil }
    alert.cleared = second
    (current, crossing) = (nil, nil)
    return alert
  }

  /// Takes the value at `second`; `nil` for one that is not known, which changes nothing and lets no time count.
  ///
  /// - Returns: The alert that was raised or cleared, if any.
  mutating func take(_ value: Double?, at second: Double) -> Alert? {
    guard let value else {
      crossing = nil
      return nil
    }
    guard var alert = current else {
      guard rule.isBeyond(value) else {
        crossing = nil
        return nil
      }
      let since = crossing?.since ?? second
      let worst = max(value, crossing?.worst ?? value)
      crossing = (since, worst)
      guard second - since >= holdTime else { return nil }
      let raised = Alert(
        metric: rule.metric, threshold: rule.threshold, worst: worst, level: rule.level(of: worst), raised: second)
      (current, crossing) = (raised, nil)
      return raised
    }
    if value > alert.worst {
      (alert.worst, alert.level) = (value, max(alert.level, rule.level(of: value)))
      current = alert
    }
    guard rule.isBack(value) else {
      crossing = nil
      return nil
    }
    let since = crossing?.since ?? second
    crossing = (since, value)
    guard second - since >= holdTime else { return nil }
    alert.cleared = second
    (current, crossing) = (nil, nil)
    return alert
  }
}

extension AlertRule {
  package static let allowedThresholds =
    "NAME=NUMBER or NAME=off with response-time (ms), error-rate, cpu, memory (%), open-circuits or unreachable"

  /// The rules with one threshold changed, `response-time=500`; `nil` for a text that is no such thing.
  package static func changing(_ rules: [AlertRule], by text: String) -> [AlertRule]? {
    guard let mark = text.firstIndex(of: "=") else { return nil }
    let value = text[text.index(after: mark)...]
    let names: [Substring: (metrics: Set<MonitorMetric>, factor: Double, range: ClosedRange<Double>)] = [
      "response-time": ([.responseTime, .loadP95], 1, 0.001...3_600_000),
      "error-rate": ([.errorRate, .loadErrorRate], 0.01, 0...1), "cpu": ([.cpu], 0.01, 0...1),
      "memory": ([.memory], 0.01, 0...1),
      "unreachable": ([.unreachable], 1, 1...1), "open-circuits": ([.openCircuits], 1, 1...1e6),
    ]
    guard let (metrics, factor, range) = names[text[..<mark]] else { return nil }
    if value == "off" { return rules.filter { !metrics.contains($0.metric) } }
    guard let number = Double(value).map({ $0 * factor }), range.contains(number) else { return nil }
    return rules.map { rule in
      var rule = rule
      if metrics.contains(rule.metric) { rule.threshold = number }
      return rule
    }
  }
}
