/// Everything that a verdict rests on.
public struct Evidence: Sendable {
  public var scenario: String
  /// What became of every call, warm-up included.
  public var counts: RunRecord.Counts
  /// All requests, warm-up left out.
  public var total: RequestStatistics
  /// In order of time; those marked as warm-up are not judged.
  public var stages: [StageStatistics]
  /// The run by the second, warm-up included: where given, its sums must equal `counts`.
  public var timeline: [TimelinePoint]
  /// Why the load generator's own numbers cannot be trusted, a sentence each.
  public var generatorReasons: [String]
  public var interrupted: Bool
  /// Whether the load was planned as arrivals.
  public var isOpen: Bool
  /// What the plan asked for and what was done of it: arrivals in an open model, users in a closed one. `nil` where there
  /// was no plan to follow.
  public var plan: Plan?

  /// Both are counted apart: the one from the profile, the other where arrivals fall due and users are started.
  public struct Plan: Sendable, Equatable {
    public var asked: Int
    public var done: Int

    public init(asked: Int, done: Int) {
      self.asked = asked
      self.done = done
    }
  }

  public init(
    scenario: String, counts: RunRecord.Counts, total: RequestStatistics, stages: [StageStatistics],
    timeline: [TimelinePoint], generatorReasons: [String], interrupted: Bool, isOpen: Bool, plan: Plan? = nil
  ) {
    self.scenario = scenario
    self.counts = counts
    self.total = total
    self.stages = stages
    self.timeline = timeline
    self.generatorReasons = generatorReasons
    self.interrupted = interrupted
    self.isOpen = isOpen
    self.plan = plan
  }

  /// The stages that KPIs are about.
  var measuredStages: [StageStatistics] {
    stages.filter { !$0.warmUp }
  }
}
