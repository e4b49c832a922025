/// Whether the measured part of a run was the same from its beginning to its end, from its seconds.
package struct Steadiness: Codable, Sendable, Equatable {
  /// The part that was looked at, seconds since the run's origin.
  package var from: Double
  package var to: Double
  /// p95 of the response times in its two halves, milliseconds.
  package var firstHalf: Double
  package var secondHalf: Double
  /// Whether the 95 % confidence intervals of the two do not overlap: else chance alone may have made the difference.
  package var isApart: Bool
  /// p50 of the whole part, milliseconds.
  package var p50: Double
  /// How much the p50 of a second rises in a minute, by the least squares, milliseconds, with half the width of its 95 %
  /// confidence interval; absent for fewer than three seconds with an answer.
  package var slope: Double?
  package var margin: Double?

  /// A difference of the halves that is not steady any more, of the first.
  package static let tolerance = 0.1

  /// How much the second half's p95 is above the first's, of the first.
  package var change: Double { secondHalf / firstHalf - 1 }

  /// Whether the trend is beyond chance, and over the whole part more than a tenth of the p50: a slope of nothing is
  /// significant once there are seconds enough.
  package var hasTrend: Bool {
    guard let slope, let margin, abs(slope) > margin else { return false }
    return abs(slope) * (to - from) / 60 > Self.tolerance * p50
  }

  package var isSteady: Bool { !(abs(change) > Self.tolerance && isApart) && !hasTrend }

  /// - Parameter seconds: Those of the measured part without gaps, with the response times of their successful calls.
  /// - Returns: `nil` where a half has too few answers for a p95.
  init?(_ seconds: [(number: Int, response: HDRHistogram)]) {
    guard let first = seconds.first?.number, let last = seconds.last?.number, last > first else { return nil }
    let middle = (first + last + 1) / 2
    var halves = (HDRHistogram(), HDRHistogram())
    for second in seconds {
      if second.number < middle { halves.0.add(second.response) } else { halves.1.add(second.response) }
    }
    let needed = Percentile.p95.samplesNeeded
    guard halves.0.count >= needed, halves.1.count >= needed,
      let before = halves.0.value(atQuantile: 0.95)?.milliseconds, before > 0,
      let after = halves.1.value(atQuantile: 0.95)?.milliseconds
    else { return nil }
    let (early, late) = (halves.0.interval(ofShare: 0.95), halves.1.interval(ofShare: 0.95))
    var all = halves.0
    all.add(halves.1)
    (from, to, firstHalf, secondHalf) = (Double(first), Double(last + 1), before, after)
    isApart = early.high < late.low || late.high < early.low
    p50 = all.value(atQuantile: 0.5)?.milliseconds ?? before
    let medians = seconds.compactMap { second in
      second.response.value(atQuantile: 0.5).map { (x: Double(second.number) / 60, y: $0.milliseconds) }
    }
    if let line = LeastSquares(medians) { (slope, margin) = (line.slope, line.margin) }
  }
}
