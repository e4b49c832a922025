import Synchronization

/// How long a target keeps an idle connection, as far as is known: shared by all connections of a run.
///
/// A request that crosses the close of its idle connection on the way is lost, and not by a fault of the target's. So
/// no connection is used again that has been idle for longer than nine tenths of the time after which two were seen to
/// close, or of what an answer announced (`Keep-Alive: timeout=5`).
///
/// No lock: each value is an atomic of its own, and a call that reads an old one is at worst made on a connection that
/// closes.
public final class KeepAlive: Sendable {
  /// A target that keeps connections for less than this does not keep them, nanoseconds.
  private static let floor: Int64 = 1_000_000
  /// Longer announcements are as good as none, seconds.
  private static let longestAnnounced = 86_400

  private let isGiven: Bool
  /// Nanoseconds; `.max` while nothing is known.
  private let limit: Atomic<Int64>
  /// The longest that a connection was idle whose next call was answered all the same.
  private let proven = Atomic<Int64>(0)
  /// The idle time of the connection that was closed last; -1 before the first.
  private let lastClose = Atomic<Int64>(-1)
  /// By how much times that a target measures may differ here, nanoseconds.
  private static let jitter: Int64 = 10_000_000

  /// - Parameter given: How long a connection may be idle and be used again, whatever the target does; 0 opens one for
  ///   each call. `nil`: as is learnt.
  public init(_ given: Duration? = nil) {
    isGiven = given != nil
    limit = Atomic(given.map { max(0, $0.wholeNanoseconds) } ?? .max)
  }

  /// After what idle time the target closes connections, as was learnt or announced; 0 when it keeps none, `nil` when
  /// nothing was learnt.
  public var learnt: Duration? {
    let limit = limit.load(ordering: .relaxed)
    return isGiven || limit == .max ? nil : .nanoseconds(limit / 9 * 10)
  }

  /// Whether no connection is used twice.
  var isOff: Bool { limit.load(ordering: .relaxed) == 0 }

  /// Whether a connection may be used that was idle for so many nanoseconds.
  func allows(idle: Int64) -> Bool { idle < limit.load(ordering: .relaxed) }

  /// A connection was used after so many idle nanoseconds, and the call was answered.
  func survived(idle: Int64) {
    if idle > proven.load(ordering: .relaxed) { proven.max(idle, ordering: .relaxed) }
  }

  /// The target closed a connection that was idle for so many nanoseconds, or that was used again just then.
  ///
  /// Two closes after about the same time are a time-out. One alone, or one of a connection that was idle for less than
  /// others lived through, is a worker that went away: what it taught would cost a connection for each later call.
  func closed(afterIdle idle: Int64) {
    guard idle > proven.load(ordering: .relaxed) / 10 * 9 else { return }
    let other = lastClose.exchange(idle, ordering: .relaxed)
    guard other >= 0, abs(idle - other) <= max(max(idle, other) / 5, Self.jitter) else { return }
    lower(to: min(idle, other) / 10 * 9)
  }

  /// An answer said how long its connection is kept, in seconds.
  func announced(seconds: Int) {
    guard seconds <= Self.longestAnnounced else { return }
    lower(to: Int64(seconds) * 900_000_000)
  }

  /// Nothing listens any more: what closed connections before that was no time-out, and what comes back may have
  /// another.
  func forget() {
    guard !isGiven else { return }
    limit.store(.max, ordering: .relaxed)
    proven.store(0, ordering: .relaxed)
    lastClose.store(-1, ordering: .relaxed)
  }

  private func lower(to nanoseconds: Int64) {
    let wanted = nanoseconds < Self.floor ? 0 : nanoseconds
    guard !isGiven, wanted < limit.load(ordering: .relaxed) else { return }
    limit.min(wanted, ordering: .relaxed)
  }
}
