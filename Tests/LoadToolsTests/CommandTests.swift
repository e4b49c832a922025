import Foundation
import TestSupport
import Testing

@testable import LoadFixtures

/// The real executable, as a process of its own.
@Suite("Commands")
struct CommandTests {
  /// Without a wait that holds up a thread: the pool has two for all tests.
  private func run(
    _ arguments: [String], environment: [String: String] = [:]
  ) async throws -> (code: Int32, text: String) {
    let process = Process(Program.products.appendingPathComponent("LoadTools").path, arguments)
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    process.environment = ["PATH": path].merging(environment) { _, new in new }
    do {
      return (0, try await process.runToEnd())
    } catch let failed as Process.Failed {
      return (process.terminationStatus, failed.output)
    }
  }

  #if os(Linux)
    @Test("The tools do not load the Testing library")
    func withoutTesting() async throws {
      let tools = Program.products.appendingPathComponent("LoadTools").path
      let text = try await Process("/usr/bin/ldd", [tools]).runToEnd()
      #expect(text.contains("libFoundation.so"))
      #expect(!text.contains("libTesting.so"))
    }
  #endif

  @Test("A malformed variable: exit 104, naming variable and value")
  func badConfiguration() async throws {
    let (code, text) = try await run(["run"], environment: ["LOAD_TIME_SCALE": "abc"])
    #expect(code == 104)
    #expect(text.contains("LOAD_TIME_SCALE") && text.contains("abc"))
  }

  @Test("A target without credentials for its log-in: exit 104")
  func noCredentials() async throws {
    let (code, text) = try await run(
      ["run", "--host", "http://127.0.0.1:9"], environment: ["LOAD_CONTRACT": "documented"])
    #expect(code == 104)
    #expect(text.contains("LOAD_EMAIL"))
  }

  @Test("Nothing listening: exit 98 within 5 s and one sentence")
  func nothingListening() async throws {
    // With the machine to itself: beside all tests that begin with this one, the start of a program takes seconds.
    let (code, text, time) = try await Serializer.scenarios.run {
      _ = await CalmMachine(log: Log(level: .error)).wait()
      let start = ContinuousClock.now
      let (code, text) = try await run(
        ["run", "--host", "http://127.0.0.1:9"], environment: ["LOAD_TOKEN": "secret-token"])
      return (code, text, ContinuousClock.now - start)
    }
    #expect(code == 98)
    #expect(
      text == """
        checking http://127.0.0.1:9 ...
        INVALID: connection refused: is the agent running at http://127.0.0.1:9?

        """)
    #expect(time < .seconds(5))
  }

  @Test("A certificate that is no file: exit 104 and its path")
  func noCertificate() async throws {
    let (code, text) = try await run(["agent", "--port", "0", "--tls-certificate", "/nonexistent/a", "--tls-key", "/b"])
    #expect(code == 104)
    #expect(text.contains("/nonexistent/a") || text.contains("OpenSSL"))
  }

  @Test("A report of nothing is refused: exit 98; of no directory: 104")
  func nothingToReport() async throws {
    try await withTemporaryFolder { (empty: URL) async throws in
      #expect(try await run(["report", empty.path]).code == 98)
      #expect(try await run(["report", empty.path + "/missing"]).code == 104)
    }
  }

  @Test(
    "What may hold a secret is named and not repeated",
    arguments: [
      (["run", "--password=CANARY"], "--password"), (["run", "CANARY"], "argument"), (["CANARY"], "unknown command"),
      (["probe", "http://127.0.0.1:9", "--header", "Authorization Bearer CANARY"], "--header"),
      (["probe", "http://127.0.0.1:9", "--passwort", "CANARY"], "--passwort"),
      (["probe", "http://127.0.0.1:9", "CANARY"], "argument"), (["agent", "--passwort=CANARY"], "--passwort"),
      (["agent", "CANARY"], "argument"),
    ])
  func secrets(arguments: [String], named: String) async throws {
    let (code, text) = try await run(arguments)
    #expect(code == 104)
    #expect(text.contains(named) && !text.contains("CANARY"), "\(text)")
  }

  @Test(
    "A ~ that no shell replaced is refused, for each path",
    arguments: ["--output", "LOAD_CONTRACT", "LOAD_TLS_CA_FILE"])
  func tilde(setting: String) async throws {
    let isOption = setting.hasPrefix("--")
    let (code, text) = try await run(
      isOption ? ["run", setting, "~/x"] : ["run"], environment: isOption ? [:] : [setting: "~/x"])
    #expect(code == 104)
    #expect(text.contains("~/x") && text.contains("$HOME"))
  }

  @Test(
    "An unknown command or option: exit 104 and the usage",
    arguments: [["fly"], [], ["run", "--fast"], ["agent", "--port", "x"]])
  func usage(arguments: [String]) async throws {
    let (code, text) = try await run(arguments)
    #expect(code == 104)
    #expect(!text.isEmpty)
  }
}
