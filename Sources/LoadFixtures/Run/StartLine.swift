import LoadEngine
import Synchronization

/// Where a number of users wait until all of them are ready, and then begin at one instant.
final class StartLine: Sendable {
  private struct State {
    /// Those who are still on their way.
    var missing: Int
    var waiting: [CheckedContinuation<MonotonicTime, Never>] = []
    var start: MonotonicTime?
  }

  private let state: Mutex<State>
  /// From the last arrival to the start: all have been woken by then.
  private let notice: Duration

  init(for users: Int, notice: Duration = .milliseconds(50)) {
    state = Mutex(State(missing: users))
    self.notice = notice
  }

  /// Waits for the others.
  ///
  /// - Returns: When to begin.
  func arrive() async -> MonotonicTime {
    await withCheckedContinuation { continuation in
      settle { $0.waiting.append(continuation) }
    }
  }

  /// One less is to be waited for.
  func withdraw() { settle { _ in } }

  private func settle(_ change: (inout State) -> Void) {
    let (waiting, start) = state.withLock { state in
      state.missing -= 1
      change(&state)
      guard state.missing <= 0 else {
        return ([], MonotonicTime.now) as ([CheckedContinuation<MonotonicTime, Never>], MonotonicTime)
      }
      let start = state.start ?? MonotonicTime.now + notice
      state.start = start
      defer { state.waiting = [] }
      return (state.waiting, start)
    }
    for continuation in waiting { continuation.resume(returning: start) }
  }
}
