/// A number that a monitor follows.
package struct MonitorMetric: Sendable, Hashable, Codable {
  /// Where it comes from, in the order in which a screen has them.
  package enum Source: String, Sendable, Codable, CaseIterable {
    case target
    /// A Prometheus endpoint of the target's (`LOAD_TARGET_METRICS`).
    case prometheus
    /// This machine, where a local target is.
    case machine
    case process
    /// The load test that is followed.
    case load
  }

  package let source: Source
  package let name: String
  package let unit: Unit

  private init(_ source: Source, _ name: String, _ unit: Unit) {
    (self.source, self.name, self.unit) = (source, name, unit)
  }

  static let responseTime = Self(.target, "response time", .milliseconds)
  static let errorRate = Self(.target, "error rate", .share)
  static let requestRate = Self(.target, "requests", .perSecond)
  static let activeConnections = Self(.target, "connections", .count)
  static let openCircuits = Self(.target, "open circuits", .count)
  static let cacheHitRate = Self(.target, "cache hit rate", .share)
  static let health = Self(.target, "health call", .milliseconds)
  static let cacheKeys = Self(.target, "cache keys", .count)

  /// 1 while the target does not answer; an alert's alone.
  static let unreachable = Self(.target, "unreachable", .count)

  static let cpu = Self(.machine, "CPU", .share)
  static let memory = Self(.machine, "memory", .share)

  static let processCPU = Self(.process, "CPU", .cores)
  static let processMemory = Self(.process, "memory", .bytes)
  static let processDescriptors = Self(.process, "descriptors", .count)
  static let processConnections = Self(.process, "connections", .count)

  static let users = Self(.load, "users", .count)
  static let loadRate = Self(.load, "calls", .perSecond)
  static let loadP50 = Self(.load, "p50", .milliseconds)
  static let loadP95 = Self(.load, "p95", .milliseconds)
  static let loadP99 = Self(.load, "p99", .milliseconds)
  static let loadErrorRate = Self(.load, "error rate", .share)

  /// As a screen has them; series of Prometheus come behind.
  static let inOrder = [
    users, loadRate, loadP50, loadP95, loadP99, loadErrorRate, health, responseTime, errorRate, requestRate,
    activeConnections, openCircuits, cacheHitRate, cacheKeys, cpu, memory, processCPU, processMemory,
    processDescriptors,
    processConnections,
  ]

  /// A series of the target's own; a counter's as its rate.
  static func series(_ name: String, isRate: Bool = false) -> Self {
    Self(.prometheus, name, isRate ? .rate : .count)
  }
}

extension MonitorMetric.Source {
  var title: String {
    switch self {
    case .target: "target"
    case .prometheus: "metrics"
    case .machine: "machine"
    case .process: "process"
    case .load: "load test"
    }
  }

  /// Before a metric's name where that alone does not say whose it is.
  var prefix: String {
    switch self {
    case .target, .prometheus: ""
    case .machine: "machine "
    case .process: "process "
    case .load: "load "
    }
  }
}
