import LoadFixtures

/// The command line of `run-load-tests`, read into typed values.
struct RunArguments: Equatable {
  /// Every scenario, and the test target that holds it.
  static let scenarios: KeyValuePairs<String, String> = [
    "baseline": "BaselineTests",
    "normal": "BaselineTests",
    "peak": "PeakTests",
    "spike": "PeakTests",
    "realistic": "PeakTests",
    "throughput": "PeakTests",
    "stress": "StressTests",
    "step": "StressTests",
  ]

  static let help = """
    usage: run-load-tests [options]
      --host URL            base URL of the agent (LOAD_TARGET_HOST; else the embedded reference agent)
      --scenarios NAME ...  some of: \(scenarios.map(\.key).joined(separator: " ")) (all)
      --users CLASS         SalesUser or StressUser in place of each scenario's own (LOAD_USER_CLASS)
      --time-scale X        factor for durations and ramps (LOAD_TIME_SCALE; 1, embedded 0.05)
      --output DIR          results directory (LOAD_RESULTS_DIR; else results/<time>)
      --help                this text
    Credentials come from LOAD_EMAIL and LOAD_PASSWORD, or LOAD_TOKEN.
    Exit codes: 0 all met, 99 SLA breached, 98 invalid run, 104 bad configuration, 105 interrupted, 1 anything else.
    """

  /// In the order of ``scenarios``; never empty.
  var names = RunArguments.scenarios.map(\.key)
  /// What the options say, as environment variables: the command line goes before the environment.
  var overrides: [String: String] = [:]
  /// Where Package.swift is.
  var package = "."
  var wantsHelp = false

  /// - Throws: ``ConfigurationError`` naming option, value and what is allowed.
  init(_ arguments: [String]) throws(ConfigurationError) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let option = parts[0]
      if parts.count == 2 { rest = [parts[1]] + rest }
      switch option {
      case "--help", "-h": wantsHelp = true
      case "--scenarios": names = try Self.names(from: &rest)
      case "--package": package = try Self.value(of: option, in: &rest, allowed: "the package's directory")
      default:
        guard let variable = Self.variables[option] else {
          throw ConfigurationError(
            variable: "option", value: argument, allowed: "--host, --scenarios, --users, --time-scale, --output, --help"
          )
        }
        overrides[variable] = try Self.value(of: option, in: &rest, allowed: "a value after it; see --help")
      }
    }
  }

  private static let variables = [
    "--host": EnvironmentVariable.targetHost.rawValue,
    "--users": EnvironmentVariable.userClass.rawValue,
    "--time-scale": EnvironmentVariable.timeScale.rawValue,
    "--output": EnvironmentVariable.resultsDirectory.rawValue,
  ]

  private static func value(
    of option: String, in rest: inout ArraySlice<String>, allowed: String
  ) throws(ConfigurationError) -> String {
    guard let value = rest.first, !value.hasPrefix("--"), !value.isEmpty else {
      throw ConfigurationError(variable: option, value: nil, reason: "it has no value", allowed: allowed)
    }
    rest.removeFirst()
    return value
  }

  private static func names(from rest: inout ArraySlice<String>) throws(ConfigurationError) -> [String] {
    let known = scenarios.map(\.key)
    var chosen: Set<String> = []
    while let name = rest.first, !name.hasPrefix("-") {
      rest.removeFirst()
      guard known.contains(name) else {
        throw ConfigurationError(variable: "--scenarios", value: name, allowed: known.joined(separator: ", "))
      }
      chosen.insert(name)
    }
    guard !chosen.isEmpty else {
      throw ConfigurationError(
        variable: "--scenarios", value: nil, reason: "it names none", allowed: known.joined(separator: ", "))
    }
    return known.filter(chosen.contains)
  }

  /// The regular expression by which `swift test --filter` finds the chosen scenarios: a scenario's test function has
  /// its name.
  var filter: String {
    let targets = Set(Self.scenarios.filter { names.contains($0.key) }.map(\.value)).sorted()
    return "^(\(targets.joined(separator: "|")))\\.\\w+/(\(names.joined(separator: "|")))\\(\\)"
  }
}
