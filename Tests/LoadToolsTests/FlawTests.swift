#if os(Linux)
  import Foundation
  import TestSupport
  import Testing

  @testable import LoadFixtures

  /// Agents with one flaw each, told by the real tool: exit 99, and the breach that names it.
  @Suite("What a flawed agent fails of", .serialized)
  struct FlawTests {
    private static func breaches(of run: Program, in scenario: String) throws -> [String] {
      let verdict = try #require(run.json("out/\(scenario).json")?["verdict"] as? [String: Any], "\(run.output)")
      let breaches = try #require(verdict["breaches"] as? [[String: Any]])
      return breaches.filter { $0["severity"] as? String == "must" }.compactMap { $0["kpi"] as? String }.sorted()
    }

    /// Alone on the machine: a generator that is late makes a run invalid and not failed.
    private static func run(
      _ scenario: String, flaw: String, options: [String] = [], environment: [String: String]
    ) async throws -> Program {
      try await Serializer.scenarios.run {
        _ = await CalmMachine(log: Log(level: .error)).wait()
        return try await ReferenceAgentProgram.with(["--flaw", flaw] + options) { agent in
          try await agent.run(
            ["--scenarios", scenario],
            environment: ["LOAD_TARGET_PID": String(agent.program.pid)].merging(environment) { $1 },
            within: .seconds(90))
        }
      }
    }

    @Test(
      "A cache or a breaker that is flawed: exit 99 with the breach that says so",
      arguments: [
        ("stale-cache", "cache", "stale reads"), ("stampede", "cache", "stampede computations"),
        ("never-opens", "circuit-breaker", "breaker openings"), ("never-closes", "circuit-breaker", "breaker closings"),
        ("ten-probes", "circuit-breaker", "half-open probes"),
      ])
    func resilience(flaw: String, scenario: String, kpi: String) async throws {
      let run = try await Self.run(
        scenario, flaw: flaw, options: ["--breaker-recovery", "2", "--cache-lifetime", "20"],
        environment: ["LOAD_TIME_SCALE": scenario == "cache" ? "0.03" : "0.05", "LOAD_THINK_TIME_SCALE": "0.1"])
      #expect(try await run.exitCode() == 99, "\(run.output)")
      let breaches = try Self.breaches(of: run, in: scenario)
      #expect(breaches.contains(kpi), "\(breaches)")
    }

    @Test("An agent that leaks memory: exit 99, memory growth, and nothing else")
    func leak() async throws {
      let run = try await Self.run(
        "endurance", flaw: "leak",
        environment: [
          "LOAD_ENDURANCE_DURATION": "42s", "LOAD_TIME_SCALE": "1", "LOAD_THINK_TIME_SCALE": "0.1",
        ])
      #expect(try await run.exitCode() == 99, "\(run.output)")
      #expect(try Self.breaches(of: run, in: "endurance") == ["memory growth"])
      #expect(run.text("out/report.html").contains("severe, "))
    }

    @Test("Without a process to watch the endurance scenario is not run, and 98 says so")
    func noProcess() async throws {
      try await ReferenceAgentProgram.with([]) { agent in
        let run = try await agent.run(["--scenarios", "endurance"], within: .seconds(60))
        #expect(try await run.exitCode() == 98)
        #expect(run.output.contains("LOAD_TARGET_PID"), "\(run.output)")
      }
    }

    @Test("An agent that does not recover from what its own switches did: exit 99, recovered share")
    func neverRecovers() async throws {
      let run = try await Serializer.scenarios.run {
        _ = await CalmMachine(log: Log(level: .error)).wait()
        return try await ReferenceAgentProgram.with([
          "--flaw", "never-recovers", "--fault-control", "0", "--breaker-recovery", "3",
        ]) { agent in
          let control = try #require(
            agent.program.output.firstMatch(of: /LOAD_FAULT_CONTROL=(\S+) LOAD_FAULT_TOKEN=(\S+)/))
          return try await agent.run(
            ["--scenarios", "dependency-lost"],
            environment: [
              "LOAD_FAULT_CONTROL": String(control.1), "LOAD_FAULT_TOKEN": String(control.2), "LOAD_TIME_SCALE": "0.05",
              "LOAD_THINK_TIME_SCALE": "0.1",
            ], within: .seconds(170))
        }
      }
      #expect(try await run.exitCode() == 99, "\(run.output)")
      #expect(try Self.breaches(of: run, in: "dependency-lost").contains("recovered share"))
    }
  }
#endif
