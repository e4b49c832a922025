import Foundation
import TestSupport
import Testing

@testable import LoadFixtures

/// Settings of the real tool over the built tests, from the command line to record and report.
@Suite("Settings of a run", .serialized)
struct SettingsTests {
  private static let quick = ["LOAD_TIME_SCALE": "0.02", "LOAD_THINK_TIME_SCALE": "0.01"]

  /// A run to its end, whose verdict is asked for: beside other load it would be that of a starved generator.
  private static func run(_ arguments: [String], _ settings: [String: String]) async throws -> Program {
    try await Serializer.scenarios.run {
      _ = await CalmMachine(log: Log(level: .error)).wait()
      let run = try Program(
        ["LoadTools", "run", "--scenarios", "baseline", "--output", "out"] + arguments,
        environment: quick.merging(settings) { $1 })
      #expect(try await run.exitCode(within: .seconds(120)) == 0, "\(run.output)")
      return run
    }
  }

  @Test(
    "Commands before and after a run: in that order, outside its time, their output on the record and in the report")
  func commands() async throws {
    let run = try await Self.run(
      ["--note", "a clean <database>"],
      [
        "LOAD_PREPARE": "sh -c 'echo before >> trace; echo emptied 12 tables'",
        "LOAD_CLEANUP": "sh -c 'test -e out/baseline.json && echo too early; echo after >> trace; echo gone'",
      ])
    // A run that the machine disturbed is repeated, with both commands.
    #expect(run.text("trace").hasSuffix("before\nafter\n"))
    let record = try #require(run.json("out/baseline.json"))
    #expect((record["prepared"] as? [String: Any])?["output"] as? String == "emptied 12 tables\n")
    #expect((record["cleanedUp"] as? [String: Any])?["output"] as? String == "gone\n")
    #expect(record["note"] as? String == "a clean <database>")
    let report = run.text("out/report.html")
    #expect(report.contains("emptied 12 tables") && report.contains("a clean &lt;database&gt;"))
  }

  @Test("Preparing that fails: no load, an invalid run with the command's own words, and clean-up all the same")
  func failedPreparing() async throws {
    try await CountingServer.with(.answers) { target in
      let run = try Program(
        ["LoadTools", "run", "--host", target.url, "--scenarios", "baseline", "--output", "out"],
        environment: [
          "LOAD_TIME_SCALE": "0.02", "LOAD_PREPARE": "sh -c 'echo no database >&2; exit 3'",
          "LOAD_CLEANUP": "sh -c 'echo after >> trace'",
        ])
      #expect(try await run.exitCode(within: .seconds(60)) == 98, "\(run.output)")
      #expect(run.output.contains("LOAD_PREPARE ended with 3") && run.output.contains("no database"))
      #expect(run.text("trace") == "after\n")
      // The tool asks before it starts the tests.
      #expect(target.received == target.received(path: "/health"))
    }
  }

  @Test("Clean-up follows a run that was interrupted")
  func interrupted() async throws {
    try await CountingServer.with(.answers) { target in
      let run = try Program(
        ["LoadTools", "run", "--host", target.url, "--scenarios", "baseline", "--output", "out"],
        environment: ["LOAD_CLEANUP": "sh -c 'sleep 0.3; echo after >> trace'"])
      try await run.wait(for: "load", within: .seconds(30)) { target.received > 20 }
      kill(run.pid, SIGINT)
      #expect(try await run.exitCode() == 105)
      #expect(run.text("trace") == "after\n")
      #expect((run.json("out/baseline.json")?["cleanedUp"] as? [String: Any])?["exitCode"] as? Int == 0)
    }
  }

  @Test("A warm-up is made, and said on record and report")
  func warmUp() async throws {
    let run = try await Self.run(["--warm-up", "1s"], [:])
    let record = try #require(run.json("out/baseline.json"))
    let warmUp = try #require(record["warmUpCalls"] as? [String: Any])
    #expect((warmUp["completed"] as? Int ?? 0) > 0)
    #expect(run.text("out/report.html").contains("Before the profile the scenario&#39;s own calls went on for 1.00 s"))
  }

  @Test("--check, --debug and --print-contract end with a word, no load and no results")
  func insteadOfARun() async throws {
    let check = try Program(["LoadTools", "run", "--check"], environment: Self.quick)
    #expect(try await check.exitCode(within: .seconds(60)) == 0, "\(check.output)")
    #expect(check.output.contains("POST /conversation/start") && check.output.contains("fits"))
    let debug = try Program(["LoadTools", "run", "--debug", "stress"], environment: Self.quick)
    #expect(try await debug.exitCode(within: .seconds(60)) == 0, "\(debug.output)")
    #expect(debug.output.contains("POST /conversation/start") && debug.output.contains("customer_data"))
    let contract = try Program(["LoadTools", "run", "--print-contract", "v0.9"])
    #expect(try await contract.exitCode(within: .seconds(60)) == 0)
    let printed = try JSONSerialization.jsonObject(with: Data(contract.output.utf8)) as? [String: Any]
    #expect(printed?["name"] as? String == "v0.9")
    for program in [check, debug, contract] { #expect(!program.names(in: ".").contains("results")) }
  }

  @Test("import-openapi writes a contract and what is left open; what has no conversation is refused with what it has")
  func imported() async throws {
    func document(_ path: String) -> String {
      let answer = #"{"type": "object", "properties": {"id": {"type": "string"}, "reply": {"type": "string"}}}"#
      let body = #"{"type": "object", "required": ["who"], "properties": {"who": {"type": "string"}}}"#
      let call = """
        {"post": {"requestBody": {"content": {"application/json": {"schema": \(body)}}},
        "responses": {"200": {"description": "answered", "content": {"application/json": {"schema": \(answer)}}}}}}
        """
      return """
        {"openapi": "3.0.3", "info": {"title": "Shop", "version": "1"},
        "paths": {"\(path)": \(call), "\(path)/{id}/message": \(call)}}
        """
    }
    let tool = Program.products.appendingPathComponent("LoadTools").path
    func importing(_ path: String) throws -> Program {
      try Program([
        "/bin/sh", "-c",
        "printf '%s' '\(document(path))' > api.json; exec \(tool) import api.json --output contract.json",
      ])
    }
    let program = try importing("/conversations")
    #expect(try await program.exitCode(within: .seconds(60)) == 0, "\(program.output)")
    let contract = try #require(program.json("contract.json"))
    let operations = try #require(contract["operations"] as? [[String: Any]])
    #expect(operations.map { $0["key"] as? String } == ["start", "message", "unknownConversation"])
    #expect(operations[0]["path"] as? String == "/conversations")
    #expect(!program.text("contract.json.gaps.txt").isEmpty)
    let refused = try importing("/talks")
    #expect(try await refused.exitCode(within: .seconds(60)) == 104)
    #expect(refused.output.contains("POST /talks") && refused.json("contract.json") == nil)
  }
}
