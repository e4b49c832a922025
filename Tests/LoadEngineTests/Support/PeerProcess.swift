import Foundation
import Synchronization
import TestSupport

@testable import LoadEngine

/// A foreign HTTP server in a process and a folder of its own.
enum PeerProcess {
  struct NotReady: Error {
    var output: String
  }

  /// A server that accepts connections.
  struct Running: Sendable {
    let port: Int
    /// Where it runs; its `www` has `hello.txt`.
    let folder: URL
    fileprivate let identifier: pid_t
    fileprivate let end: Flag

    var hasEnded: Bool { end.state == .ended }

    /// Ends it without a word to its clients.
    ///
    /// By SIGKILL: a child may have inherited an ignored or blocked SIGTERM, and would outlive the tests.
    func kill() {
      if !hasEnded { Foundation.kill(identifier, SIGKILL) }
    }
  }

  /// Starts a program, passes its port to the body once it accepts connections, and ends it.
  ///
  /// - Parameter arguments: Given the folder and a free port.
  static func run(
    _ executable: String, _ arguments: (URL, Int) throws -> [String], _ body: (Int, URL) async throws -> Void
  ) async throws {
    try await run {
      Process(executable, try arguments($0, $1))
    } _: {
      try await body($0.port, $0.folder)
    }
  }

  /// Starts a process in a folder of its own, passes it to the body once it accepts connections, and ends it.
  ///
  /// - Parameter launch: Makes the process, given the folder and a free port.
  static func run<Result>(
    launching launch: (URL, Int) async throws -> Process, _ body: (Running) async throws -> Result
  ) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("peer-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("www"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }  // Left behind in the temporary folder it does no harm.
    try Data("hello".utf8).write(to: folder.appendingPathComponent("www/hello.txt"))
    let output = folder.appendingPathComponent("output")
    try Data().write(to: output)

    let port = try FreePort.next()
    let process = try await launch(folder, port)
    process.currentDirectoryURL = folder
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = process.standardOutput
    let end = Flag()
    process.terminationHandler = { _ in end.end() }
    try process.start()
    let running = Running(port: port, folder: folder, identifier: process.processIdentifier, end: end)
    defer { running.kill() }

    let isReady = try await OnLoop.eventually {
      if running.hasEnded { return true }
      guard let probe = try? RawSocket(connectedTo: port) else { return false }  // Not yet: asked again.
      probe.close()
      return true
    }
    guard isReady, !running.hasEnded else {
      throw NotReady(output: try String(contentsOf: output, encoding: .utf8))
    }
    return try await body(running)
  }
}
