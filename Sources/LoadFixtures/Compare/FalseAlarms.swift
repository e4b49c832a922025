import Foundation
import LoadEngine

/// How often equal sides raise an alarm, by simulation: the comparison's own proof, here because a test's code is not optimised.
package enum FalseAlarms {
  /// Of the logarithms of equal runs.
  private static let noise = 0.03

  /// The share of comparisons of equal sides in which some value is significant, margin off.
  ///
  /// - Parameters:
  ///   - runs: A side, in the order A B B A.
  ///   - drift: From the first run of a session to its last, linear, of the logarithm.
  ///   - values: Compared at once.
  ///   - comparisons: Of each seed.
  package static func share(runs: Int, drift: Double, values: Int, seeds: ClosedRange<UInt64>, comparisons: Int)
    -> Double
  {
    var alarms = 0
    for seed in seeds {
      var random = SplitMix64(seed: seed)
      for _ in 0..<comparisons {
        let session = (0..<values).map { _ in rounds(runs, drift: drift, &random) }
        let p = MaxTPermutation(session, a: runs, b: runs, seed: 1).adjusted
        if p.contains(where: { $0 <= Change.alpha(runs: runs) * (1 + 1e-9) }) { alarms += 1 }
      }
    }
    return Double(alarms) / Double(seeds.count * comparisons)
  }

  /// Side A first.
  private static func rounds(_ runs: Int, drift: Double, _ random: inout SplitMix64) -> [Double] {
    var (a, b): ([Double], [Double]) = ([], [])
    for place in 0..<(2 * runs) {
      // Box and Muller.
      let normal =
        (-2 * log(1 - Double.random(in: 0..<1, using: &random))).squareRoot()
        * cos(2 * .pi * Double.random(in: 0..<1, using: &random))
      let value = noise * normal + drift * Double(place) / Double(2 * runs - 1)
      if place % 4 == 0 || place % 4 == 3 { a.append(value) } else { b.append(value) }
    }
    return a + b
  }
}
