import Foundation
import LoadEngine
import TestSupport
import Testing

/// The reference agent as a process of its own, with the account that may log in.
struct ReferenceAgentProgram {
  let program: Program
  let url: String

  static let account = ["LOAD_EMAIL": "user@example.com", "LOAD_PASSWORD": "right"]

  /// Starts one, waits until it listens, and ends it after the body.
  static func with<R>(
    _ options: [String], _ body: (ReferenceAgentProgram) async throws -> R
  ) async throws -> R {
    let program = try Program(["LoadTools", "agent", "--port", "0", "--for", "120"] + options, environment: account)
    try await program.wait(for: "the agent's address") { program.output.contains("http://") }
    let url = try #require(program.output.firstMatch(of: /http:\/\/127\.0\.0\.1:\d+/)).output
    let agent = ReferenceAgentProgram(program: program, url: String(url))
    return try await withCleanUp({ kill(program.pid, SIGTERM) }) { try await body(agent) }
  }

  /// Runs the real tool against it.
  func run(_ options: [String], environment: [String: String] = [:], within limit: Duration) async throws -> Program {
    let run = try Program(
      ["LoadTools", "run", "--host", url, "--output", "out"] + options,
      environment: Self.account.merging(environment) { $1 }, without: ["LOAD_TOKEN"])
    _ = try await run.exitCode(within: limit)
    return run
  }
}
