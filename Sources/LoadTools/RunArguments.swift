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
    "network": "ChaosTests",
    "restart": "ChaosTests",
    "endurance": "ChaosTests",
    CustomScenario.name: "BaselineTests",
  ]

  static let help = """
    usage: run-load-tests [options]
      --host URL            base URL of the agent (LOAD_TARGET_HOST; else the embedded reference agent)
      --scenarios NAME ...  some of: \(scenarios.map(\.key).joined(separator: " "))
                            (all but \(named.sorted().joined(separator: ", ")))
      --user-class CLASS    \(AgentUsers.names.joined(separator: ", ")) in place of each scenario's own (LOAD_USER_CLASS)
      --time-scale X        factor for durations and ramps (LOAD_TIME_SCALE; 1, embedded 0.05)
      --output DIR          results directory (LOAD_RESULTS_DIR; else results/<time>)
      --warm-up TIME        the scenario's own calls before its profile, left out of the KPIs: 30, 30s, 2m (LOAD_WARM_UP)
      --note TEXT           stands in record and report (LOAD_NOTE)
      --repeat N            runs all of it N times, each into a directory of its own (see compare-runs)
      --control             runs scenarios with troubles once more without them, same seed (LOAD_CONTROL)
      --log-level LEVEL     trace, debug, info, warning or error (LOAD_LOG_LEVEL; info)
    a load of one's own, in real time unless a scale is given (--scenarios custom may be left out):
      --users N --spawn-rate R --run-time TIME   N users, R more a second, for TIME in all (5m, 90s)
      --rate R --run-time TIME                   R arrivals a second; --users bounds the calls in flight (1000)
      --stages "60s:10@2/s, 60s:50@5/s"          stages in turn
      --shape SHAPE                              \(CustomScenario.shapes.map(\.key).joined(separator: ", ")), with any --user-class
      --sla none            asks nothing of the target (normal)
    and:
      --list                scenarios, user classes and shapes, a line each
      --check               sends each operation of the contract once and says which answers fit; no load
      --debug SCENARIO      one user through one conversation; shows every request and answer
      --print-contract NAME \(AgentContract.builtIn.map(\.name).joined(separator: " or ")) as JSON, the start of one's own (LOAD_CONTRACT)
      --help                this text
    Credentials come from LOAD_EMAIL and LOAD_PASSWORD, LOAD_TOKEN, or LOAD_ACCOUNTS.
    Exit codes: 0 all met, 99 SLA breached, 98 invalid run, 104 bad configuration, 105 interrupted, 1 anything else.
    """

  /// What runs only when it is named: it breaks what the target leans on, or needs a load.
  static let named: Set = ["dependency-lost", "network", "restart", "endurance", CustomScenario.name]

  /// In the order of ``scenarios``; never empty.
  var names = RunArguments.scenarios.map(\.key).filter { !RunArguments.named.contains($0) }
  private var wasNamed = false
  /// What the options say, as environment variables: the command line goes before the environment.
  var overrides: [String: String] = [:]
  /// How often all of it is run.
  var repeats = 1
  /// Where Package.swift is.
  var package = "."
  /// What is wanted in place of a run.
  enum Instead: Equatable {
    case help, list, check
    case debug(String)
    case contract(String)
  }

  var instead: Instead?

  /// - Parameter environment: May describe a load of one's own as well.
  /// - Throws: ``ConfigurationError`` naming option, value and what is allowed.
  init(_ arguments: [String], environment: [String: String] = [:]) throws(ConfigurationError) {
    var options = OptionReader(arguments)
    while let word = try options.next() {
      switch word {
      case "--help", "-h": instead = .help
      case "--list": instead = .list
      case "--check": instead = .check
      case "--repeat": repeats = try options.whole(of: word, in: 1...100)
      case "--control": overrides[EnvironmentVariable.control.rawValue] = "1"
      case "--users":
        overrides[EnvironmentVariable.users.rawValue] = try Self.users(from: &options)
      case "--debug":
        let known = Self.scenarios.map(\.key)
        instead = .debug(
          try options.value(of: word, allowed: known.joined(separator: ", ")) { known.contains($0) ? $0 : nil })
      case "--print-contract":
        let names = AgentContract.builtIn.map(\.name)
        instead = .contract(
          try options.value(of: word, allowed: names.joined(separator: ", ")) { names.contains($0) ? $0 : nil })
      case "--scenarios":
        names = try Self.names(from: &options)
        wasNamed = true
      case "--package": package = try options.text(of: word, allowed: "the package's directory")
      default:
        guard let variable = Self.variables[word] else {
          throw OptionReader.refusal(
            of: word,
            allowed: "--host, --scenarios, --user-class, --time-scale, --output, --warm-up, --note, --log-level, "
              + "--control, --repeat, --users, --spawn-rate, --run-time, --rate, --stages, --shape, --sla, --list, --check, --debug, "
              + "--print-contract, --help")
        }
        overrides[variable] = try options.text(of: word, allowed: "a value after it; see --help")
      }
    }
    try describeCustom(environment)
  }

  /// Whether the load is the command line's own.
  var isCustom: Bool { names == [CustomScenario.name] }

  /// Scenarios, classes and shapes, a line each.
  static var list: String {
    (scenarios.map { "scenario \($0.key)" } + AgentUsers.names.map { "user class \($0)" }
      + CustomScenario.shapes.map { "shape \($0.key)" }).joined(separator: "\n") + "\n"
  }

  private static let variables = [
    "--host": EnvironmentVariable.targetHost.rawValue,
    "--user-class": EnvironmentVariable.userClass.rawValue,
    "--log-level": EnvironmentVariable.logLevel.rawValue,
    "--warm-up": EnvironmentVariable.warmUp.rawValue,
    "--note": EnvironmentVariable.note.rawValue,
    "--spawn-rate": EnvironmentVariable.spawnRate.rawValue,
    "--run-time": EnvironmentVariable.runTime.rawValue,
    "--rate": EnvironmentVariable.rate.rawValue,
    "--stages": EnvironmentVariable.stages.rawValue,
    "--shape": EnvironmentVariable.shape.rawValue,
    "--sla": EnvironmentVariable.sla.rawValue,
    "--time-scale": EnvironmentVariable.timeScale.rawValue,
    "--output": EnvironmentVariable.resultsDirectory.rawValue,
  ]

  /// A number, and no class as in earlier versions.
  private static func users(from options: inout OptionReader) throws(ConfigurationError) -> String {
    let text = try options.text(of: "--users", allowed: "a number of users")
    guard !AgentUsers.names.contains(text), AgentUsers.formerNames[text] == nil else {
      throw ConfigurationError(
        variable: "--users", value: text, reason: "it is a number; the class is given as --user-class \(text)",
        allowed: "a number of users")
    }
    return text
  }

  /// A load of one's own is a scenario of its own, in real time.
  private mutating func describeCustom(_ environment: [String: String]) throws(ConfigurationError) {
    let isDescribed = CustomScenario.isAsked(in: overrides)
    if isDescribed || CustomScenario.isAsked(in: environment), !wasNamed { names = [CustomScenario.name] }
    if overrides[EnvironmentVariable.sla.rawValue] != nil, names != [CustomScenario.name] {
      throw ConfigurationError(
        variable: "--sla", value: overrides[EnvironmentVariable.sla.rawValue],
        reason: "scenarios have limits of their own", allowed: "with a load of one's own alone")
    }
    guard names.contains(CustomScenario.name) || isDescribed else { return }
    guard names == [CustomScenario.name] else {
      throw ConfigurationError(
        variable: "--scenarios", value: names.joined(separator: " "),
        reason: "a load of one's own runs in real time and the scenarios do not",
        allowed: "custom alone, or none of its options")
    }
  }

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
