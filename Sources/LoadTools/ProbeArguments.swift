import Foundation
import LoadFixtures

/// The command line of `probe`, read into typed values.
struct ProbeArguments {
  static let help = """
    usage: probe URL [options]
      --users N        virtual users, each with one connection (10); with --rate: most calls in flight (1000)
      --duration S     seconds (10)
      --rate R         requests a second whatever the answers do (open model); without it users wait for answers
      --poisson        arrivals at random instead of evenly; needs --rate
      --method M       GET, or POST with a body
      --body TEXT      sent with each request
      --header 'K: V'  sent with each request; may be given more than once
      --json           the whole run record on standard output instead of tables
      --help           this text
    LOAD_EVENT_LOOPS, LOAD_SEED, LOAD_REQUEST_TIMEOUT, LOAD_GRACEFUL_STOP, LOAD_ALLOW_PUBLIC_TARGET,
    LOAD_TLS_CA_FILE and LOAD_TLS_INSECURE are honoured.
    Exit codes: 0 fewer than 1 % failed, 99 more did, 98 invalid run, 104 bad configuration, 105 interrupted, 1 other.
    """

  private(set) var request: ProbeRequest?
  private(set) var profile = LoadProfile.ramp(to: 1, perSecond: 1, for: .seconds(1))
  private(set) var json = false
  private(set) var wantsHelp = false

  /// - Throws: ``ConfigurationError`` naming option, value and what is allowed.
  init(_ arguments: [String]) throws(ConfigurationError) {
    var url: String?
    var users: Int?
    var duration = Duration.seconds(10)
    var rate: Double?
    var spacing = OpenProfile.Spacing.even
    var method: String?
    var body: String?
    var headers: [(String, String)] = []
    var options = OptionReader(arguments)
    while let word = try options.next() {
      switch word {
      case "--users": users = try options.whole(of: word, in: 1...1_000_000)
      case "--duration": duration = try options.duration(of: word)
      case "--rate":
        rate = try options.number(
          of: word, allowed: "requests a second above 0, up to 1e7", in: .leastNonzeroMagnitude...1e7)
      case "--poisson": spacing = .poisson
      case "--method": method = try options.text(of: word, allowed: "an HTTP method")
      case "--body": body = try options.text(of: word, allowed: "a text", mayBeEmpty: true)
      case "--header":
        headers.append(try options.value(of: word, allowed: "'Name: value'", isSecret: true, Self.header))
      case "--json": json = true
      case "--help", "-h": wantsHelp = true
      case _ where !word.hasPrefix("-") && url == nil: url = word
      default:
        throw OptionReader.refusal(of: word, allowed: "one URL and the options of --help")
      }
    }
    if wantsHelp { return }
    guard let url else {
      throw ConfigurationError(
        variable: "URL", value: nil, allowed: "http:// or https://HOST[:PORT][/PATH]; see --help")
    }
    request = try ProbeRequest(url: url, method: method ?? (body == nil ? "GET" : "POST"), headers: headers, body: body)
    if let rate {
      profile = Probe.open(rate: rate, maxInFlight: users ?? 1000, duration: duration, spacing: spacing)
    } else if spacing == .poisson {
      throw ConfigurationError(
        variable: "--poisson", value: "", reason: "only arrivals can be random", allowed: "--poisson with --rate R")
    } else {
      profile = Probe.closed(users: users ?? 10, duration: duration)
    }
  }

  private static func header(_ text: String) -> (String, String)? {
    guard let colon = text.firstIndex(of: ":"), colon > text.startIndex else { return nil }
    return (String(text[..<colon]), text[text.index(after: colon)...].trimmingCharacters(in: .whitespaces))
  }
}
