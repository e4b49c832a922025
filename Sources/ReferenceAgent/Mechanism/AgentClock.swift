/// Where the agent takes time from, so that expiry and recovery can be tried without waiting.
package protocol AgentClock: Sendable {
  /// Monotonic time since an origin of the clock's own choosing.
  func now() -> Duration
  /// Returns after the duration, at once if it is not positive; throws `CancellationError` when the task is cancelled.
  func sleep(for duration: Duration) async throws
}

/// Real time from the system's monotonic clock.
package struct SystemAgentClock: AgentClock {
  private let origin = ContinuousClock.now

  package init() {}

  package func now() -> Duration { ContinuousClock.now - origin }

  package func sleep(for duration: Duration) async throws {
    guard duration > .zero else { return }
    try await Task.sleep(for: duration, tolerance: .zero, clock: .continuous)
  }
}
