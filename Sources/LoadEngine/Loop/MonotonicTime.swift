import Foundation

/// A reading of the monotonic clock: nanoseconds since an arbitrary origin, unmoved by changes of the wall clock.
///
/// A bare integer rather than `ContinuousClock.Instant`, because a stamp is taken several times a call and an
/// `Instant` is two words with a carry between them.
public struct MonotonicTime: Comparable, Hashable, Sendable {
  public var nanoseconds: Int64

  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// The current reading.
  public static var now: MonotonicTime {
    #if canImport(Darwin)
      return MonotonicTime(nanoseconds: Int64(clock_gettime_nsec_np(CLOCK_UPTIME_RAW)))
    #else
      var time = timespec()
      clock_gettime(CLOCK_MONOTONIC, &time)
      return MonotonicTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    #endif
  }

  /// So far away that it never comes.
  public static let distantFuture = MonotonicTime(nanoseconds: .max)

  public static func < (a: MonotonicTime, b: MonotonicTime) -> Bool { a.nanoseconds < b.nanoseconds }

  /// Nanoseconds from `b` to `a`.
  public static func - (a: MonotonicTime, b: MonotonicTime) -> Int64 { a.nanoseconds - b.nanoseconds }

  /// Saturates at ``distantFuture``.
  public static func + (a: MonotonicTime, b: Duration) -> MonotonicTime {
    let (sum, overflow) = a.nanoseconds.addingReportingOverflow(b.wholeNanoseconds)
    return overflow ? .distantFuture : MonotonicTime(nanoseconds: sum)
  }
}

extension Duration {
  /// The duration in nanoseconds, rounded towards zero and clamped to ±292 years.
  public var wholeNanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    if overflow { return seconds < 0 ? .min : .max }
    let (sum, carried) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000)
    return carried ? (seconds < 0 ? .min : .max) : sum
  }
}
