/// What a progress line says of a run that is under way.
public struct LiveSnapshot: Sendable, Equatable {
  /// Seconds of the run that every lane has reported.
  public var elapsed: Int
  /// Virtual users at work, or calls in flight, at the end of the last of those seconds.
  public var users: Int
  /// Completed and failed requests in the last of those seconds.
  public var rate: Int
  /// Milliseconds, successful requests of that second; `nil` without one.
  public var p95: Double?
  /// Completed over the whole run, warm-up included.
  public var completed: Int
  /// Failed calls and dropped arrivals over the whole run, warm-up included.
  public var failed: Int

  public init(elapsed: Int, users: Int, rate: Int, p95: Double?, completed: Int, failed: Int) {
    self.elapsed = elapsed
    self.users = users
    self.rate = rate
    self.p95 = p95
    self.completed = completed
    self.failed = failed
  }
}
