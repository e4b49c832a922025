/// A key performance indicator that a requirement can be set on.
///
/// Response times are those of successful requests, from the intended start where the model has one.
public enum KPI: String, CaseIterable, Codable, Sendable {
  case averageResponseTime = "avg response time"
  case p50ResponseTime = "p50 response time"
  case p90ResponseTime = "p90 response time"
  case p95ResponseTime = "p95 response time"
  case p99ResponseTime = "p99 response time"
  /// Failed requests and dropped arrivals, of them and the completed ones, 0 to 1.
  case errorRate = "error rate"
  /// Successful requests that were answered within 3 s, a second of the stage.
  ///
  /// An `atLeast` is met from 99 % of the limit on: the generator holds a rate within 1 % (validity check 5), so a
  /// smaller shortfall says nothing about the target.
  case throughput
  /// Users of the first step that broke, see ``BreakingPoint``.
  case breakingPoint = "breaking point"
  /// p95 of the last stage over p95 of the first one, see ``Recovery``.
  case recovery

  /// `ms`, `share`, `req/s`, `users` or `x`.
  public var unit: String {
    switch self {
    case .averageResponseTime, .p50ResponseTime, .p90ResponseTime, .p95ResponseTime, .p99ResponseTime: "ms"
    case .errorRate: "share"
    case .throughput: "req/s"
    case .breakingPoint: "users"
    case .recovery: "x"
    }
  }

  /// The share of samples at or below a percentile, `nil` for any other KPI.
  var quantile: Double? {
    switch self {
    case .p50ResponseTime: 0.5
    case .p90ResponseTime: 0.9
    case .p95ResponseTime: 0.95
    case .p99ResponseTime: 0.99
    default: nil
    }
  }

  /// Share of an `atLeast` limit that suffices.
  var tolerance: Double {
    self == .throughput ? 0.99 : 1
  }
}
