import Dispatch
import Foundation

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
    let signals = SignalRelay()
    let (ended, continuation) = AsyncStream.makeStream(of: Int32.self)
    process.terminationHandler = { continuation.yield($0.terminationStatus) }
    try process.run()
    signals.relay(to: process.processIdentifier)
    var status: Int32 = 1
    for await value in ended {
      status = value
      break
    }
    return Outcome(status: status, interrupted: signals.end())
  }
}

/// Takes SIGINT and SIGTERM for a child process: this one must outlive it to report.
private final class SignalRelay {
  private let queue = DispatchQueue(label: "signals")
  private var sources: [any DispatchSourceSignal] = []
  // Touched on `queue` alone.
  private var received = 0

  func relay(to child: pid_t) {
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { [unowned self] in
        received += 1
        // A terminal has sent its SIGINT to the child as well; a second signal must end it for certain.
        kill(child, received > 1 ? SIGKILL : number)
      }
      source.resume()
      sources.append(source)
    }
  }

  /// Stops listening; true when a signal had come.
  func end() -> Bool {
    for source in sources { source.cancel() }
    return queue.sync { received > 0 }
  }
}
