import CSystem
import Dispatch
import Foundation
import Synchronization

/// The early end of a process that sends load.
///
/// The first SIGINT, SIGTERM or SIGHUP cancels the work at hand, which ends in good order; a second one ends the process
/// at once and leaves no half-written file.
package final class Interruption: Sendable {
  /// Where the process's end is not its own to decide, as in tests that somebody else runs.
  package enum Host: Sendable {
    /// The process ends with the work.
    case tool
    /// The process is stopped as well when what started it is gone, and ends when no run is at hand: the tests that are
    /// left would go on for minutes.
    case tests
  }

  /// "Stop the load" and "end at once", from what started the tests. A terminal sends its signals to both; told in
  /// signals of their own they are not counted twice.
  package static let (stopRequest, endRequest) = (SIGUSR1, SIGUSR2)

  private struct State {
    var cause: String?
    var requests = EndRequests()
    var runs = 0
    var isOrphan = false
    var whenOrphaned: [@Sendable () -> Void] = []
  }

  private let host: Host
  private let state = Mutex(State())
  private let stop = StopSignal()
  private let queue = DispatchQueue(label: "interruption")
  private let watch = Mutex<SignalWatch?>(nil)

  package init(in host: Host) {
    self.host = host
    let signals = SignalWatch.ends + (host == .tests ? [Self.stopRequest, Self.endRequest] : [])
    // It lives as long as the process: a signal that nobody takes any more would be without effect.
    watch.withLock { $0 = SignalWatch(signals) { self.take($0) } }
    if host == .tests { follow(csystem_parent_at_start()) }
  }

  /// What ended the process early, as `SIGTERM`; `nil` while nothing has.
  package var cause: String? { state.withLock(\.cause) }

  /// Calls back when what started this process is gone.
  func whenOrphaned(_ callback: @escaping @Sendable () -> Void) {
    let isOrphan = state.withLock { state in
      if !state.isOrphan { state.whenOrphaned.append(callback) }
      return state.isOrphan
    }
    if isOrphan { callback() }
  }

  /// Runs the work in a task that the first signal cancels.
  package func cancels<Result: Sendable>(
    _ work: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    state.withLock { $0.runs += 1 }
    defer { state.withLock { $0.runs -= 1 } }
    let task = Task { try await work() }
    stop.whenStopped { task.cancel() }
    return try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      task.cancel()
    }
  }

  private func take(_ signal: Int32) {
    switch signal {
    case Self.stopRequest: begin("the tool that started it")
    case Self.endRequest: endNow()
    default:
      switch state.withLock({ $0.requests.take(signal) }) {
      case .first: begin(Self.name(of: signal))
      case .second: endNow()
      case nil: break
      }
    }
  }

  private static func name(of signal: Int32) -> String {
    switch signal {
    case SIGINT: "SIGINT"
    case SIGTERM: "SIGTERM"
    default: "SIGHUP"
    }
  }

  /// A signal for a parent's death follows the thread that started us, not the process; the parent's number does.
  private func follow(_ parent: pid_t) {
    queue.asyncAfter(deadline: .now() + .milliseconds(200)) { [self] in
      guard getppid() != parent else { return follow(parent) }
      let callbacks = state.withLock { state in
        state.isOrphan = true
        return state.whenOrphaned
      }
      for callback in callbacks { callback() }
      begin("the end of the process that started it")
    }
  }

  private func begin(_ cause: String) {
    let isFirst = state.withLock { state in
      defer { state.cause = state.cause ?? cause }
      return state.cause == nil
    }
    guard isFirst else { return }
    stop.stop()
    switch host {
    case .tests: endWhenIdle(beats: 0)
    // Nothing is at work that could end in good order: its result is being written, perhaps to a pager.
    case .tool: if state.withLock(\.runs) == 0 { endNow() }
    }
  }

  /// Half a second without a run: what is left to say of the last one has been said by then.
  private func endWhenIdle(beats: Int) {
    queue.asyncAfter(deadline: .now() + .milliseconds(100)) { [self] in
      let beats = state.withLock(\.runs) == 0 ? beats + 1 : 0
      guard beats >= 5 else { return endWhenIdle(beats: beats) }
      fflush(nil)
      endNow()
    }
  }

  private func endNow() -> Never { Leftovers.endProcess(ExitCode.interrupted.rawValue) }
}

/// A scenario that was asked for and did not begin.
struct NotRun: Error, CustomStringConvertible {
  let scenario: String
  let cause: String

  var description: String { "\(scenario) was not run: interrupted by \(cause)" }
}
