import Dispatch
import Foundation

/// SIGINT and SIGTERM as a cancellation: the work at hand ends in good order, and a second signal ends the process.
enum Interruption {
  /// Runs the work in a task that the first signal cancels.
  static func cancels<Result: Sendable>(
    _ work: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    let task = Task { try await work() }
    let sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler {
        task.cancel()
        // From now on the system's own way: the process ends at once.
        signal(number, SIG_DFL)
      }
      source.resume()
      return source
    }
    defer {
      for source in sources { source.cancel() }
    }
    return try await task.value
  }
}
