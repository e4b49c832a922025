/// One second of a run, warm-up included. Requests count in the second in which they ended.
public struct TimelinePoint: Codable, Sendable, Equatable {
  /// Seconds since the run's origin at which the interval begins.
  public var second: Int
  /// Virtual users at work (closed) or calls in flight (open) at the end of the interval.
  public var users: Int
  public var completed: Int
  public var failed: Int
  public var dropped: Int
  /// Milliseconds, successful requests only; `nil` in a second without one.
  public var p50: Double?
  public var p95: Double?
  public var p99: Double?
  public var max: Double?

  public init(
    second: Int, users: Int, completed: Int, failed: Int, dropped: Int, p50: Double?, p95: Double?, p99: Double?,
    max: Double?
  ) {
    self.second = second
    self.users = users
    self.completed = completed
    self.failed = failed
    self.dropped = dropped
    self.p50 = p50
    self.p95 = p95
    self.p99 = p99
    self.max = max
  }
}
