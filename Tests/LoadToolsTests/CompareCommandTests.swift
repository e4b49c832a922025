import Foundation
import LoadFixtures
import TestSupport
import Testing

/// The commands as they are called; what they find is tested beside `RunComparison`.
@Suite("Commands that compare")
struct CompareCommandTests {
  private static func program(_ arguments: [String]) throws -> Program { try Program(["LoadTools"] + arguments) }

  @Test(
    "What cannot be compared is refused in words",
    arguments: [
      (["compare-runs"], "a side has no directory"), (["compare-runs", "a", "--"], "a side has no directory"),
      (["compare-runs", "nowhere", "--", "nowhere"], "there is no such directory"),
      (["compare-runs", "a", "--", "b", "--frobnicate"], "--frobnicate"),
      (["compare", "--a", "http://127.0.0.1:1"], "--scenario"),
      (["compare", "--a", "http://127.0.0.1:1", "--scenario", "peak"], "--b"),
      (["compare", "--a", "http://127.0.0.1:1", "--b", "http://127.0.0.1:1", "--scenario", "nothing"], "nothing"),
      (["compare", "--a", "x y", "--b", "http://127.0.0.1:1", "--scenario", "peak"], "--a"),
      (
        [
          "compare", "--a", "http://10.0.0.1", "--b", "http://127.0.0.1:1", "--scenario", "peak", "--a-command",
          "/bin/true",
        ],
        "on this machine"
      ),
    ])
  func refused(arguments: [String], words: String) async throws {
    let program = try Self.program(arguments)
    #expect(try await program.exitCode() == 104)
    #expect(program.output.contains(words), "\(program.output)")
  }

  #if os(Linux)
    @Test("Two targets in turns: a directory for each run, one seed in a round, and a comparison beside them")
    func turns() async throws {
      // Runs as heavy as scenarios, which run one at a time.
      try await Serializer.scenarios.run {
        try await CountingServer.with(.answers) { first in
          try await CountingServer.with(.answers) { second in
            let program = try Program(
              [
                "LoadTools", "compare", "--a", first.url, "--b", second.url, "--scenario", "custom", "--rounds", "2",
                "--output", "out", "--seed", "40", "--", "--users", "5", "--spawn-rate", "10", "--run-time", "2s",
              ], environment: ["LOAD_THINK_TIME_SCALE": "0.01"], without: ["LOAD_TIME_SCALE"])
            let code = try await program.exitCode(within: .seconds(120))
            // Two a side settle nothing; on a machine that is busy all runs may be invalid, which is refused with the same code.
            #expect(code == 98, "\(program.output)")
            let order = ["round 1 of 2, A", "round 1 of 2, B", "round 2 of 2, B", "round 2 of 2, A"]
            let places = order.map { program.output.range(of: $0)?.lowerBound }
            #expect(!places.contains(nil) && zip(places, places.dropFirst()).allSatisfy { $0.0! < $0.1! })
            let seeds = ["a-1", "b-1", "a-2", "b-2"].map { program.json("out/\($0)/custom.json")?["seed"] as? Int }
            #expect(seeds == [40, 40, 41, 41])
          }
        }
      }
    }

    @Test("A target that a command starts is there for its run alone; one that ends at once is refused with its words")
    func commands() async throws {
      let port = try FreePort.next()
      let tool = Program.products.appendingPathComponent("LoadTools").path
      let broken = try Self.program([
        "compare", "--a", "http://127.0.0.1:\(port)", "--b", "http://127.0.0.1:\(port)", "--scenario", "custom",
        "--a-command", "/bin/sh -c 'echo no such port; exit 3'", "--rounds", "1", "--output", "out",
      ])
      #expect(try await broken.exitCode() == 104)
      #expect(broken.output.contains("it ended before it answered: no such port"), "\(broken.output)")
      try await Serializer.scenarios.run {
        let program = try Program(
          [
            "LoadTools", "compare", "--a", "http://127.0.0.1:\(port)", "--b", "http://127.0.0.1:\(port)", "--scenario",
            "custom", "--a-command", "\(tool) agent --port \(port) --for 60", "--b-command",
            "\(tool) agent --port \(port) --for 60", "--rounds", "1", "--output", "out", "--", "--users", "3",
            "--spawn-rate", "10", "--run-time", "2s",
          ],
          environment: [
            "LOAD_THINK_TIME_SCALE": "0.05", "LOAD_EMAIL": "user@example.com", "LOAD_PASSWORD": "right",
          ], without: ["LOAD_TIME_SCALE", "LOAD_TOKEN"])
        #expect(try await program.exitCode(within: .seconds(120)) == 98, "\(program.output)")
        #expect(program.json("out/a-1/custom.json") != nil && program.json("out/b-1/custom.json") != nil)
        #expect(program.descendants().isEmpty, "its targets have ended")
      }
    }
  #endif
}
