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
  /// How sure the percentiles are: there are samples enough for those that are in it.
  package var intervals: [Percentile: Interval]?

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
    p99: Double? = nil, p999: Double? = nil, max: Double? = nil, intervals: [Percentile: Interval]? = nil
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

  /// `nil` when there is no sample.
  package subscript(_ percentile: Percentile) -> Double? {
    switch percentile {
    case .p50: p50
    case .p90: p90
    case .p95: p95
    case .p99: p99
    case .p999: p999
    }
  }

  /// The lowest of the known percentiles that no value at this quantile, 0 to 1, lies above; `nil` beyond the last.
  func bound(ofQuantile quantile: Double) -> Double? {
    Percentile.allCases.first { $0.share >= quantile }.map { self[$0] } ?? (quantile <= 1 ? max : nil)
  }
}

/// The percentiles that are kept of each set of latencies, in rising order.
package enum Percentile: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
  case p50, p90, p95, p99, p999

  /// The share of the samples that do not exceed it, 0 to 1.
  package var share: Double {
    switch self {
    case .p50: 0.5
    case .p90: 0.9
    case .p95: 0.95
    case .p99: 0.99
    case .p999: 0.999
    }
  }

  /// As people write it: "p99.9".
  package var label: String { self == .p999 ? "p99.9" : rawValue }

  /// The smallest count of samples from which a finite two-sided 95 % confidence interval for it exists, with 2.5 % in
  /// either tail: the least n with share^n <= 0.025 (6 for p50, 368 for p99, 3,688 for p99.9).
  package var samplesNeeded: Int {
    var n = 1
    var tail = share
    while tail > 0.025 {
      tail *= share
      n += 1
    }
    return n
  }
}

extension NumberFormat {
  /// A percentile without its unit, or "insufficient (n)" when n samples are too few to state it.
  package static func percentile(_ percentile: Percentile, of latency: LatencyStatistics, samples: Int) -> String {
    guard let value = latency[percentile] else { return missing }
    return samples >= percentile.samplesNeeded ? number(value) : "insufficient (\(count(samples)))"
  }
}
