import LoadFixtures

/// The command line of `monitor`.
struct MonitorArguments {
  static let help = """
    usage: scripts/monitor-performance [--host URL] [--load-test [DIR]] [options]

    Follows a target, its machine and a load test, in another terminal while the test runs, or a target alone.

      --host URL            the target; LOAD_TARGET_HOST when left out. LOAD_TARGET_PID names its process where it is on
                            this machine; else the one that listens on its port is looked for
      --load-test [DIR]     the results directory of a load test that runs or is about to (results/latest)
      --interval SECONDS    between two looks, from 0.2 (1)
      --duration SECONDS    ends by itself; else by q, Ctrl-C or a signal
      --once                one look, and what it saw
      --json                a line of JSON an interval in place of the screen
      --output FILE         the report, JSON: every sample, what they come to, and the alerts
      --series A,B          series of LOAD_TARGET_METRICS, a Prometheus endpoint, by name (its first 12)
      --threshold NAME=N    an alert's threshold: response-time (ms, 1000), error-rate (%, 5), cpu (%, 80),
                            memory (%, 85), open-circuits (1), unreachable; off for none; may be repeated
      --web PORT            serves a live page at http://127.0.0.1:PORT/; 0 takes a free one, ADDRESS:PORT lets others see it
      --prometheus PORT     serves what is known at http://127.0.0.1:PORT/metrics, likewise
      --notify COMMAND      is run, without a shell, for each alert that is raised or cleared, with it as JSON on its
                            standard input
      --fail-on LEVEL       exit code 99 where an alert of that level or a worse one was raised: LOW, MEDIUM, HIGH,
                            CRITICAL
      --help                this text
    """

  private(set) var host: String?
  private(set) var loadTest: String?
  private(set) var interval = 1.0
  private(set) var duration: Double?
  private(set) var isOnce = false
  private(set) var isJSON = false
  private(set) var output: String?
  private(set) var failOn: Alert.Level?
  private(set) var rules = AlertRule.usual
  private(set) var series: [String] = []
  private(set) var notify: String?
  private(set) var web: LiveAddress?
  private(set) var prometheus: LiveAddress?
  private(set) var wantsHelp = false

  /// - Throws: ``ConfigurationError`` naming option, value and what is allowed.
  init(_ arguments: [String]) throws(ConfigurationError) {
    var options = OptionReader(arguments)
    while let word = try options.next() {
      switch word {
      case "--host": host = try options.text(of: word, allowed: TargetURL.allowed)
      case "--load-test": loadTest = options.nextValue() ?? "results/latest"
      case "--interval": interval = try options.number(of: word, allowed: "seconds from 0.2 to 3600", in: 0.2...3600)
      case "--duration":
        duration = try options.number(of: word, allowed: "seconds above 0, up to a year", in: 0.001...31_536_000)
      case "--once": isOnce = true
      case "--json": isJSON = true
      case "--output": output = try options.text(of: word, allowed: "a file's path")
      case "--series":
        series += try options.text(of: word, allowed: "names, by commas").split(separator: ",").map(String.init)
      case "--web": web = try options.value(of: word, allowed: LiveAddress.allowed, LiveAddress.init)
      case "--prometheus": prometheus = try options.value(of: word, allowed: LiveAddress.allowed, LiveAddress.init)
      case "--notify": notify = try options.text(of: word, allowed: "a command and its arguments")
      case "--threshold":
        let changed = try options.value(of: word, allowed: AlertRule.allowedThresholds) { [rules] in
          AlertRule.changing(rules, by: $0)
        }
        rules = changed
      case "--fail-on":
        failOn = try options.value(of: word, allowed: "LOW, MEDIUM, HIGH or CRITICAL") {
          Alert.Level(rawValue: $0.uppercased())
        }
      case "--help", "-h": wantsHelp = true
      default: throw OptionReader.refusal(of: word, allowed: "the options of --help")
      }
    }
  }
}
