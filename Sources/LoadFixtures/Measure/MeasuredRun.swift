/// Everything that the recorder derived from a run's samples.
public struct MeasuredRun: Sendable {
  /// Every call of the run, warm-up included; `instrument` is not the recorder's to know and stays 0.
  public var counts: RunRecord.Counts
  /// All requests of the measured part.
  public var total: RequestStatistics
  /// By request name, in the configuration's order; names without a call are left out.
  public var requests: [RequestStatistics]
  /// By stage, warm-up stages marked; stages that never began are left out.
  public var stages: [StageStatistics]
  /// Failures of the whole run by the label of their ``FailureKind``, and `dropped`; they add up to `counts.failed` and
  /// `counts.dropped`.
  public var failureKinds: [String: Int]
  /// One point for each second from the origin to the end, without gaps.
  public var timeline: [TimelinePoint]
  /// Response times of the measured part's successful requests.
  public var distribution: [DistributionBucket]
  public var startLateness: LatencyStatistics
  public var eventLoopLag: LatencyStatistics
  /// Completed and failed calls of the whole run whose response time no histogram holds.
  public var outOfRange: Int

  public init(
    counts: RunRecord.Counts, total: RequestStatistics, requests: [RequestStatistics], stages: [StageStatistics],
    failureKinds: [String: Int], timeline: [TimelinePoint], distribution: [DistributionBucket],
    startLateness: LatencyStatistics, eventLoopLag: LatencyStatistics, outOfRange: Int
  ) {
    self.counts = counts
    self.total = total
    self.requests = requests
    self.stages = stages
    self.failureKinds = failureKinds
    self.timeline = timeline
    self.distribution = distribution
    self.startLateness = startLateness
    self.eventLoopLag = eventLoopLag
    self.outOfRange = outOfRange
  }
}
