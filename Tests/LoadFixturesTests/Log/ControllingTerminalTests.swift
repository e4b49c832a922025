#if os(Linux)
  import Foundation
  import TestSupport
  import Testing

  /// The real executable on a terminal of its own, which Python makes.
  @Suite("Progress on the terminal behind a pipe", .enabled(if: Peers.mayRun("python3"), "needs python3"))
  struct ControllingTerminalTests {
    /// What a person sees when a shell runs a probe with that redirection.
    private static func seen(_ redirection: String) async throws -> String {
      try await CountingServer.with { server in
        let tool = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
          .appendingPathComponent("LoadTools").path
        let command = "\(tool) probe http://127.0.0.1:\(server.port)/ --users 2 --duration 2 \(redirection)"
        return try await PythonOracle.run(
          """
          import os, pty
          os.environ["TERM"] = "xterm"
          pty.spawn(["sh", "-c", '\(command)'])
          """)
      }
    }

    @Test("It is drawn when standard error is a pipe, as under swift test")
    func pipe() async throws {
      let seen = try await Self.seen("2>&1 >/dev/null | cat >/dev/null")
      #expect(seen.contains("2 users") && seen.contains("req/s"))
    }

    @Test("Whoever sends standard error away gets none", arguments: ["2>/dev/null", "2>errors"])
    func silence(redirection: String) async throws {
      let folder = try ScratchDirectory()
      let seen = try await Self.seen(redirection.replacingOccurrences(of: "errors", with: folder.path + "/errors"))
      #expect(seen.contains("p99"), "the summary on standard output is there")
      #expect(!seen.contains("2 users"))
    }
  }
#endif
