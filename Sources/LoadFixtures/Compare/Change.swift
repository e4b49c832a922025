import Foundation

/// What became of one value from side A to side B, and how sure that is.
///
/// Shifts and margins are logarithms of ratios, or for error rates differences of shares.
package struct Change: Codable, Sendable, Equatable {
  package enum Word: String, Codable, Sendable, CaseIterable {
    case better, worse, same, inconclusive
  }

  package var word: Word
  /// Hodges-Lehmann, side B less side A.
  package var shift: Double
  /// The ends of its exact 90 % interval; absent where the runs are too few for one.
  package var low: Double?
  package var high: Double?
  /// How often such an interval holds the shift; at least 0.9.
  package var level: Double?
  /// Within it a shift is nothing that matters.
  package var margin: Double
  /// Of the max-T permutation test over all values.
  package var adjustedP: Double
  /// The smallest shift that these runs would have found four times in five; only of what is inconclusive.
  package var smallestSeen: Double?
  /// More runs a side that would settle it; absent where it is settled, or 50 a side would not.
  package var moreRuns: Int?

  /// Fewer a side settle nothing.
  package static let fewestRuns = 4
  /// More a side are not asked for.
  static let mostRuns = 50

  /// The level of significance that so many runs a side are judged by.
  package static func alpha(runs: Int) -> Double { runs >= 6 ? 0.01 : 0.05 }

  /// Judges one value.
  ///
  /// Better and worse need significance and a shift beyond the margin. Same is a 90 % interval within it, which is the
  /// two one-sided tests of Schuirmann (Journal of Pharmacokinetics and Biopharmaceutics 15, 1987) at 5 %.
  ///
  /// - Parameters:
  ///   - values: How many were tested together, this one included.
  ///   - isHigherBetter: As of throughput.
  /// - Returns: `nil` where a side has no run.
  static func judge(
    a: [Double], b: [Double], margin: Double, adjustedP: Double, values: Int, isHigherBetter: Bool
  ) -> Change? {
    guard let estimate = HodgesLehmann(a, b) else { return nil }
    let interval = estimate.interval(level: 0.9)
    let shift = estimate.shift
    let runs = min(a.count, b.count)
    var change = Change(
      word: .inconclusive, shift: shift, low: interval?.range.lowerBound, high: interval?.range.upperBound,
      level: interval?.level, margin: margin, adjustedP: adjustedP)
    if runs >= fewestRuns {
      if adjustedP <= alpha(runs: runs) * (1 + 1e-9), abs(shift) > margin {
        change.word = (shift > 0) == isHigherBetter ? .better : .worse
        return change
      }
      if let range = interval?.range, -margin <= range.lowerBound, range.upperBound <= margin {
        change.word = .same
        return change
      }
    }
    let spread = Spread.pooled(a, b)
    change.smallestSeen = max(margin, visible(spread: spread, runs: runs, values: values))
    change.moreRuns = ((max(runs, fewestRuns - 1) + 1)...max(mostRuns, runs + 1)).first { more in
      let isFound = abs(shift) > margin && visible(spread: spread, runs: more, values: values) <= abs(shift)
      let halfWidth = 1.645 * spread * (2 / Double(more)).squareRoot()
      return isFound || abs(shift) + halfWidth <= margin
    }.flatMap { $0 <= mostRuns ? $0 - runs : nil }
    return change
  }

  /// The shift that is found four times in five, by the normal approximation with Bonferroni's bound in place of max-T,
  /// which asks for more: planning needs no exact figure.
  private static func visible(spread: Double, runs: Int, values: Int) -> Double {
    let tail = alpha(runs: runs) / 2 / Double(max(1, values))
    return (Spread.normalQuantile(upperTail: tail) + 0.8416) * spread * (2 / Double(max(1, runs))).squareRoot()
  }
}

/// How much equal runs differ.
enum Spread {
  /// The pooled standard deviation within two sides; 0 where no side has two runs.
  static func pooled(_ a: [Double], _ b: [Double]) -> Double {
    func squares(_ side: [Double]) -> Double {
      let mean = side.reduce(0, +) / Double(max(1, side.count))
      return side.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    let freedom = a.count + b.count - 2
    return freedom > 0 ? ((squares(a) + squares(b)) / Double(freedom)).squareRoot() : 0
  }

  /// The value that a standard normal variable exceeds with this probability, above 0 and at most 0.5; by bisection.
  static func normalQuantile(upperTail: Double) -> Double {
    var (low, high) = (0.0, 38.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if erfc(middle / 2.0.squareRoot()) / 2 > upperTail { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
