import Foundation
import LoadEngine
import Synchronization

/// Takes signals from the system, whose own way is to end this process at once, and tells of them.
package final class SignalWatch: Sendable {
  /// What asks a process to end: Ctrl-C, `kill`, a terminal that is closed.
  package static let ends = [SIGINT, SIGTERM, SIGHUP]

  private let signals: Set<Int32>
  private let handler: @Sendable (Int32) -> Void

  /// - Parameter handler: Given the signal's number, one signal after the other, on a thread of its own.
  package init(_ signals: [Int32] = SignalWatch.ends, _ handler: @escaping @Sendable (Int32) -> Void) {
    self.signals = Set(signals).subtracting(Self.ignoresHangUp ? [SIGHUP] : [])
    self.handler = handler
    Self.watches.withLock { $0.append(self) }
    for signal in self.signals { Self.take(signal) }
  }

  /// Whether the process was started to outlive its terminal, by nohup(1) for one.
  package static let ignoresHangUp: Bool = {
    var action = sigaction()
    guard sigaction(SIGHUP, nil, &action) == 0 else { return false }
    #if canImport(Darwin)
      let handler = action.__sigaction_u.__sa_handler
    #else
      let handler = action.__sigaction_handler.sa_handler
    #endif
    // SIG_IGN is no function but the address 1; both types are one pointer wide.
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }()

  /// Lets a write to a closed pipe fail, in place of ending the process.
  package static func surviveClosedPipes() { take(SIGPIPE) }

  /// Stops listening; the signals stay without effect.
  package func end() {
    Self.watches.withLock { $0.removeAll { $0 === self } }
  }

  private static let watches = Mutex<[SignalWatch]>([])

  /// A handler and not SIG_IGN, which every process that is started from here would inherit: a program that the tests
  /// end by SIGTERM would not end.
  private static func take(_ signal: Int32) {
    // Made before the first signal can come: in the handler there is nothing left to make.
    _ = pipe
    var action = sigaction()
    let note: @convention(c) (Int32) -> Void = { number in
      let before = errno
      var byte = UInt8(truncatingIfNeeded: number)
      _ = write(SignalWatch.pipe.write, &byte, 1)
      errno = before
    }
    #if canImport(Darwin)
      action.__sigaction_u.__sa_handler = note
    #else
      action.__sigaction_handler.sa_handler = note
    #endif
    action.sa_flags = Int32(SA_RESTART)
    sigaction(signal, &action, nil)
  }

  /// The one thing that may be done in a signal handler is to write to a pipe; a thread reads it.
  private static let pipe: (read: Int32, write: Int32) = {
    var ends: [Int32] = [-1, -1]
    precondition(Foundation.pipe(&ends) == 0, "no file descriptor is left for a pipe")
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let source = ends[0]
    Thread.detachNewThread {
      var byte: UInt8 = 0
      while true {
        guard read(source, &byte, 1) == 1 else { continue }
        let number = Int32(byte)
        for watch in watches.withLock({ $0 }) where watch.signals.contains(number) { watch.handler(number) }
      }
    }
    return (ends[0], ends[1])
  }()
}

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

extension EndRequests {
  /// Returns at the first signal that asks this process for its end; the second ends it at once.
  package static func first() async {
    let (signals, continuation) = AsyncStream.makeStream(of: Void.self)
    let requests = Mutex(EndRequests())
    // It stays, for the second.
    _ = SignalWatch { signal in
      switch requests.withLock({ $0.take(signal) }) {
      case .first: continuation.yield()
      case .second: Leftovers.endProcess(ExitCode.interrupted.rawValue)
      case nil: break
      }
    }
    for await _ in signals { break }
  }
}
