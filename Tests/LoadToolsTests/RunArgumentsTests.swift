import Foundation
import Testing

@testable import LoadFixtures
@testable import LoadTools

@Suite("Arguments of run-load-tests")
struct RunArgumentsTests {
  @Test("Without options every scenario runs and the environment stands")
  func defaults() throws {
    let options = try RunArguments([])
    #expect(
      options.names == [
        "baseline", "normal", "peak", "spike", "realistic", "throughput", "stress", "step", "cache", "circuit-breaker",
      ])
    #expect(options.overrides.isEmpty)
  }

  @Test("Options become variables, which go before the environment")
  func overrides() throws {
    let options = try RunArguments([
      "--host", "http://127.0.0.1:8000", "--user-class=StressUser", "--time-scale", "0.5", "--output", "/tmp/x",
      "--log-level", "debug",
    ])
    #expect(
      options.overrides == [
        "LOAD_TARGET_HOST": "http://127.0.0.1:8000", "LOAD_USER_CLASS": "StressUser", "LOAD_TIME_SCALE": "0.5",
        "LOAD_RESULTS_DIR": "/tmp/x", "LOAD_LOG_LEVEL": "debug",
      ])
  }

  @Test("Scenarios are named in any order, and the filter matches exactly their tests")
  func filter() throws {
    let options = try RunArguments(["--scenarios", "step", "baseline", "--time-scale", "1"])
    #expect(options.names == ["baseline", "step"])
    let pattern = try Regex(options.filter)
    #expect("BaselineTests.BaselineTests/baseline()".contains(pattern))
    #expect("StressTests.StressTests/step()".contains(pattern))
    for other in [
      "BaselineTests.BaselineTests/normal()", "StressTests.StressTests/stress()",
      "LoadFixturesTests.ScenarioTests/baseline()",
    ] {
      #expect(!other.contains(pattern), "\(other)")
    }
  }

  /// A scenario that the script does not know would run under `swift test` alone, and never in CI's stage.
  @Test("The script knows every scenario of the test targets, and the target that holds it")
  func scenarios() throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    var found: [String: String] = [:]
    for target in ["BaselineTests", "PeakTests", "StressTests", "ChaosTests"] {
      let folder = tests.appendingPathComponent(target).path
      guard FileManager.default.fileExists(atPath: folder) else { continue }
      for file in try FileManager.default.contentsOfDirectory(atPath: folder)
      // The command line's own is no scenario that a file could name.
      where file.hasSuffix(".swift") && file != "CustomTests.swift" {
        let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
        for match in text.matches(
          of: /@Test\([^{]*?func (\w+)\(\)[^{]*\{\s*try await LoadTest\.run\(\s*Scenario\(\s*"([^"]+)"/)
        {
          #expect(
            match.1 == RunArguments.function(of: String(match.2)), "the filter finds a scenario by its function's name")
          found[String(match.2)] = target
        }
        let calls = text.components(separatedBy: "LoadTest.run(").count - 1
        #expect(found.count { $0.value == target } == calls, "\(file) has a scenario that this test cannot read")
      }
    }
    found["custom"] = "BaselineTests"
    #expect(found == Dictionary(uniqueKeysWithValues: RunArguments.scenarios.map { ($0.key, $0.value) }))
  }

  @Test("A load of one's own is the scenario custom, which stands alone")
  func custom() throws {
    let options = try RunArguments(["--users", "100", "--spawn-rate", "10", "--run-time", "5m", "--sla", "none"])
    #expect(options.names == ["custom"] && options.isCustom)
    #expect(
      options.overrides == [
        "LOAD_USERS": "100", "LOAD_SPAWN_RATE": "10", "LOAD_RUN_TIME": "5m", "LOAD_SLA": "none",
      ])
    #expect(try RunArguments(["--scenarios", "custom", "--stages", "60s:10@2/s"]).isCustom)
    #expect(try RunArguments(["--sla", "none"], environment: ["LOAD_USERS": "10"]).isCustom)
    #expect(try !RunArguments(["--scenarios", "baseline"], environment: ["LOAD_USERS": "10"]).isCustom)
    #expect(throws: ConfigurationError.self) { try RunArguments(["--sla", "none"]) }
    for mixed in [["custom", "baseline"], ["baseline"]] {
      #expect(throws: ConfigurationError.self) {
        try RunArguments(["--scenarios"] + mixed + ["--users", "10", "--run-time", "10"])
      }
    }
    let old = #expect(throws: ConfigurationError.self) { try RunArguments(["--users", "StressUser"]) }
    #expect(old?.description.contains("--user-class StressUser") == true)
  }

  @Test("The list has a line for each scenario, class and shape")
  func list() {
    let lines = RunArguments.list.split(separator: "\n").map(String.init)
    #expect(lines.count == 15 + 4 + 3)
    #expect(
      lines.contains("scenario custom") && lines.contains("user class CacheUser") && lines.contains("shape spike"))
  }

  @Test(
    "What is not understood is refused by name",
    arguments: [
      (["--scenarios"], "--scenarios"), (["--scenarios", "pek"], "pek"), (["--host"], "--host"),
      (["--host", "--user-class"], "--host"), (["--users", "SalesUser"], "--users"), (["--fast"], "--fast"),
      (["peak"], "argument"), (["--help=1"], "--help"),
    ])
  func refused(arguments: [String], named: String) {
    let error = #expect(throws: ConfigurationError.self) { try RunArguments(arguments) }
    #expect(error?.description.contains(named) == true)
  }
}

@Suite("Arguments of probe")
struct ProbeArgumentsTests {
  @Test(
    "A value may begin with dashes and be empty where that means something",
    arguments: [
      (["--body=--boundary"], "--boundary"), (["--body="], ""), (["--body", ""], ""), (["--body=a=b"], "a=b"),
      (["--body", "--json"], nil), (["--method="], nil), (["--users="], nil),
    ] as [([String], String?)])
  func values(options: [String], body: String?) throws {
    let arguments = ["http://127.0.0.1:9/"] + options
    guard let body else {
      #expect(throws: ConfigurationError.self) { try ProbeArguments(arguments) }
      return
    }
    let request = try #require(try ProbeArguments(arguments).request)
    #expect(request.method == "POST")
    #expect(request.outgoing.body == Array(body.utf8))
  }
}
