/// What a monitor knows, as metrics of Prometheus.
package enum MonitorMetrics {
  static func families(of state: MonitorState) -> [MetricFamily] {
    var families: [MetricFamily] = []
    var up = MetricFamily(
      name: "monitor_source_up", kind: .gauge,
      help: "1 while a source tells, 0 while it does not; absent where it cannot.")
    for kind in MonitorMetric.Source.allCases {
      switch state.sources[kind]?.reading.state {
      case .offered: up.add(1, [("source", kind.rawValue)])
      case .unreachable, .waiting: up.add(0, [("source", kind.rawValue)])
      case .notOffered, nil: break
      }
    }
    families.append(up)
    // Series of a Prometheus endpoint are to be had there.
    for metric in state.metrics where metric.source != .prometheus {
      let (suffix, unit, factor) = shape(of: metric.unit)
      let words = "\(metric.source.rawValue) \(metric.name)".lowercased()
      var family = MetricFamily(
        name: "monitor_" + words.replacing(" ", with: "_") + suffix, kind: .gauge,
        help: "The \(metric.name) of the last interval, of the \(metric.source.title).", unit: unit)
      family.add(state.latest(metric).map { $0 * factor })
      families.append(family)
    }
    var alerts = MetricFamily(
      name: "monitor_alert", kind: .gauge, help: "1 for each alert that lasts, by its level.")
    for alert in state.alerts {
      alerts.add(
        1, [("source", alert.metric.source.rawValue), ("metric", alert.metric.name), ("level", alert.level.rawValue)])
    }
    families.append(alerts)
    return families
  }

  /// What a name ends in, its unit, and what makes a value of it.
  private static func shape(of unit: Unit) -> (suffix: String, unit: MetricFamily.BaseUnit?, factor: Double) {
    switch unit {
    case .milliseconds: ("_seconds", .seconds, 0.001)
    case .share: ("_ratio", .ratio, 1)
    case .bytes: ("_bytes", .bytes, 1)
    case .perSecond, .rate: ("_per_second", nil, 1)
    case .cores: ("_cores", nil, 1)
    case .users, .calls, .count, .ratio: ("", nil, 1)
    }
  }
}
