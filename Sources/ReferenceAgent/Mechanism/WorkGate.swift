import Synchronization

/// Lets a bounded number of tasks work at once; the others wait in order of arrival, and beyond a limit are refused.
final class WorkGate: Sendable {
  private let queue: Mutex<WorkQueue<CheckedContinuation<Bool, Never>>>

  init(parallelism: Int, queueLimit: Int) {
    queue = Mutex(WorkQueue(parallelism: parallelism, limit: queueLimit))
  }

  /// Tasks at work and tasks that wait.
  var load: (running: Int, waiting: Int) { queue.withLock { ($0.running, $0.waiting) } }

  /// Runs the body when its turn comes.
  ///
  /// - Throws: `AgentFailure.overloaded` when the queue is full, `CancellationError` when cancelled while waiting.
  func run<Result>(_ body: () async throws -> Result) async throws -> Result {
    switch queue.withLock({ $0.admit() }) {
    case .run: break
    case .refuse: throw AgentFailure.overloaded
    case .wait(let ticket): guard await turn(ticket) else { throw CancellationError() }
    }
    defer { queue.withLock { $0.leave() }?.resume(returning: true) }
    return try await body()
  }

  private func turn(_ ticket: UInt64) async -> Bool {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        if let outcome = queue.withLock({ $0.park(continuation, at: ticket) }) {
          continuation.resume(returning: outcome == .run)
        }
      }
    } onCancel: {
      queue.withLock { $0.cancel(ticket) }?.resume(returning: false)
    }
  }
}
