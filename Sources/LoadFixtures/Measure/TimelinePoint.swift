/// One second of a run, warm-up included. Requests count in the second in which they ended.
package struct TimelinePoint: Codable, Sendable, Equatable {
  /// Seconds since the run's origin at which the interval begins.
  package var second: Int
  /// Virtual users at work (closed) or calls in flight (open) at the end of the interval.
  package var users: Int
  package var completed: Int
  package var failed: Int
  package var dropped: Int
  /// Milliseconds, successful requests only; `nil` in a second without one.
  package var p50: Double?
  package var p95: Double?
  package var p99: Double?
  package var max: Double?
  /// The failures by kind. Absent without one, and in records of old.
  package var failureKinds: [String: Int]?
}
