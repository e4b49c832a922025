/// Percentiles of one set of latencies, milliseconds.
///
/// A percentile is the smallest recorded value that at least that share of the samples does not exceed, within the
/// histogram's three digits, and never above `max`. All are `nil` when there is no sample.
public struct LatencyStatistics: Codable, Sendable, Equatable {
  public var mean: Double?
  public var min: Double?
  public var p50: Double?
  public var p90: Double?
  public var p95: Double?
  public var p99: Double?
  public var p999: Double?
  public var max: Double?
  /// How sure the percentiles are, by their names (`p50`, `p999`): there are samples enough for those that are in it.
  public var intervals: [String: Interval]?

  /// Two-sided 95 % confidence interval of a percentile, milliseconds.
  public struct Interval: Codable, Sendable, Equatable {
    public var low: Double
    public var high: Double

    public init(low: Double, high: Double) {
      self.low = low
      self.high = high
    }
  }

  public init(
    mean: Double? = nil, min: Double? = nil, p50: Double? = nil, p90: Double? = nil, p95: Double? = nil,
    p99: Double? = nil, p999: Double? = nil, max: Double? = nil, intervals: [String: Interval]? = nil
  ) {
    self.intervals = intervals
    self.mean = mean
    self.min = min
    self.p50 = p50
    self.p90 = p90
    self.p95 = p95
    self.p99 = p99
    self.p999 = p999
    self.max = max
  }

  /// The lowest of the known percentiles that no value at this quantile, 0 to 1, lies above; `nil` beyond the last.
  func bound(ofQuantile quantile: Double) -> Double? {
    let known: [(Double, Double?)] = [(0.5, p50), (0.9, p90), (0.95, p95), (0.99, p99), (0.999, p999), (1, max)]
    return known.first { $0.0 >= quantile }?.1
  }

  /// The smallest count of samples from which a finite two-sided 95 % confidence interval for the percentile exists,
  /// with 2.5 % in either tail: the least n with max(q, 1 - q)^n <= 0.025 (6 for p50, 368 for p99, 3,688 for p99.9).
  public static func samplesNeeded(forQuantile q: Double) -> Int {
    var n = 1
    var tail = Swift.max(q, 1 - q)
    while tail > 0.025, n < 1_000_000 {
      tail *= Swift.max(q, 1 - q)
      n += 1
    }
    return n
  }
}
