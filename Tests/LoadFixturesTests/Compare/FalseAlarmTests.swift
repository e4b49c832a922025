import TestSupport
import Testing

@testable import LoadFixtures

/// How often 20 values of equal sides raise an alarm, margin off: ten seeds of 10,000 comparisons each with
/// `LOAD_LONG_CHECKS=1`, of 500 without.
@Suite("Comparison: false alarms", .serialized)
struct FalseAlarmTests {
  /// Measured: 22 to 45 us of CPU each, 13 s for 10 x 10,000 in four settings.
  private static let perSeed = RealTime.hasLongChecks ? 10_000 : 500

  @Test(
    "no more than alpha, with a drift under A B B A too",
    arguments: [(5, 0.0), (5, 0.1), (6, 0.0), (6, 0.1)])
  func alarms(runs: Int, drift: Double) async throws {
    let alpha = Change.alpha(runs: runs)
    // On a thread of its own: the others share as many as there are cores.
    let share = await OwnThread.run {
      FalseAlarms.share(runs: runs, drift: drift, values: 20, seeds: 1...10, comparisons: Self.perSeed)
    }
    #expect(share <= alpha + 3 * (alpha * (1 - alpha) / Double(10 * Self.perSeed)).squareRoot())
    // A test that never alarms would pass as well.
    if drift == 0 { #expect(share > alpha / 2) }
  }
}
