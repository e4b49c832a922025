import Foundation
import LoadEngine

/// What signals ask of a process: the first an end in good order, the second one at once.
package struct EndRequests: Sendable {
  package enum Request: Sendable {
    case first, second
  }

  /// A terminal that is closed, or timeout(1), sends the same signal to a process and to its group: both are one request.
  static let echo = Duration.milliseconds(250)

  /// The last one that came; `nil` before the first.
  package private(set) var last: Request?
  private var firstCame = MonotonicTime.distantFuture

  package init() {}

  /// Takes a signal and tells which request it is; `nil` for one that repeats the first. A terminal is closed once: a
  /// hang-up is never the second.
  package mutating func take(_ signal: Int32, at now: MonotonicTime = .now) -> Request? {
    if last == nil {
      (last, firstCame) = (.first, now)
      return .first
    }
    guard signal != SIGHUP, now >= firstCame + Self.echo else { return nil }
    last = .second
    return .second
  }
}
