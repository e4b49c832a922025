import Dispatch
import Foundation

/// Takes SIGINT and SIGTERM from the system, which would end this process at once, and tells of them.
final class SignalWatch {
  private let sources: [any DispatchSourceSignal]

  /// - Parameter handler: Given the signal's number, on the queue.
  init(on queue: DispatchQueue = .global(), _ handler: @escaping @Sendable (Int32) -> Void) {
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { handler(number) }
      source.resume()
      return source
    }
  }

  /// Stops listening; the signals stay without effect.
  func end() {
    for source in sources { source.cancel() }
  }
}
