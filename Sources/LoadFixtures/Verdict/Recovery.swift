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
