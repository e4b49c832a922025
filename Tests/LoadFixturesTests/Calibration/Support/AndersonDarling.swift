import Foundation

/// The Anderson-Darling test of a fully known distribution.
///
/// Weighs the tails more than Kolmogorov-Smirnov does, which is where gaps between arrivals go wrong.
enum AndersonDarling {
  /// Exceeded by 1 % of samples that do follow the distribution (D'Agostino and Stephens, "Goodness-of-Fit Techniques",
  /// table 4.2, case 0).
  static let onePercent = 3.857

  /// A^2 of values that should be exponential with mean 1.
  static func exponential(_ gaps: [Double]) -> Double {
    // F(x) = 1 - exp(-x); log F and log (1 - F) = -x without the cancellation of 1 - F.
    let sorted = gaps.sorted()
    let n = sorted.count
    var sum = 0.0
    for index in 0..<n {
      let below = log(max(-expm1(-sorted[index]), .leastNormalMagnitude))
      let above = -sorted[n - 1 - index]
      sum += Double(2 * index + 1) * (below + above)
    }
    return -Double(n) - sum / Double(n)
  }
}
