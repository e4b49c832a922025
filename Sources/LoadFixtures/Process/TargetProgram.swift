import Foundation
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// A target that a command starts, and that is ended again by its own process.
package struct TargetProgram: Sendable {
  private let command: SideCommand
  private let url: TargetURL
  private let option: String

  /// Between its start and its first answer.
  private static let patience = Duration.seconds(60)

  /// - Parameters:
  ///   - text: Words with quotation marks as in a shell.
  ///   - url: Where it will be found; on this machine.
  ///   - option: Where the command was told.
  /// - Throws: ``ConfigurationError`` for what is no command, or an address that no program of this machine has.
  package init(_ text: String, at url: TargetURL, option: String) throws(ConfigurationError) {
    guard url.isLoopback else {
      throw ConfigurationError(
        variable: option, value: url.description, reason: "a command starts its target on this machine",
        allowed: "a loopback address beside it")
    }
    command = try SideCommand(text, variable: option, deadline: .seconds(86_400))
    (self.url, self.option) = (url, option)
  }

  /// Runs a body while the program runs, from its first answer on.
  ///
  /// - Throws: ``ConfigurationError`` when it ends or does not answer, with the last that it wrote; or what the body throws.
  package func run<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
    let ended = Ending()
    let running = Task { [command, url] in
      let outcome = try await command.run(target: url.description, secrets: .none)
      ended.outcome.withLock { $0 = outcome }
    }
    let result = await Swift.Result<Result, any Error> {
      let end = ContinuousClock.now + Self.patience
      while !(await answers()) {
        if let outcome = ended.outcome.withLock(\.self) {
          throw refusal("it ended before it answered: \(outcome.output.suffix(300))")
        }
        guard ContinuousClock.now < end else { throw refusal("it does not answer at \(url) within a minute") }
        try await Task.sleep(for: .milliseconds(100))
      }
      return try await body()
    }
    running.cancel()
    // That it was ended is no error.
    _ = await running.result
    return try result.get()
  }

  /// What became of the program; nothing while it runs.
  private final class Ending: Sendable {
    let outcome = Mutex<SideCommandOutcome?>(nil)
  }

  private func refusal(_ reason: String) -> ConfigurationError {
    ConfigurationError(
      variable: option, value: command.shown, reason: reason, allowed: "a program that serves the target")
  }

  /// Whether anything is there: an answer of any kind.
  private func answers() async -> Bool {
    guard let address = URL(string: url.description) else { return false }
    var request = URLRequest(url: address)
    request.timeoutInterval = 2
    do {
      _ = try await URLSession.shared.data(for: request)
      return true
    } catch let error as URLError {
      return ![.cannotConnectToHost, .networkConnectionLost, .timedOut, .cancelled].contains(error.code)
    } catch {
      return false
    }
  }
}
