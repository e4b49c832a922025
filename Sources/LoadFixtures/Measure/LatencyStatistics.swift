/// Percentiles of one set of latencies, milliseconds.
///
/// A percentile is the smallest recorded value that at least that share of the samples does not exceed, within the
/// histogram's three digits, and never above `max`. All are `nil` when there is no sample.
package struct LatencyStatistics: Codable, Sendable, Equatable {
  package var mean: Double?
  package var min: Double?
  package var p50: Double?
  package var p90: Double?
  package var p95: Double?
  package var p99: Double?
  package var p999: Double?
  package var max: Double?
  /// How sure the percentiles are, by their names (`p50`, `p999`): there are samples enough for those that are in it.
  package var intervals: [String: Interval]?

  /// Two-sided 95 % confidence interval of a percentile, milliseconds.
  package struct Interval: Codable, Sendable, Equatable {
    package var low: Double
    package var high: Double

    package init(low: Double, high: Double) {
      self.low = low
      self.high = high
    }
  }

  package init(
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
  package static func samplesNeeded(forQuantile q: Double) -> Int {
    var n = 1
    var tail = Swift.max(q, 1 - q)
    while tail > 0.025, n < 1_000_000 {
      tail *= Swift.max(q, 1 - q)
      n += 1
    }
    return n
  }
}

extension NumberFormat {
  /// A percentile without its unit, or "insufficient (n)" when n samples are too few to state it.
  package static func percentile(_ value: Double?, quantile: Double, samples: Int) -> String {
    guard let value else { return missing }
    let enough = samples >= LatencyStatistics.samplesNeeded(forQuantile: quantile)
    return enough ? number(value) : "insufficient (\(count(samples)))"
  }
}
