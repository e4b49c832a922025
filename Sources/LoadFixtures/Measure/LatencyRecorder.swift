/// The one place where every call of a run ends up: takes batches from the lanes and turns them into statistics.
///
/// It is off the hot path: users stamp samples on their own loop, and a lane hands them over now and then. What it
/// keeps are histograms, which are bounded by request names, outcomes, both clocks and stages, and one timeline
/// point a second however long the run: the timeline is never coarsened (12 h are 43,200 points, about 4 MB).
public actor LatencyRecorder {
  /// What a run's samples refer to.
  public struct Configuration: Sendable {
    /// By ``Sample/request``.
    public var requestNames: [String]
    /// The stages of the profile; a window that another overlaps loses to the one that starts first.
    public var stages: [StageWindow]
    /// Calls due before this are left out of the KPIs, nanoseconds since the run's origin.
    public var warmUpEnd: Int64
    /// How many senders of batches there are; each must report, or the timeline waits for ``LatencyRecorder/finish(at:)``.
    public var lanes: Int
    /// Whether ``LatencyRecorder/drainLog()`` yields lines. They gather until it is called.
    public var keepHistogramLog: Bool
    /// When the run began, seconds since 1970, for the log's header.
    public var startedAt: Double
    /// Whether each call was due at an instant that the target cannot move, so that a late start is the generator's.
    public var hasArrivals: Bool

    public init(
      requestNames: [String], stages: [StageWindow], warmUpEnd: Int64, lanes: Int, keepHistogramLog: Bool = false,
      startedAt: Double = 0, hasArrivals: Bool = false
    ) {
      self.requestNames = requestNames
      self.stages = stages
      self.warmUpEnd = warmUpEnd
      self.lanes = lanes
      self.keepHistogramLog = keepHistogramLog
      self.startedAt = startedAt
      self.hasArrivals = hasArrivals
    }
  }

  // One value, so that a batch costs one exclusive access and not one for each field it touches.
  private var tally: RunTally

  public init(configuration: Configuration) {
    tally = RunTally(configuration: configuration)
  }

  /// Folds in what a lane has gathered since its last batch.
  public func record(_ batch: SampleBatch) {
    tally.record(batch)
  }

  /// Where the run stands, from the last second that every lane has reported.
  public func snapshot() -> LiveSnapshot {
    let points = tally.timeline.points
    let last = points.last
    return LiveSnapshot(
      elapsed: points.count, users: last?.users ?? 0, rate: (last?.completed ?? 0) + (last?.failed ?? 0),
      p95: last?.p95, completed: tally.counts.completed, failed: tally.counts.failed + tally.counts.dropped)
  }

  /// How late the generator was since the last reading.
  func readGenerator() -> GeneratorReading {
    tally.readGenerator()
  }

  /// The lines of the histogram log since the last call, the header first; seconds appear once they are closed.
  public func drainLog() -> [String] {
    tally.drainLog()
  }

  /// Closes the timeline and derives the statistics, once, after every lane's last batch.
  ///
  /// - Parameter nanoseconds: When the run ended, since its origin. If that is before the last stage's end the run
  ///   was cut short, and rates are reckoned over what was left of it.
  public func finish(at nanoseconds: Int64) -> MeasuredRun {
    tally.finish(at: nanoseconds)
  }
}
