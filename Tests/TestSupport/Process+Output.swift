import Foundation
import Synchronization

/// Programs that do a piece of work and end.
///
/// Their output goes to a file. A server that another test starts meanwhile inherits the end of a pipe, and the reader
/// at its other end would wait for that server: forever, when it holds up the thread that the other test needs.
extension Process {
  /// One start at a time: what Foundation opens to learn of a process's end is closed in later ones, but could slip
  /// into one that starts in the same moment, and its end would then be theirs.
  private static let starting = Mutex(())

  /// A program that ended with another status than 0.
  public struct Failed: Error {
    /// Its output.
    public var output: String
  }

  /// Lays out a process that reads nothing.
  ///
  /// - Parameters:
  ///   - program: A path, or a name to look for in `PATH`.
  ///   - environment: Added to that of the tests.
  public convenience init(_ program: String, _ arguments: [String], environment: [String: String] = [:]) {
    self.init()
    executableURL = URL(fileURLWithPath: program.hasPrefix("/") ? program : "/usr/bin/env")
    self.arguments = program.hasPrefix("/") ? arguments : [program] + arguments
    self.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    standardInput = FileHandle.nullDevice
  }

  /// Starts it, when no other is being started.
  public func start() throws { try Self.starting.withLock { _ in try run() } }

  /// Runs to the end and returns both outputs.
  ///
  /// - Throws: ``Failed`` when its status is not zero.
  public func runToEnd() async throws -> String {
    let file = try redirectOutput()
    defer { try? FileManager.default.removeItem(at: file) }  // Left behind it does no harm.
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      terminationHandler = { _ in continuation.resume() }
      do { try start() } catch { continuation.resume(throwing: error) }
    }
    return try output(in: file)
  }

  /// As `runToEnd`, for where there is no waiting: holds up the thread.
  public func runToEndHere() throws -> String {
    let file = try redirectOutput()
    defer { try? FileManager.default.removeItem(at: file) }  // Left behind it does no harm.
    try start()
    waitUntilExit()
    return try output(in: file)
  }

  private func redirectOutput() throws -> URL {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("output-\(UUID().uuidString)")
    try Data().write(to: file)
    let handle = try FileHandle(forUpdating: file)
    standardOutput = handle
    standardError = handle
    return file
  }

  private func output(in file: URL) throws -> String {
    let output = try String(decoding: Data(contentsOf: file), as: UTF8.self)
    guard terminationStatus == 0 else { throw Failed(output: output) }
    return output
  }
}
