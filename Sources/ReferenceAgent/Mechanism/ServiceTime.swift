/// The distribution of the time that one kind of work takes: log-normal, as service times of networked systems are.
package struct ServiceTime: Sendable, Equatable {
  /// Half of the draws are below it; zero means no time at all.
  package var median: Duration
  /// Standard deviation of the logarithm, 0 or more; the mean is median x exp(sigma^2 / 2).
  package var sigma: Double

  package init(median: Duration, sigma: Double = 0.4) {
    precondition(sigma >= 0 && sigma.isFinite, "sigma must be 0 or more, got \(sigma)")
    self.median = median
    self.sigma = sigma
  }
}

/// The service times of the agent by route.
package struct ServiceTimes: Sendable, Equatable {
  private var byRoute: [AgentRoute: ServiceTime]
  /// Added when the cache did not have what was looked for.
  package var databaseRead: ServiceTime

  package init(_ byRoute: [AgentRoute: ServiceTime], databaseRead: ServiceTime) {
    self.byRoute = byRoute
    self.databaseRead = databaseRead
  }

  /// Routes that are not set take no time.
  package subscript(route: AgentRoute) -> ServiceTime {
    get { byRoute[route] ?? ServiceTime(median: .zero) }
    set { byRoute[route] = newValue }
  }

  /// 12 ms for a message, 3 to 6 ms for the others: far below the limit of 200 ms on average, so that a breach under
  /// load is a matter of queueing.
  package static let standard = ServiceTimes(
    [
      .login: ServiceTime(median: .milliseconds(6)), .start: ServiceTime(median: .milliseconds(6)),
      .message: ServiceTime(median: .milliseconds(12)), .tier: ServiceTime(median: .milliseconds(3)),
      .roi: ServiceTime(median: .milliseconds(5)), .analytics: ServiceTime(median: .milliseconds(4)),
      .health: ServiceTime(median: .milliseconds(3)), .end: ServiceTime(median: .milliseconds(4)),
      .summary: ServiceTime(median: .milliseconds(3)), .update: ServiceTime(median: .milliseconds(4)),
      .fallback: ServiceTime(median: .milliseconds(3)),
    ], databaseRead: ServiceTime(median: .milliseconds(3)))

  /// No time at all: what remains is the agent's own work.
  package static let none = ServiceTimes([:], databaseRead: ServiceTime(median: .zero))
}
