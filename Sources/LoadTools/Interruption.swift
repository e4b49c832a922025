import Foundation

/// SIGINT and SIGTERM as a cancellation: the work at hand ends in good order, and a second signal ends the process.
enum Interruption {
  /// Runs the work in a task that the first signal cancels.
  static func cancels<Result: Sendable>(
    _ work: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    let task = Task { try await work() }
    let watch = SignalWatch { number in
      task.cancel()
      // From now on the system's own way: the process ends at once.
      signal(number, SIG_DFL)
    }
    defer { watch.end() }
    return try await task.value
  }
}
