#if os(Linux)
  import Foundation
  import TestSupport
  import Testing

  @testable import LoadFixtures
  @testable import LoadTools

  /// README's table for those who come from the Python suite, row by row, each command to its end.
  @Suite("Coming from the Python suite", .serialized)
  struct PythonSuiteTests {
    /// Its right column, as a reader types it.
    static let commands: [String] = {
      let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
      // Without a file there is no command, which the first test says.
      let text = (try? String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)) ?? ""
      let section = text.components(separatedBy: "## Coming from the Python suite").dropFirst().first ?? ""
      let table = section.components(separatedBy: "\n## ").first ?? ""
      return table.matches(of: /\| `scripts\/run-load-tests ([^`]*)` \|/).map { String($0.1) }
    }()

    @Test("The table has its rows")
    func rows() { #expect(Self.commands.count >= 12) }

    /// A hundredth of the time and a tenth of the users: what is tried is the command, and not a target.
    @Test("Each command is understood and carried out", arguments: commands)
    func carriedOut(command: String) async throws {
      let words = try CommandWords.split(command)
      let options = try RunArguments(words)
      let settings = ["LOAD_TIME_SCALE": "0.01", "LOAD_USERS_SCALE": "0.1", "LOAD_THINK_TIME_SCALE": "0.05"]
      let run = try await Serializer.scenarios.run {
        _ = await CalmMachine(log: Log(level: .error)).wait()
        guard let place = words.firstIndex(of: "http://localhost:8000") else {
          let run = try Program(["LoadTools", "run"] + words + ["--output", "out"], environment: settings)
          _ = try await run.exitCode(within: .seconds(60))
          return run
        }
        return try await ReferenceAgentProgram.with(["--breaker-recovery", "0.5"]) { agent in
          var words = words
          words[place] = agent.url
          return try await agent.run(words, environment: settings, within: .seconds(150))
        }
      }
      let code = try await run.exitCode()
      guard options.instead == nil else {
        #expect(code == 0, "\(run.output)")
        return
      }
      // So short a load says nothing of an agent whose breaker never had the time to open.
      #expect(options.isCustom ? code == 0 : [0, 98, 99].contains(code), "\(code): \(run.output)")
      for name in options.names {
        let record = try #require(run.json("out/\(name).json"), "\(name): \(run.output)")
        let counts = try #require(record["counts"] as? [String: Any])
        #expect(counts["completed"] as? Int ?? 0 > 0, "\(name)")
      }
      #expect(run.text("out/report.html").contains("</html>"))
    }
  }
#endif
