import Foundation
import LoadEngine
import Synchronization
import TestSupport

/// A program at work, with its output in a file of a folder of its own.
final class Program: Sendable {
  /// The build directory: LoadTools and the tests lie in it.
  static let products = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()

  /// The variable that holds a program's folder, and by which the processes that it starts are found.
  static let mark = "TEST_FOLDER"

  struct NotInTime: Error, CustomStringConvertible {
    let what: String
    let output: String
    var description: String { "not in time: \(what)\n\(output)" }
  }

  let folder: URL
  let pid: pid_t
  private let ended = Mutex<Int32?>(nil)

  /// - Parameters:
  ///   - command: `LoadTools`, or another program's path, and its arguments.
  ///   - missing: Variables that it is not given.
  init(_ command: [String], environment: [String: String] = [:], without missing: Set<String> = []) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("ends-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let process = Process()
    process.executableURL =
      command[0].hasPrefix("/")
      ? URL(fileURLWithPath: command[0]) : Self.products.appendingPathComponent(command[0])
    process.arguments = Array(command.dropFirst())
    process.environment = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "", "LOAD_TOKEN": "token", "LOAD_CONTRACT": "documented",
      "LOAD_EVENT_LOOPS": "1",
      "LOAD_GRACEFUL_STOP": "1", "LOAD_TIME_SCALE": "0.25", "LOAD_THINK_TIME_SCALE": "0.05", Self.mark: folder.path,
    ].merging(environment) { $1 }.filter { !missing.contains($0.key) }
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    let output = folder.appendingPathComponent("output")
    try Data().write(to: output)
    let handle = try FileHandle(forWritingTo: output)
    process.standardOutput = handle
    process.standardError = handle
    let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
    process.terminationHandler = {
      continuation.yield($0.terminationReason == .exit ? $0.terminationStatus : 128 + $0.terminationStatus)
      continuation.finish()
    }
    try process.start()
    pid = process.processIdentifier
    Task { [weak self] in
      for await code in stream { self?.ended.withLock { $0 = code } }
    }
  }

  deinit {
    if ended.withLock({ $0 == nil }) { kill(pid, SIGKILL) }
    // What is left behind in the temporary directory fails no test.
    try? FileManager.default.removeItem(at: folder)
  }

  var output: String { text("output") }

  /// What a file of its folder holds so far; nothing while there is none.
  func text(_ name: String) -> String {
    // Read while it is written: what is there of it.
    (try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)) ?? ""
  }

  func exitCode(within limit: Duration = .seconds(20)) async throws -> Int32 {
    try await wait(for: "its end", within: limit) { ended.withLock { $0 != nil } }
    return ended.withLock { $0 } ?? -1
  }

  func wait(
    for what: String, within limit: Duration = .seconds(20), _ condition: () async throws -> Bool
  ) async throws {
    let end = ContinuousClock.now + limit
    while try await !condition() {
      guard ContinuousClock.now < end else { throw NotInTime(what: what, output: output) }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// JSON in a file of its folder; `nil` while there is none.
  func json(_ name: String) -> [String: Any]? {
    guard let data = try? Data(contentsOf: folder.appendingPathComponent(name)) else { return nil }
    return try? JSONSerialization.jsonObject(with: data) as? [String: Any]
  }

  /// Names in a folder of its own, hidden ones included.
  func names(in name: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent(name).path)) ?? []
  }

  /// Processes, but not this program, that it has started, and those that these have started.
  func descendants() -> [pid_t] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap { pid_t($0) } ?? []
    let entry = Data("\(Self.mark)=\(folder.path)\0".utf8)
    return all.filter { process in
      guard process != pid, let environment = FileManager.default.contents(atPath: "/proc/\(process)/environ") else {
        return false
      }
      return environment.range(of: entry) != nil
    }
  }
}
