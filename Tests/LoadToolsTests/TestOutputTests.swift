#if os(Linux)
  import Foundation
  import LoadFixtures
  import TestSupport
  import Testing

  /// What a plain `swift test` leaves, and what is made of it: by real processes.
  @Suite("Reports are made of what tests leave", .serialized)
  struct PlainTestOutputTests {
    /// The built tests, as `swift test` runs them.
    private static func bundle() throws -> String {
      let names = try FileManager.default.contentsOfDirectory(atPath: Program.products.path)
      let bundle = try #require(names.first { $0.hasSuffix("PackageTests.xctest") })
      return Program.products.appendingPathComponent(bundle).path
    }

    /// With a target, while neither a scenario nor a test of real time runs: the processes here are as heavy as either.
    private static func alone(_ body: @Sendable (CountingServer) async throws -> Void) async throws {
      try await Serializer.scenarios.run { try await CountingServer.with(.answers, body) }
    }

    /// The two scenarios of a target, one after the other.
    private static func tests(_ target: CountingServer, _ environment: [String: String] = [:]) throws -> Program {
      try Program(
        [
          "/bin/sh", "-c",
          """
          mkdir -p att
          "$BUNDLE" --testing-library swift-testing --filter '^BaselineTests\\.' \
            --attachments-path "$PWD/att" --event-stream-output-path "$PWD/events.jsonl" &
          # By the shell: a test beside all others may look too late.
          until ls att/*.json >/dev/null 2>&1; do sleep 0.1; done
          sleep 1.5
          kill -9 $!
          """,
        ],
        environment: [
          "BUNDLE": bundle(), "LOAD_TARGET_HOST": target.url, "LOAD_TIME_SCALE": "0.02", "LOAD_RESULTS_DIR": "out",
        ].merging(environment) { $1 })
    }

    @Test("A test process that is killed in its second scenario: that one stands there by name, and never as passed")
    func killed() async throws {
      try await Self.alone { target in
        let run = try Self.tests(target)
        _ = try await run.exitCode(within: .seconds(150))
        let first = run.names(in: "att").contains { $0.hasPrefix("baseline") } ? "baseline" : "normal"
        let second = first == "baseline" ? "normal" : "baseline"
        let report = try Program([
          "LoadTools", "report", "--events", run.folder.path + "/events.jsonl", "--attachments",
          run.folder.path + "/att", "--output", "made",
        ])
        #expect(try await report.exitCode() == 1)
        #expect(report.output.contains("no record: \(second): began and did not end"), "\(report.output)")
        let json = try #require(report.json("made/report.json"))
        #expect((json["scenarios"] as? [[String: Any]])?.map { $0["scenario"] as? String } == [first])
        // The others of the target are skipped, since nobody asked for them.
        let missing = (json["unrecorded"] as? [[String: Any]])?.filter { $0["ended"] as? String != "skipped" }
        #expect(missing?.map { $0["name"] as? String } == [second])
        #expect(json["exitCode"] as? Int != 0)
        #expect(report.text("made/report.html").contains("No record: \(second): began and did not end"))
        let cases = report.text("made/junit.xml")
        #expect(cases.contains("<error") && cases.contains(second))
      }
    }

    @Test("A load test that is run several times keeps each run in a directory of its own")
    func repeated() async throws {
      try await Self.alone { target in
        let run = try Program(
          ["LoadTools", "run", "--host", target.url, "--scenarios", "baseline", "--repeat", "2", "--output", "out"],
          environment: ["LOAD_TIME_SCALE": "0.02"])
        _ = try await run.exitCode(within: .seconds(120))
        #expect(run.output.contains("run 2 of 2"), "\(run.output)")
        let runs = try ["run-1", "run-2"].map { try #require(run.json("out/\($0)/baseline.json"))["run"] as? String }
        #expect(runs[0] != nil && runs[0] != runs[1])
        #expect(run.json("out/run-1/report.json") != nil && run.json("out/run-2/report.json") != nil)
      }
    }

    @Test("Tests that Swift Testing repeats overwrite nothing")
    func repetitions() async throws {
      try await Self.alone { target in
        let run = try Program(
          [
            "/bin/sh", "-c",
            "exec \"$BUNDLE\" --testing-library swift-testing --filter 'BaselineTests.*baseline' --repetitions 2",
          ],
          environment: [
            "BUNDLE": Self.bundle(), "LOAD_TARGET_HOST": target.url, "LOAD_TIME_SCALE": "0.02",
            "LOAD_RESULTS_DIR": "out",
          ])
        _ = try await run.exitCode(within: .seconds(120))
        let first = try #require(run.json("out/baseline.json"))
        let second = try #require(run.json("out/repeat-2/baseline.json"))
        #expect(first["startedAt"] as? String != second["startedAt"] as? String)
      }
    }
  }
#endif
