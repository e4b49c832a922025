import Foundation
import LoadEngine
import LoadFixtures
import Synchronization

/// The real executable at work, as a process of its own.
final class ToolProcess: Sendable {
  struct Line: Sendable {
    var text: String
    /// When it was read here.
    var at: MonotonicTime
  }

  /// What a process left behind.
  struct Outcome: Sendable {
    var code: Int32
    var output: Data
    var lines: [Line]

    /// The record that `probe --json` prints.
    func record() throws -> RunRecord { try JSONDecoder().decode(RunRecord.self, from: output) }
  }

  /// What comes from the process, on threads of Foundation's.
  private final class Inbox: Sendable {
    private struct State {
      var lines: [Line] = []
      var part = ""
      var code: Int32?
      var isRead = false
      var waiting: CheckedContinuation<Int32, Never>?
    }

    private let state = Mutex(State())

    var lines: [Line] { state.withLock { $0.lines } }
    var hasEnded: Bool { state.withLock { $0.code != nil } }

    /// Whether all its output was read.
    var isRead: Bool { state.withLock(\.isRead) }

    func close() { state.withLock { $0.isRead = true } }

    func take(_ data: Data) {
      let now = MonotonicTime.now
      state.withLock { state in
        let pieces = (state.part + String(decoding: data, as: UTF8.self)).split(
          separator: "\n", omittingEmptySubsequences: false)
        state.lines += pieces.dropLast().map { Line(text: String($0), at: now) }
        state.part = String(pieces.last ?? "")
      }
    }

    func end(_ code: Int32) {
      let waiting = state.withLock { state in
        state.code = code
        defer { state.waiting = nil }
        return state.waiting
      }
      waiting?.resume(returning: code)
    }

    func code() async -> Int32 {
      await withCheckedContinuation { continuation in
        let known = state.withLock { state in
          if state.code == nil { state.waiting = continuation }
          return state.code
        }
        if let known { continuation.resume(returning: known) }
      }
    }
  }

  /// The build directory: LoadTools lies beside the test bundle.
  private static let products = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()

  let pid: pid_t
  private let output: URL
  private let inbox = Inbox()
  /// Ends a process that hangs, so that its test fails instead of hanging as well.
  private let watchdog: Task<Void, any Error>

  /// Starts `LoadTools` with these arguments in `directory`; its standard output is kept in `output`.
  ///
  /// - Parameter prelude: What a shell does first, for what only a process itself can change.
  init(
    _ arguments: [String], environment: [String: String] = [:], directory: String, output: String,
    prelude: String? = nil
  ) throws {
    self.output = URL(fileURLWithPath: output)
    try Data().write(to: self.output)
    let process = Process()
    let tool = Self.products.appendingPathComponent("LoadTools")
    if let prelude {
      process.executableURL = URL(fileURLWithPath: "/bin/bash")
      process.arguments = ["-c", prelude + "; exec \"$0\" \"$@\"", tool.path] + arguments
    } else {
      process.executableURL = tool
      process.arguments = arguments
    }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    process.environment = ["PATH": path, "LOAD_EVENT_LOOPS": "1", "LOAD_SEED": "7"].merging(environment) { $1 }
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: self.output)
    let complaints = Pipe()
    process.standardError = complaints
    let inbox = inbox
    complaints.fileHandleForReading.readabilityHandler = { handle in
      let data = handle.availableData
      guard data.isEmpty else { return inbox.take(data) }
      handle.readabilityHandler = nil
      inbox.close()
    }
    process.terminationHandler = { inbox.end($0.terminationStatus) }
    try process.run()
    let pid = process.processIdentifier
    self.pid = pid
    watchdog = Task {
      try await Task.sleep(for: .seconds(60))
      if !inbox.hasEnded { kill(pid, SIGKILL) }
    }
  }

  /// Standard error so far.
  var lines: [Line] { inbox.lines }

  /// Whether it has ended, in whatever way.
  var hasEnded: Bool { inbox.hasEnded }

  /// Whether the system has a process's peak memory.
  static let tellsPeakMemory = FileManager.default.fileExists(atPath: "/proc/self/status")

  /// Waits for its end, and returns its peak resident memory in bytes; 0 where the system has none.
  ///
  /// The system's high-water mark, last read up to 5 ms before the end.
  func peakMemory() async throws -> Int {
    var peak = 0
    while !hasEnded {
      // In kB (proc_pid_status(5)); absent once the process has ended.
      let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
      let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
      let kilobytes = line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
      peak = max(peak, (kilobytes ?? 0) * 1024)
      try await Task.sleep(for: .milliseconds(5))
    }
    return peak
  }

  /// Waits for its end.
  func outcome() async throws -> Outcome {
    let code = await inbox.code()
    watchdog.cancel()
    // Its end comes by another thread than its output. Another process may have inherited the pipe: not for ever.
    let limit = ContinuousClock.now + .seconds(5)
    while !inbox.isRead, ContinuousClock.now < limit { try await Task.sleep(for: .milliseconds(2)) }
    return Outcome(code: code, output: try Data(contentsOf: output), lines: lines)
  }

  /// Runs `LoadTools` to its end in a directory of its own.
  static func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> Outcome {
    let scratch = try ScratchDirectory()
    let process = try ToolProcess(
      arguments, environment: environment, directory: scratch.path, output: scratch.path + "/output")
    return try await process.outcome()
  }
}
