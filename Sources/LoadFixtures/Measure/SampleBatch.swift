/// What one lane (an event loop and its users) hands over at once.
///
/// A lane sends its batches one after the other, never two at a time. Times are nanoseconds since the run's origin;
/// `scheduled`, `drops` and `repeats` are what was added since the lane's previous batch.
public struct SampleBatch: Sendable {
  /// 0 up to the recorder's lanes.
  public var lane: Int
  public var samples: [Sample]
  /// Every call of the lane that ended before this has been handed over. `.max` once the lane has ended for good:
  /// it then holds up no second of the timeline and has no users.
  public var asOf: Int64
  /// Users at work (closed) or calls in flight (open) on the lane at `asOf`.
  public var activeUsers: Int
  public var scheduled: Int
  /// When each arrival that was dropped had been due.
  public var drops: [Int64]
  /// Requests that went out a second time.
  public var repeats: Int
  /// How much later than due users were started and arrivals dropped, nanoseconds; an early start counts as 0. The
  /// lateness of an arrival that led to a call is in its sample.
  public var lateness: [Int64]
  /// How much later than asked the loop's heartbeat came, nanoseconds.
  public var loopLag: [Int64]

  public init(
    lane: Int, samples: [Sample] = [], asOf: Int64, activeUsers: Int, scheduled: Int = 0, drops: [Int64] = [],
    repeats: Int = 0, lateness: [Int64] = [], loopLag: [Int64] = []
  ) {
    self.lane = lane
    self.samples = samples
    self.asOf = asOf
    self.activeUsers = activeUsers
    self.scheduled = scheduled
    self.drops = drops
    self.repeats = repeats
    self.lateness = lateness
    self.loopLag = loopLag
  }
}
