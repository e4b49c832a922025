/// When a circuit breaker opens and closes; the defaults are those of the deployed agent.
package struct BreakerLimits: Sendable, Equatable {
  /// Failures within `window` that open the breaker, 1 or more.
  package var failures: Int
  /// How long a failure is remembered while the breaker is closed. Successes in between do not undo failures:
  /// under mixed traffic a run of failures alone would never come about.
  package var window: Duration
  /// Time from opening to the first trial call.
  package var recovery: Duration
  /// Successful trial calls that close the breaker, 1 or more.
  package var successes: Int
  /// Trial calls at the same time, 1 or more.
  package var halfOpenCalls: Int
  /// A trial call without an outcome after this time counts as failed, so that it cannot hold its place forever.
  package var probeTimeout: Duration

  package init(
    failures: Int = 5, window: Duration = .seconds(60), recovery: Duration = .seconds(60), successes: Int = 2,
    halfOpenCalls: Int = 3, probeTimeout: Duration = .seconds(30)
  ) {
    precondition(
      failures > 0 && successes > 0 && halfOpenCalls > 0,
      "a breaker needs counts of 1 or more, got \(failures), \(successes), \(halfOpenCalls)")
    self.failures = failures
    self.window = window
    self.recovery = recovery
    self.successes = successes
    self.halfOpenCalls = halfOpenCalls
    self.probeTimeout = probeTimeout
  }
}
