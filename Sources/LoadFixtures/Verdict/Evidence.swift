/// Everything that a verdict rests on.
package struct Evidence: Sendable {
  var scenario: String
  /// Where a timeline is given, its sums must equal the counts. Stages that are marked as warm-up are not judged.
  var statistics: RunStatistics
  var targetMetrics = TargetMetrics.notOffered
  /// Why the load generator's own numbers cannot be trusted.
  var generatorReasons: [InvalidReason] = []
  var interrupted = false
  /// Whether the load was planned as arrivals.
  var model: LoadModel
  /// What the plan asked for and what was done of it: arrivals in an open model, users in a closed one. `nil` where there
  /// was no plan to follow.
  var load: PlannedLoad?

  /// The requests that a cache is judged by; `nil` where the contract has none.
  var readNames: ReadNames?
  /// The troubles of the run as they really were; empty where none was planned.
  var faults: [FaultOutcome] = []
  /// What came of the scenario's stampede; `nil` where it has none.
  var stampede: Stampede?

  /// What the target counted of the load; `nil` where it was not asked.
  var reach: RequestReach?

  /// Both are counted apart: the one from the profile, the other where arrivals fall due and users are started.
  package struct PlannedLoad: Sendable, Equatable {
    var asked: Int
    var done: Int
  }

  /// The stages that KPIs are about.
  var measuredStages: [StageStatistics] {
    statistics.stages.filter { !$0.warmUp }
  }
}
