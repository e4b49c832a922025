import AgentContracts
import LoadFixtures

/// The command line of `run-load-tests`, read into typed values.
struct RunArguments {
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
    "cache": "ChaosTests",
    "circuit-breaker": "ChaosTests",
    "dependency-lost": "ChaosTests",
  ]

  static let help = """
    usage: run-load-tests [options]
      --host URL            base URL of the agent (LOAD_TARGET_HOST; else the embedded reference agent)
      --scenarios NAME ...  some of: \(scenarios.map(\.key).joined(separator: " "))
                            (all but \(named.sorted().joined(separator: ", ")))
      --user-class CLASS    \(AgentUsers.names.joined(separator: " or ")) in place of each scenario's own (LOAD_USER_CLASS)
      --time-scale X        factor for durations and ramps (LOAD_TIME_SCALE; 1, embedded 0.05)
      --output DIR          results directory (LOAD_RESULTS_DIR; else results/<time>)
      --warm-up TIME        the scenario's own calls before its profile, left out of the KPIs: 30, 30s, 2m (LOAD_WARM_UP)
      --note TEXT           stands in record and report (LOAD_NOTE)
      --log-level LEVEL     trace, debug, info, warning or error (LOAD_LOG_LEVEL; info)
      --check               sends each operation of the contract once and says which answers fit; no load
      --debug SCENARIO      one user through one conversation; shows every request and answer
      --print-contract NAME \(AgentContract.builtIn.map(\.name).joined(separator: " or ")) as JSON, the start of one's own (LOAD_CONTRACT)
      --help                this text
    Credentials come from LOAD_EMAIL and LOAD_PASSWORD, LOAD_TOKEN, or LOAD_ACCOUNTS.
    Exit codes: 0 all met, 99 SLA breached, 98 invalid run, 104 bad configuration, 105 interrupted, 1 anything else.
    """

  /// What runs when it is named: it breaks what the target leans on.
  static let named: Set = ["dependency-lost"]

  /// In the order of ``scenarios``; never empty.
  var names = RunArguments.scenarios.map(\.key).filter { !RunArguments.named.contains($0) }
  /// What the options say, as environment variables: the command line goes before the environment.
  var overrides: [String: String] = [:]
  /// Where Package.swift is.
  var package = "."
  /// What is wanted in place of a run.
  enum Instead: Equatable {
    case help, check
    case debug(String)
    case contract(String)
  }

  var instead: Instead?

  /// - Throws: ``ConfigurationError`` naming option, value and what is allowed.
  init(_ arguments: [String]) throws(ConfigurationError) {
    var options = OptionReader(arguments)
    while let word = try options.next() {
      switch word {
      case "--help", "-h": instead = .help
      case "--check": instead = .check
      case "--debug":
        let known = Self.scenarios.map(\.key)
        instead = .debug(
          try options.value(of: word, allowed: known.joined(separator: ", ")) { known.contains($0) ? $0 : nil })
      case "--print-contract":
        let names = AgentContract.builtIn.map(\.name)
        instead = .contract(
          try options.value(of: word, allowed: names.joined(separator: ", ")) { names.contains($0) ? $0 : nil })
      case "--scenarios": names = try Self.names(from: &options)
      case "--package": package = try options.text(of: word, allowed: "the package's directory")
      default:
        guard let variable = Self.variables[word] else {
          throw OptionReader.refusal(
            of: word,
            allowed: "--host, --scenarios, --user-class, --time-scale, --output, --warm-up, --note, --log-level, "
              + "--check, --debug, --print-contract, --help")
        }
        overrides[variable] = try options.text(of: word, allowed: "a value after it; see --help")
      }
    }
  }

  private static let variables = [
    "--host": EnvironmentVariable.targetHost.rawValue,
    "--user-class": EnvironmentVariable.userClass.rawValue,
    "--log-level": EnvironmentVariable.logLevel.rawValue,
    "--warm-up": EnvironmentVariable.warmUp.rawValue,
    "--note": EnvironmentVariable.note.rawValue,
    "--time-scale": EnvironmentVariable.timeScale.rawValue,
    "--output": EnvironmentVariable.resultsDirectory.rawValue,
  ]

  private static func names(from options: inout OptionReader) throws(ConfigurationError) -> [String] {
    let known = scenarios.map(\.key)
    var chosen: Set<String> = []
    while let name = options.nextValue() {
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

  /// Whose conversation `--debug` shows: as the scenario's test has it.
  static func user(of scenario: String) -> String {
    switch scenario {
    case "stress": "StressUser"
    case "cache": "CacheUser"
    case "circuit-breaker": "CircuitBreakerUser"
    default: "SalesUser"
    }
  }

  /// A scenario's test function: `circuit-breaker` is `circuitBreaker`.
  static func function(of scenario: String) -> String {
    let words = scenario.split(separator: "-")
    return (words.prefix(1).map(String.init) + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() })
      .joined()
  }

  /// What Swift Testing's `--filter` finds the chosen scenarios by: a scenario's test function has its name.
  var filter: String {
    let targets = Set(Self.scenarios.filter { names.contains($0.key) }.map(\.value)).sorted()
    let functions = names.map(Self.function(of:)).joined(separator: "|")
    return "^(\(targets.joined(separator: "|")))\\.\\w+/(\(functions))\\(\\)"
  }
}
