/// Most requests of one caller that are answered, 1 or more each; the defaults are those of the deployed agent.
package struct RateLimits: Sendable, Equatable {
  package var perMinute: Int
  package var perHour: Int

  package init(perMinute: Int = 60, perHour: Int = 1000) {
    precondition(perMinute > 0 && perHour > 0, "a limit is below 1: \(perMinute) a minute, \(perHour) an hour")
    self.perMinute = perMinute
    self.perHour = perHour
  }
}

/// Counts the requests of each caller in a minute and in an hour, both from the first that falls into them.
struct RateLimiter: Sendable {
  /// Whose requests are counted together.
  enum Caller: Hashable, Sendable {
    /// One log-in and the tokens that it was renewed to.
    case login(UInt64)
    /// All that come without: a handler is not told the peer's address, and those who try an agent out come from one.
    case address
  }

  private struct Use: Sendable {
    var minute: Duration
    var hour: Duration
    var inMinute = 0
    var inHour = 0
  }

  private let limits: RateLimits
  private var uses: ExpiringMap<Caller, Use>

  /// - Parameter capacity: Callers remembered, the least recently used goes first.
  init(limits: RateLimits, capacity: Int) {
    self.limits = limits
    uses = ExpiringMap(capacity: capacity, lifetime: .seconds(3600), counted: .sinceWrite)
  }

  /// Whether a request is within the limits; one that is refused does not count.
  mutating func admits(_ caller: Caller, at now: Duration) -> Bool {
    var use = uses.value(for: caller, at: now) ?? Use(minute: now, hour: now)
    if use.minute + .seconds(60) <= now { (use.minute, use.inMinute) = (now, 0) }
    if use.hour + .seconds(3600) <= now { (use.hour, use.inHour) = (now, 0) }
    let isAdmitted = use.inMinute < limits.perMinute && use.inHour < limits.perHour
    if isAdmitted {
      use.inMinute += 1
      use.inHour += 1
    }
    uses.set(use, for: caller, at: now)
    return isAdmitted
  }
}
