/// What was measured of a run: derived once, at its end, from the sum of what every part of it left.
///
/// Latencies are milliseconds, times in the timeline seconds, rates requests a second, shares 0 to 1.
package struct RunStatistics: Codable, Sendable, Equatable {
  /// Every call of the run, warm-up included; `instrument` is not the recorder's to know and is added by the run.
  package var counts: CallCounts
  /// All requests, warm-up left out.
  package var total: RequestStatistics
  /// By request name, in the contract's order, warm-up left out; names without a call are absent.
  package var requests: [RequestStatistics]
  /// By stage of the profile, in order of time. The ramp-up is a stage of its own, marked as warm-up. Stages that never
  /// began are absent.
  package var stages: [StageStatistics]
  /// Failures by kind over the whole run, `dropped` among them; they add up to `counts.failed` and `counts.dropped`.
  package var failureKinds: [String: Int]
  /// What was wrong the first time, by kind, where that says more than the kind. Absent in records of old.
  package var failureExamples: [String: String]?
  /// One point for each second from the origin to the end, without gaps.
  package var timeline: [TimelinePoint]
  /// Successful requests' response times over the whole measured run, for the distribution chart.
  package var distribution: [DistributionBucket]
  package var business: BusinessOutcome
}
