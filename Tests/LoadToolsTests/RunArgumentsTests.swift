import Testing

@testable import LoadFixtures
@testable import LoadTools

@Suite("Arguments of run-load-tests")
struct RunArgumentsTests {
  @Test("Without options every scenario runs and the environment stands")
  func defaults() throws {
    let options = try RunArguments([])
    #expect(options.names == ["baseline", "normal", "peak", "spike", "realistic", "throughput", "stress", "step"])
    #expect(options.overrides.isEmpty)
  }

  @Test("Options become variables, which go before the environment")
  func overrides() throws {
    let options = try RunArguments([
      "--host", "http://127.0.0.1:8000", "--users=StressUser", "--time-scale", "0.5", "--output", "/tmp/x",
    ])
    #expect(
      options.overrides == [
        "LOAD_TARGET_HOST": "http://127.0.0.1:8000", "LOAD_USER_CLASS": "StressUser", "LOAD_TIME_SCALE": "0.5",
        "LOAD_RESULTS_DIR": "/tmp/x",
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

  @Test(
    "What is not understood is refused by name",
    arguments: [
      (["--scenarios"], "--scenarios"), (["--scenarios", "pek"], "pek"), (["--host"], "--host"),
      (["--host", "--users"], "--host"), (["--fast"], "--fast"), (["peak"], "argument"), (["--help=1"], "--help"),
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
