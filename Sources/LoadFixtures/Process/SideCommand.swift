import Foundation
import LoadEngine

/// A command that runs beside a load, without a shell: once before it (`LOAD_PREPARE`), once after it (`LOAD_CLEANUP`), for a
/// trouble, or for an alert.
struct SideCommand: Sendable {
  typealias Outcome = SideCommandOutcome

  /// How long it may take when nobody said.
  static let usualDeadline = Duration.seconds(60)

  /// The setting that it is the value of.
  let variable: String
  /// As it was set, on one line and without passwords in URLs.
  let shown: String
  /// The program's path and its arguments.
  let words: [String]
  private let deadline: Duration
  private let environment: [String: String]

  private static let allowed =
    "a program and its arguments, with quotation marks as in a shell; sh -c '...' for a shell"

  /// Reads a command and looks for its program, so that what cannot run is refused before the load.
  ///
  /// - Parameters:
  ///   - text: Words with quotation marks and backslashes as in a shell.
  ///   - secrets: What no message may show of it.
  ///   - deadline: How long it may take.
  ///   - environment: What it is given, with `LOAD_TARGET_HOST` besides.
  /// - Throws: ``ConfigurationError`` for a text that is no such command, or a program that cannot be run.
  init(
    _ text: String, variable: String, hiding secrets: Secrets = .none, deadline: Duration = usualDeadline,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(ConfigurationError) {
    let shown = secrets.redacted(Self.withoutLogins(text))
    func refused(_ reason: String, allowed: String = Self.allowed) -> ConfigurationError {
      ConfigurationError(variable: variable, value: shown, reason: reason, allowed: allowed)
    }
    var words: [String]
    do {
      words = try CommandWords.split(text)
    } catch {
      throw refused(error.reason, allowed: error.allowed)
    }
    guard let name = words.first, !name.isEmpty else { throw refused("it names no program") }
    guard let path = Self.path(of: name, in: environment["PATH"] ?? "/usr/bin:/bin") else {
      throw refused(
        name.contains("/")
          ? "there is no program at \(name) that may be run" : "there is no program \(name) in the folders of PATH")
    }
    words[0] = path
    self.words = words
    self.variable = variable
    self.shown = InertText.of(shown)
    self.deadline = deadline
    self.environment = environment
  }

  /// As a shell looks for a program, but in the PATH of the environment that it is given.
  private static func path(of name: String, in path: String) -> String? {
    guard !name.contains("/") else { return isProgram(name) ? name : nil }
    return path.split(separator: ":", omittingEmptySubsequences: false)
      .map { ($0.isEmpty ? "." : $0) + "/" + name }.first(where: isProgram)
  }

  private static func isProgram(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
  }

  /// Runs the command to its end. Where this task is cancelled, the command is ended, and the outcome says by which signal;
  /// so that a clean-up after an interruption needs a task of its own.
  ///
  /// - Parameters:
  ///   - target: The base URL, its `LOAD_TARGET_HOST`.
  ///   - secrets: What its output must not show.
  ///   - input: A file that it reads from.
  /// - Throws: `CancellationError` when the task was cancelled before the command began; ``ConfigurationError`` when it
  ///   cannot be started.
  func run(target: String, secrets: Secrets, input: String = "/dev/null") async throws -> Outcome {
    try Task.checkCancellation()
    let start = MonotonicTime.now
    let process: SideProcess
    do {
      process = try SideProcess(
        words, environment: environment.merging(["LOAD_TARGET_HOST": target]) { $1 }, input: input)
    } catch {
      throw ConfigurationError(
        variable: variable, value: secrets.redacted(shown),
        reason: "the program cannot be started (\(String(cString: strerror(error.errno))))", allowed: Self.allowed)
    }
    let stop = StopSignal()
    let (ending, end) = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        // Not on a queue, whose threads may all be held up by others; what comes after this thread may wait for one, too.
        Thread.detachNewThread { [deadline] in
          let ending = process.watch(until: start + deadline) { stop.isStopped }
          continuation.resume(returning: (ending, MonotonicTime.now))
        }
      }
    } onCancel: {
      stop.stop()
    }
    return outcome(of: ending, after: Double(end - start) / 1e9, secrets: secrets)
  }

  private func outcome(of ending: SideProcess.Ending, after seconds: Double, secrets: Secrets) -> Outcome {
    let signal = ending.status.map { Int($0 & 0x7F) }
    return Outcome(
      command: secrets.redacted(shown),
      exitCode: signal == 0 ? ending.status.map { Int($0 >> 8 & 0xFF) } : nil,
      signal: signal == 0 ? nil : signal, timedOut: ending.timedOut, seconds: (seconds * 1000).rounded() / 1000,
      output: ending.output.text { Self.withoutLogins(secrets.redacted($0)) })
  }

  /// A database is told by its URL, with the password in it: `postgres://user:password@host`.
  static func withoutLogins(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let scheme = rest.range(of: "://") {
      result += rest[..<scheme.upperBound]
      rest = rest[scheme.upperBound...]
      // Up to a blank and not to the next slash: a password may hold one.
      let url = rest.prefix { !$0.isWhitespace && !"'\"<>".contains($0) }
      if let at = url.lastIndex(of: "@") {
        result += Secrets.redacted
        rest = rest[at...]
      }
    }
    return result + rest
  }
}

extension SideCommandOutcome {
  /// How it ended, to follow its name, with its last line when that was not well: `ended with 3 after 1.2 s: no such table`.
  var summary: String {
    let time = NumberFormat.duration(seconds: seconds)
    let ending =
      switch (timedOut, exitCode, signal) {
      case (true, _, _): "was ended after \(time), its time being over"
      case (_, let code?, _): "ended with \(code) after \(time)"
      case (_, _, let signal?): "was ended by signal \(signal) after \(time)"
      default: "ended after \(time)"
      }
    guard !succeeded, let line = output.split(separator: "\n").last else { return ending }
    return "\(ending): \(String(line).cut(to: 200))"
  }
}
