import Synchronization

/// Requests that get no answer: each waits until its task is cancelled.
///
/// A server does not tell a handler that its caller hung up, so those that nobody waits for any more stay as well, until
/// the agent stops. They are bounded: one too many ends the oldest.
final class HangingRequests: Sendable {
  private struct State {
    /// By ticket.
    var waiting: [UInt64: CheckedContinuation<Void, any Error>] = [:]
    var nextTicket: UInt64 = 0
    /// No smaller ticket waits.
    var oldest: UInt64 = 0
  }

  private let limit: Int
  private let state = Mutex(State())

  init(limit: Int) {
    precondition(limit > 0, "limit must be 1 or more, got \(limit)")
    self.limit = limit
  }

  /// Those that wait.
  var count: Int { state.withLock { $0.waiting.count } }

  /// Never returns.
  ///
  /// - Throws: `CancellationError` when the task is cancelled, `AgentFailure.overloaded` when there are too many.
  func wait() async throws {
    let ticket = state.withLock { state in
      defer { state.nextTicket += 1 }
      return state.nextTicket
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let (ended, error) = state.withLock { state -> (CheckedContinuation<Void, any Error>?, any Error) in
          // The handler may have run already: it found nobody.
          guard !Task.isCancelled else { return (continuation, CancellationError()) }
          state.waiting[ticket] = continuation
          // Another may have taken a later ticket and its place before.
          state.oldest = min(state.oldest, ticket)
          guard state.waiting.count > limit else { return (nil, CancellationError()) }
          return (Self.takeOldest(&state), AgentFailure.overloaded)
        }
        ended?.resume(throwing: error)
      }
    } onCancel: {
      state.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume(throwing: CancellationError())
    }
  }

  private static func takeOldest(_ state: inout State) -> CheckedContinuation<Void, any Error>? {
    while state.oldest < state.nextTicket {
      defer { state.oldest += 1 }
      if let waiter = state.waiting.removeValue(forKey: state.oldest) { return waiter }
    }
    return nil
  }
}
