import Foundation
import Synchronization

@testable import LoadEngine

/// A foreign HTTP server in a process and a folder of its own.
enum PeerProcess {
  struct NotReady: Error {
    var output: String
  }

  /// Starts a program, lends the body its port once it accepts connections, and ends it.
  ///
  /// - Parameter arguments: Given the folder and a free port.
  static func run(
    _ executable: String, _ arguments: (URL, Int) throws -> [String], _ body: (Int, URL) async throws -> Void
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("peer-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("www"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }  // Left behind in the temporary folder it does no harm.
    try Data("hello".utf8).write(to: folder.appendingPathComponent("www/hello.txt"))
    let output = folder.appendingPathComponent("output")
    try Data().write(to: output)

    let port = try freePort()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = try arguments(folder, port)
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = process.standardOutput
    let ended = Flag()
    process.terminationHandler = { _ in ended.end() }
    try process.run()
    // SIGKILL: a child may have inherited an ignored or blocked SIGTERM, and would outlive the tests.
    defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    let isReady = try await OnLoop.eventually {
      if ended.state == .ended { return true }
      guard let probe = try? RawSocket(connectedTo: port) else { return false }  // Not yet: asked again.
      probe.close()
      return true
    }
    guard isReady, ended.state != .ended else {
      throw NotReady(output: try String(contentsOf: output, encoding: .utf8))
    }
    try await body(port, folder)
  }

  private static let dealt = Mutex<Set<Int>>([])

  /// A port for a program that cannot choose its own. Below those that systems deal out for port 0, or a server of
  /// another test could be given it before the program has it.
  private static func freePort() throws -> Int {
    while true {
      let port = Int.random(in: 20_000..<32_000)
      guard dealt.withLock({ $0.insert(port).inserted }) else { continue }
      do {
        try RawSocket(boundTo: port).close()
        return port
      } catch let error as SystemError where error.errno == EADDRINUSE {
        continue
      }
    }
  }

  /// True with `LOAD_REQUIRE_PEERS=1`, where a missing program must fail its test, and else when the program, a path
  /// or a name to look for in `PATH`, is there.
  static func mayRun(_ program: String) -> Bool {
    let environment = ProcessInfo.processInfo.environment
    if environment["LOAD_REQUIRE_PEERS"] == "1" { return true }
    let folders = program.hasPrefix("/") ? [""] : (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/" }
    return folders.contains { FileManager.default.isExecutableFile(atPath: $0 + program) }
  }
}
