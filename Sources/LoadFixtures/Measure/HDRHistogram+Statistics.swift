import Foundation

extension HDRHistogram {
  /// The percentiles, mean and extremes in milliseconds; every one `nil` when empty.
  package var statistics: LatencyStatistics {
    let percentiles = values(atQuantiles: Percentile.allCases.map(\.share)).map(\.milliseconds)
    guard let min, let max, let mean, percentiles.count == 5 else { return LatencyStatistics() }
    return LatencyStatistics(
      mean: mean / 1e6, min: min.milliseconds, p50: percentiles[0], p90: percentiles[1], p95: percentiles[2],
      p99: percentiles[3], p999: percentiles[4], max: max.milliseconds, intervals: intervals)
  }

  private var intervals: [Percentile: LatencyStatistics.Interval] {
    var result: [Percentile: LatencyStatistics.Interval] = [:]
    for percentile in Percentile.allCases where count >= percentile.samplesNeeded {
      result[percentile] = interval(ofShare: percentile.share)
    }
    return result
  }

  /// From the order statistics: the rank of a percentile is binomial, and near enough to normal where there are samples
  /// enough to state it (Hahn and Meeker, "Statistical Intervals", 5.2). It assumes no distribution of the latencies. Of a
  /// histogram that is not empty.
  func interval(ofShare share: Double) -> LatencyStatistics.Interval {
    let reach = 1.96 * (share * (1 - share) / Double(count)).squareRoot()
    let bounds = values(atQuantiles: [share - reach, share + reach])
    return .init(low: bounds[0].milliseconds, high: bounds[1].milliseconds)
  }

  /// The shape of the distribution in at most this many bars, from the minimum to the maximum.
  ///
  /// Bounds grow by a constant factor, each moved up to the end of the histogram bucket it falls into, so that the
  /// counts are exact and add up to ``count``. Bars that fall into one bucket become one. Nothing when empty.
  package func distribution(maximumBuckets: Int) -> [DistributionBucket] {
    guard let min, let max else { return [] }
    let bars = Swift.max(1, maximumBuckets)
    let first = Double(Swift.max(min, 1000))
    let factor = pow(Double(Swift.max(max, 1000)) / first, 1 / Double(bars))
    let used = usedIndices
    var result: [DistributionBucket] = []
    var next = used.lowerBound
    for bar in 1...bars {
      let bound = bar == bars ? max : Int64(first * pow(factor, Double(bar)))
      let last = Swift.min(Self.index(ofNanoseconds: bound), used.upperBound - 1)
      guard last >= next else { continue }
      let total = (next...last).reduce(0) { $0 + bucketCount(at: $1) }
      let upTo = last == used.upperBound - 1 ? max : clamped(Self.highestNanoseconds(at: last))
      result.append(DistributionBucket(upTo: upTo.milliseconds, count: total))
      next = last + 1
    }
    return result
  }
}

extension Int64 {
  /// Nanoseconds as milliseconds.
  var milliseconds: Double { Double(self) / 1e6 }
}
