import LoadEngine

/// Where the agent takes time from, so that expiry and recovery can be tried without waiting.
package protocol AgentClock: Sendable {
  /// Monotonic time since an origin of the clock's own choosing.
  func now() -> Duration
  /// Returns after the duration, at once if it is not positive; throws `CancellationError` when the task is cancelled.
  func sleep(for duration: Duration) async throws
}

/// Real time; sleeps on the event loops' timers, which keep service times below a millisecond exact and cost no thread.
package struct LoopClock: AgentClock {
  private let origin = ContinuousClock.now

  package init() {}

  package func now() -> Duration { ContinuousClock.now - origin }

  package func sleep(for duration: Duration) async throws {
    guard duration > .zero else { return }
    try await EventLoop.sleep(for: duration)
  }
}
