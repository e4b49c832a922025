/// When a circuit breaker opens and closes; the defaults are those of the deployed agent, counts are 1 or more.
package struct BreakerLimits: Sendable {
  /// Failures within `window` that open the breaker.
  package var failures = 5
  /// How long a failure is remembered while the breaker is closed. Successes in between do not undo failures:
  /// under mixed traffic a run of failures alone would never come about.
  var window = Duration.seconds(60)
  /// Time from opening to the first trial call.
  package var recovery = Duration.seconds(60)
  /// Successful trial calls that close the breaker.
  var successes = 2
  /// Trial calls at the same time.
  var halfOpenCalls = 3
  /// An answer that takes longer counts as a failure: who waits that long holds a place that others want.
  package var slowCall = Duration.seconds(10)
  /// A trial call without an outcome after this time counts as failed, so that it cannot hold its place forever.
  var probeTimeout = Duration.seconds(30)
}

/// A circuit breaker as a value: it is told what happened and when, and says whether a call may go ahead.
///
///     closed --- failures within the window ---> open --- recovery time ---> half_open
///       ^                                          ^                            |  |
///       |                                          +------- one failure --------+  |
///       +--------------------------------- enough successes -----------------------+
///
/// Each change of state starts a new period. The outcome of a call that was let through in an earlier period is
/// ignored: it says nothing about the dependency as it is now.
struct CircuitBreaker: Sendable {
  enum State: String, Sendable {
    case closed, open
    case halfOpen = "half_open"
  }

  /// Leave for one call; its outcome is reported with it.
  struct Permit: Sendable, Equatable {
    fileprivate let number: UInt64
    fileprivate let period: UInt64
  }

  /// A change of state, as it is told.
  struct Change: Sendable, Equatable {
    /// From 1, rising by 1.
    let number: Int
    let state: State
    let at: Duration
    /// Of an opening out of the closed state: the failures that led to it.
    let failures: Int?
  }

  private enum Position {
    case closed(failures: [Duration])
    case open(since: Duration)
    case halfOpen(successes: Int, probes: [UInt64: Duration])
  }

  let limits: BreakerLimits
  private var position = Position.closed(failures: [])
  private var period: UInt64 = 0
  private var lastNumber: UInt64 = 0
  private(set) var failures = 0
  private(set) var successes = 0
  private(set) var rejections = 0
  private(set) var openings = 0
  /// The latest changes, in order.
  private(set) var changes: [Change] = []
  /// The most trial calls that were under way at the same time.
  private(set) var peakProbes = 0

  private static let mostChanges = 200

  init(limits: BreakerLimits) {
    precondition(min(limits.failures, limits.successes, limits.halfOpenCalls) > 0, "a count is below 1: \(limits)")
    self.limits = limits
  }

  /// The state at that time; recovery and hung trial calls take effect when somebody looks.
  mutating func state(at now: Duration) -> State {
    catchUp(to: now)
    return state(of: position)
  }

  private func state(of position: Position) -> State {
    switch position {
    case .closed: .closed
    case .open: .open
    case .halfOpen: .halfOpen
    }
  }

  /// Leave for one call, or nil when it must not be made.
  mutating func acquire(at now: Duration) -> Permit? {
    catchUp(to: now)
    switch position {
    case .closed:
      return nextPermit()
    case .halfOpen(let successes, var probes) where probes.count < limits.halfOpenCalls:
      let permit = nextPermit()
      probes[permit.number] = now
      peakProbes = max(peakProbes, probes.count)
      position = .halfOpen(successes: successes, probes: probes)
      return permit
    case .open, .halfOpen:
      rejections += 1
      return nil
    }
  }

  /// - Parameter time: How long it took.
  mutating func succeed(_ permit: Permit, at now: Duration, after time: Duration = .zero) {
    guard time < limits.slowCall else { return fail(permit, at: now) }
    catchUp(to: now)
    successes += 1
    guard permit.period == period, case .halfOpen(let before, var probes) = position else { return }
    probes[permit.number] = nil
    if before + 1 >= limits.successes {
      move(to: .closed(failures: []), at: now)
    } else {
      position = .halfOpen(successes: before + 1, probes: probes)
    }
  }

  mutating func fail(_ permit: Permit, at now: Duration) {
    catchUp(to: now)
    failures += 1
    guard permit.period == period else { return }
    switch position {
    case .closed(var recent):
      recent.removeAll { $0 + limits.window <= now }
      recent.append(now)
      if recent.count >= limits.failures {
        open(at: now, after: recent.count)
      } else {
        position = .closed(failures: recent)
      }
    case .halfOpen: open(at: now)
    case .open: break
    }
  }

  /// The call ended without telling anything about the dependency: its caller went away.
  mutating func abandon(_ permit: Permit) {
    guard permit.period == period, case .halfOpen(let successes, var probes) = position else { return }
    probes[permit.number] = nil
    position = .halfOpen(successes: successes, probes: probes)
  }

  /// Time until a call may be tried again; zero unless open.
  mutating func remaining(at now: Duration) -> Duration {
    catchUp(to: now)
    guard case .open(let since) = position else { return .zero }
    return max(.zero, since + limits.recovery - now)
  }

  private mutating func catchUp(to now: Duration) {
    if case .halfOpen(_, let probes) = position, let oldest = probes.values.min(),
      oldest + limits.probeTimeout <= now
    {
      failures += 1
      open(at: oldest + limits.probeTimeout)
    }
    if case .open(let since) = position, since + limits.recovery <= now {
      move(to: .halfOpen(successes: 0, probes: [:]), at: since + limits.recovery)
    }
  }

  private mutating func open(at time: Duration, after failures: Int? = nil) {
    openings += 1
    move(to: .open(since: time), at: time, after: failures)
  }

  private mutating func move(to next: Position, at time: Duration, after failures: Int? = nil) {
    period += 1
    position = next
    if changes.count == Self.mostChanges { changes.removeFirst() }
    changes.append(
      Change(number: (changes.last?.number ?? 0) + 1, state: state(of: next), at: time, failures: failures))
  }

  private mutating func nextPermit() -> Permit {
    lastNumber += 1
    return Permit(number: lastNumber, period: period)
  }
}
