import Foundation
import LoadEngine
import Testing

@testable import LoadFixtures

/// How often 20 values of equal sides raise an alarm, margin off: ten seeds of 10,000 comparisons each with
/// `LOAD_LONG_CHECKS=1`, of 500 without.
@Suite("Comparison: false alarms")
struct FalseAlarmTests {
  /// Measured: 22 to 45 us of CPU each, 13 s for 10 x 10,000 in four settings.
  private static let perSeed = RealTime.hasLongChecks ? 10_000 : 500

  @Test(
    "no more than alpha, with a drift under A B B A too",
    arguments: [(5, 0.0), (5, 0.1), (6, 0.0), (6, 0.1)])
  func alarms(runs: Int, drift: Double) {
    let alpha = Change.alpha(runs: runs)
    var alarms = 0
    for seed in 1...10 {
      var random = SplitMix64(seed: UInt64(seed))
      for _ in 0..<Self.perSeed {
        let values = (0..<20).map { _ in Self.rounds(runs, drift: drift, &random) }
        let p = MaxTPermutation(values, a: runs, b: runs, seed: 1).adjusted
        if p.contains(where: { $0 <= alpha }) { alarms += 1 }
      }
    }
    let count = Double(10 * Self.perSeed)
    #expect(Double(alarms) / count <= alpha + 3 * (alpha * (1 - alpha) / count).squareRoot())
    // A test that never alarms would pass as well.
    if drift == 0 { #expect(alarms > 0) }
  }

  /// Runs in the order A B B A, 3 % of noise, side A first.
  private static func rounds(_ runs: Int, drift: Double, _ random: inout SplitMix64) -> [Double] {
    var (a, b): ([Double], [Double]) = ([], [])
    for place in 0..<(2 * runs) {
      // Box and Muller.
      let normal = (-2 * log(1 - random.unit())).squareRoot() * cos(2 * .pi * random.unit())
      let value = 0.03 * normal + drift * Double(place) / Double(2 * runs - 1)
      if place % 4 == 0 || place % 4 == 3 { a.append(value) } else { b.append(value) }
    }
    return a + b
  }
}
