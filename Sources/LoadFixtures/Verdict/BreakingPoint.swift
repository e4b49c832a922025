/// The first step of a staircase of users that the target did not carry.
///
/// A step is broken when its p95 is above 1000 ms, or its error rate above 5 %, or its throughput grew by less than
/// half of what the users grew by: t2 / t1 - 1 < (u2 / u1 - 1) / 2. There t1 and u1 are those of the last step that
/// did grow enough: against the step before alone, a target that stands still on a plateau would be asked for a few
/// per cent at a time, which short steps cannot tell from chance. Counts scatter about as Poisson counts do, so the
/// shortfall must exceed three standard deviations of t2 - t1 (1 + (u2 / u1 - 1) / 2). As soon as one step does, the
/// breaking point is the first step after u1.
package struct BreakingPoint: Sendable, Equatable {
  /// Users of the step.
  package let users: Double
  package let stage: String
  /// What broke it, with the numbers.
  package let reason: String

  /// Whether it broke because more users brought no more, and not by slow answers or failures.
  var isPlateau: Bool { reason.hasPrefix(Self.plateau) }

  private static let plateau = "throughput went from"

  /// What a staircase showed.
  package enum Finding: Sendable, Equatable {
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
  package static func find(in stages: [StageStatistics]) -> Finding {
    let steps = stages.filter { !$0.warmUp }
    guard let highest = steps.map(\.target).max() else {
      return .unknown(reason: "no step was measured")
    }
    // The last step that grew enough, and the first since then that did not.
    var grown: StageStatistics?
    var short: StageStatistics?
    for step in steps {
      let successes = step.statistics.successes
      if step.statistics.failures == 0, successes < fewestSuccesses {
        return .unknown(
          reason: "step \"\(step.name)\" has \(successes) samples, and \(fewestSuccesses) are needed to judge it")
      }
      if let earlier = grown, let shortfall = Shortfall(from: earlier, to: step) {
        let first = short ?? step
        if shortfall.isBeyondChance {
          return .broken(
            BreakingPoint(users: first.target, stage: first.name, reason: reason(from: earlier, to: step)))
        }
        short = first
      } else {
        grown = step
        short = nil
      }
      if let reason = fault(of: step) {
        return .broken(BreakingPoint(users: step.target, stage: step.name, reason: reason))
      }
    }
    return .none(within: highest)
  }

  /// By how much a step's throughput fell short of half its users' growth since an earlier step.
  private struct Shortfall {
    let isBeyondChance: Bool

    /// Nothing when the step grew enough, or nothing can be asked of it.
    init?(from earlier: StageStatistics, to step: StageStatistics) {
      let (before, now) = (earlier.end - earlier.start, step.end - step.start)
      guard let was = earlier.statistics.throughput, let rate = step.statistics.throughput, earlier.target > 0, was > 0,
        step.target > earlier.target, before > 0, now > 0
      else { return nil }
      let factor = 1 + (step.target / earlier.target - 1) / 2
      let missing = was * factor - rate
      guard missing > 0 else { return nil }
      // A rate of n / t has the variance n / t^2.
      let variance = rate / now + factor * factor * was / before
      isBeyondChance = missing > 3 * variance.squareRoot()
    }
  }

  private static func fault(of step: StageStatistics) -> String? {
    let statistics = step.statistics
    if let errorRate = statistics.errorRate, errorRate > highestErrorRate {
      return "error rate \(above(errorRate, highestErrorRate, .share))"
    }
    if let p95 = statistics.latency.p95, p95 > slowest {
      return "p95 \(above(p95, slowest, .milliseconds))"
    }
    return nil
  }

  private static func above(_ observed: Double, _ limit: Double, _ unit: Unit) -> String {
    "\(NumberFormat.observed(observed, limit: limit, unit: unit)), above \(NumberFormat.value(limit, unit: unit))"
  }

  private static func reason(from earlier: StageStatistics, to step: StageStatistics) -> String {
    func rate(_ stage: StageStatistics) -> String {
      NumberFormat.value(stage.statistics.throughput ?? 0, unit: .perSecond)
    }
    let (before, now) = (rate(earlier), rate(step))
    let growth = NumberFormat.value(step.target / earlier.target - 1, unit: .share)
    let (from, to) = (
      NumberFormat.value(earlier.target, unit: .users), NumberFormat.value(step.target, unit: .users)
    )
    return "\(plateau) \(before) at \(from) to \(now) at \(to), while users grew by \(growth)"
  }
}

/// How far the target came back after a spike or a fault: p95 of the last measured stage over p95 of the first.
///
/// The whole last stage is judged: a target that needs part of it to come back has that part in its p95. A last
/// stage without any success has no p95; set an error-rate requirement on that stage beside a recovery one.
package struct Recovery: Sendable, Equatable {
  /// 1 is as before, 2 twice as slow.
  package let ratio: Double
  /// The last stage's name.
  package let stage: String
  /// Successes of the stage that has fewer of them.
  package let samples: Int

  /// `nil` when there are not two measured stages, or when one of the two has no p95 above 0.
  package init?(stages: [StageStatistics]) {
    let measured = stages.filter { !$0.warmUp }
    guard measured.count > 1, let first = measured.first?.statistics, let last = measured.last,
      let before = first.latency.p95, let after = last.statistics.latency.p95, before > 0, after.isFinite
    else { return nil }
    ratio = after / before
    stage = last.name
    samples = min(first.successes, last.statistics.successes)
  }
}
