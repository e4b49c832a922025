import Dispatch
import Foundation
import Synchronization

/// One run of `swift test`, which shares this process's terminal.
struct TestProcess {
  let arguments: [String]
  let environment: [String: String]

  struct Outcome {
    var status: Int32
    /// SIGINT or SIGTERM came meanwhile.
    var interrupted: Bool
  }

  func run() async throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["swift"] + arguments
    process.environment = environment
    let (ended, continuation) = AsyncStream.makeStream(of: Int32.self)
    process.terminationHandler = { continuation.yield($0.terminationStatus) }
    try process.run()
    let (relay, queue, child) = (SignalRelay(), DispatchQueue(label: "signals"), process.processIdentifier)
    let watch = SignalWatch(on: queue) { relay.pass($0, to: child) }
    var status: Int32 = 1
    for await value in ended {
      status = value
      break
    }
    watch.end()
    // What is on the queue already is still told.
    queue.sync {}
    return Outcome(status: status, interrupted: relay.wasUsed)
  }
}

/// Passes signals on to a child process: this one must outlive it to report.
private final class SignalRelay: Sendable {
  private let received = Mutex(0)

  /// Whether a signal has come.
  var wasUsed: Bool { received.withLock { $0 > 0 } }

  func pass(_ number: Int32, to child: pid_t) {
    let count = received.withLock { count in
      count += 1
      return count
    }
    // A terminal has sent its SIGINT to the child as well; a second signal must end it for certain.
    kill(child, count > 1 ? SIGKILL : number)
  }
}
