import Foundation
import LoadEngine
import TestSupport
import Testing

/// Validity checks 28 and 30 for the commands that make no load: what they show of a target, and where they go.
@Suite("Harms nobody: commands without a load", .serialized, .timeLimit(.minutes(2)))
struct HostileCommandsTests {
  /// Escape sequences of both kinds, overrides of the direction of writing, line ends of every kind.
  private static let hostile =
    "=1+1\u{1B}]0;owned\u{7}\u{1B}[2J\u{9B}31m\u{202E}\u{2066}\u{200F}\u{85}\u{2028}\u{FEFF}\r\n2026 error forged\0|`"

  private static func controls(in text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.filter { scalar in
      switch scalar.value {
      case 0x0A: false
      case 0..<0x20, 0x7F...0x9F, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
      default: false
      }
    }
  }

  @Test(
    "What a target says has no power over the terminal, and forges no line",
    arguments: [
      ["run", "--check", "--host"], ["run", "--debug", "baseline", "--host"], ["probe", "--duration", "0.5"],
    ])
  func terminal(command: [String]) async throws {
    try await EchoingTarget.with([Self.hostile]) { target in
      let run = try Program(
        ["LoadTools"] + command + [target.url], environment: ["LOAD_LOG_LEVEL": "trace", "LOAD_REQUEST_TIMEOUT": "5"])
      _ = try await run.exitCode(within: .seconds(60))
      #expect(Self.controls(in: run.output).isEmpty, "\(run.output.debugDescription)")
      #expect(!run.output.split(separator: "\n").contains { $0.hasPrefix("2026 error") })
      // A probe looks at no body.
      #expect(run.output.contains("=1+1") == (command[0] == "run"), "\(run.output)")
    }
  }

  @Test("A document that has moved is not followed, and the answer is named", arguments: [301, 302, 303, 307, 308])
  func movedDocument(status: Int) async throws {
    try await CountingServer.with { elsewhere in
      let place = "http://127.0.0.1:\(elsewhere.port)/openapi.json"
      try await CountingServer.with { _, _, _ in
        HTTPServerReply(status: status, headers: [("Location", place)])
      } _: { server in
        let run = try Program(["LoadTools", "import", "\(server.url)/openapi.json", "--output", "contract.json"])
        #expect(try await run.exitCode(within: .seconds(60)) == 104, "\(run.output)")
        #expect(run.output.contains("status \(status); give the address that it leads to"), "\(run.output)")
        #expect(server.received == 1 && elsewhere.received == 0)
        #expect(await elsewhere.connections() == 0)
      }
    }
  }
}
