import Synchronization

/// Lets a bounded number of tasks work at once; the others wait in order of arrival, and beyond a limit are refused.
final class WorkGate: Sendable {
  private struct State {
    var running = 0
    /// By ticket. Nobody waits while a place is free: `leave` hands it on.
    var waiting: [UInt64: CheckedContinuation<Void, any Error>] = [:]
    var nextTicket: UInt64 = 0
    /// No smaller ticket waits.
    var nextToServe: UInt64 = 0
  }

  private let parallelism: Int
  private let queueLimit: Int
  private let state = Mutex(State())

  init(parallelism: Int, queueLimit: Int) {
    precondition(
      parallelism > 0 && queueLimit >= 0, "parallelism \(parallelism) or queue limit \(queueLimit) is out of range")
    self.parallelism = parallelism
    self.queueLimit = queueLimit
  }

  /// Tasks at work and tasks that wait.
  var load: (running: Int, waiting: Int) { state.withLock { ($0.running, $0.waiting.count) } }

  /// Runs the body when its turn comes.
  ///
  /// - Throws: `AgentFailure.overloaded` when the queue is full, `CancellationError` when cancelled while waiting.
  func run<Result>(_ body: () async throws -> Result) async throws -> Result {
    if let ticket = try enter() { try await turn(ticket) }
    defer { leave() }
    return try await body()
  }

  /// Takes a free place, or a ticket to wait with.
  private func enter() throws -> UInt64? {
    try state.withLock { state in
      if state.running < parallelism {
        state.running += 1
        return nil
      }
      // Without a ticket: `leave` would have to pass over those of all that were refused.
      guard state.waiting.count < queueLimit else { throw AgentFailure.overloaded }
      defer { state.nextTicket += 1 }
      return state.nextTicket
    }
  }

  private func turn(_ ticket: UInt64) async throws {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let decided = state.withLock { state -> Result<Void, any Error>? in
          // A place may have become free since the ticket was drawn.
          if state.running < parallelism {
            state.running += 1
            return .success(())
          }
          // And the queue may have filled up.
          guard state.waiting.count < queueLimit else { return .failure(AgentFailure.overloaded) }
          // The handler may have run already: it found nobody.
          guard !Task.isCancelled else { return .failure(CancellationError()) }
          state.waiting[ticket] = continuation
          // A later ticket may have been served in the meantime.
          state.nextToServe = min(state.nextToServe, ticket)
          return nil
        }
        if let decided { continuation.resume(with: decided) }
      }
    } onCancel: {
      state.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume(throwing: CancellationError())
    }
  }

  private func leave() {
    let next = state.withLock { state -> CheckedContinuation<Void, any Error>? in
      while state.nextToServe < state.nextTicket {
        defer { state.nextToServe += 1 }
        if let waiter = state.waiting.removeValue(forKey: state.nextToServe) { return waiter }
      }
      state.running -= 1
      return nil
    }
    next?.resume()
  }
}
