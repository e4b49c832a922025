/// The first step of a staircase of users that the target did not carry.
///
/// A step is broken when its p95 is above 1000 ms, or its error rate above 5 %, or its throughput grew by less than
/// half of what the users grew by since the step before: t2 / t1 - 1 < (u2 / u1 - 1) / 2. Counts of arrivals scatter
/// about as a Poisson count does, so the shortfall must exceed three standard deviations, 3 sqrt(n) for the n
/// requests that the later step served.
public struct BreakingPoint: Sendable, Equatable {
  /// Users of the step.
  public let users: Double
  public let stage: String
  /// What broke it, with the numbers.
  public let reason: String

  /// What a staircase showed.
  public enum Finding: Sendable, Equatable {
    case broken(BreakingPoint)
    /// Every step held, up to that many users.
    case none(within: Double)
    /// A step cannot be judged, and no earlier one broke.
    case unknown(reason: String)
  }

  /// p95 above this many milliseconds breaks a step.
  static let slowest = 1000.0
  /// An error rate above this breaks a step.
  static let highestErrorRate = 0.05
  /// Fewer successes without a failure say nothing about a step: below 6 not even its median has a finite 95 %
  /// confidence interval.
  static let fewestSuccesses = 6

  /// Judges the steps in order, warm-up stages left out.
  public static func find(in stages: [StageStatistics]) -> Finding {
    let steps = stages.filter { !$0.warmUp }
    guard let highest = steps.map(\.target).max() else {
      return .unknown(reason: "no step was measured")
    }
    for (index, step) in steps.enumerated() {
      let successes = step.statistics.count - step.statistics.failures
      if step.statistics.failures == 0, successes < fewestSuccesses {
        return .unknown(
          reason: "step \"\(step.name)\" has \(successes) samples, and \(fewestSuccesses) are needed to judge it")
      }
      if let reason = fault(of: step, after: index > 0 ? steps[index - 1] : nil) {
        return .broken(BreakingPoint(users: step.target, stage: step.name, reason: reason))
      }
    }
    return .none(within: highest)
  }

  private static func fault(of step: StageStatistics, after previous: StageStatistics?) -> String? {
    let statistics = step.statistics
    let errorRate = statistics.count > 0 ? Double(statistics.failures) / Double(statistics.count) : 0
    if errorRate > highestErrorRate {
      let (observed, limit) = Quantity.texts(errorRate, highestErrorRate, unit: "share")
      return "error rate \(observed), above \(limit)"
    }
    if let p95 = statistics.latency.p95, p95 > slowest {
      let (observed, limit) = Quantity.texts(p95, slowest, unit: "ms")
      return "p95 \(observed), above \(limit)"
    }
    guard let previous, previous.target > 0, previous.served > 0, step.target > previous.target else { return nil }
    let seconds = step.end - step.start
    let growth = step.target / previous.target - 1
    let needed = previous.served * (1 + growth / 2)
    let allowance = seconds > 0 ? 3 * (step.served * seconds).squareRoot() / seconds : 0
    guard step.served + allowance < needed else { return nil }
    let (before, after) = (Quantity.text(previous.served, unit: "req/s"), Quantity.text(step.served, unit: "req/s"))
    return "throughput went from \(before) to \(after) while users grew by \(Quantity.text(growth, unit: "share"))"
  }
}
