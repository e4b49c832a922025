import Foundation

/// Compares with a Python package: runs a script with `python3` and returns what it prints.
///
/// The packages are peers to compare with, not dependencies: a test that uses one is enabled by ``mayAsk(_:)``.
public enum PythonOracle {
  /// Python is missing, or the script did not end with 0.
  public struct Failure: Error, CustomStringConvertible {
    /// The exit status.
    public var status: Int32
    /// What the script wrote to its standard error.
    public var output: String
    /// Both in a sentence.
    public var description: String { "python3 ended with \(status): \(output)" }
  }

  /// True with `LOAD_REQUIRE_PEERS=1`, where a missing package must fail its test, and else when the package is there.
  public static func mayAsk(_ package: String) async -> Bool {
    if Peers.mustRun { return true }
    return (try? await run("import \(package)")) != nil
  }

  /// Runs a body with the path of a file that holds the text.
  public static func withFile<Result>(_ text: String, _ body: (String) async throws -> Result) async throws -> Result {
    try await withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("file")
      try Data(text.utf8).write(to: file)
      return try await body(file.path)
    }
  }

  /// The script's standard output; throws with its standard error when it does not exit with 0.
  ///
  /// Files stand in for pipes, which would block both sides once one is full.
  public static func run(_ script: String, input: String = "") async throws -> String {
    try await withTemporaryFolder { folder in
      let (source, answer, complaint) = (
        folder.appendingPathComponent("in"), folder.appendingPathComponent("out"),
        folder.appendingPathComponent("err")
      )
      try Data(input.utf8).write(to: source)
      try Data().write(to: answer)
      try Data().write(to: complaint)

      let process = Process("python3", ["-c", script])
      process.standardInput = try FileHandle(forReadingFrom: source)
      process.standardOutput = try FileHandle(forWritingTo: answer)
      process.standardError = try FileHandle(forWritingTo: complaint)
      let status: Int32 = try await withCheckedThrowingContinuation { continuation in
        process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
        do {
          try process.start()
        } catch {
          // The handler is only called for a process that has started.
          continuation.resume(throwing: error)
        }
      }
      guard status == 0 else {
        throw Failure(status: status, output: String(decoding: try Data(contentsOf: complaint), as: UTF8.self))
      }
      return String(decoding: try Data(contentsOf: answer), as: UTF8.self)
    }
  }
}
