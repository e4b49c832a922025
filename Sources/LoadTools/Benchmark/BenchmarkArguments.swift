import LoadFixtures

/// The command line of `benchmark`, read into typed values.
struct BenchmarkArguments {
  enum Subject: String, CaseIterable {
    case funnel, idle, recorder, latency
  }

  /// `nil` when help is asked for.
  private(set) var subject: Subject?
  private(set) var host: String?
  private(set) var users: Int?
  private(set) var duration: Duration?
  private(set) var samples: Int?

  /// - Throws: ``ConfigurationError`` naming option, value and what is allowed.
  init(_ arguments: [String]) throws(ConfigurationError) {
    var options = OptionReader(arguments)
    let allowed = Subject.allCases.map(\.rawValue).joined(separator: ", ")
    guard let word = try options.next() else {
      throw ConfigurationError(variable: "subject", value: nil, allowed: allowed)
    }
    if word == "--help" || word == "-h" { return }
    guard let subject = Subject(rawValue: word) else {
      throw ConfigurationError(variable: "subject", value: word, allowed: allowed)
    }
    while let option = try options.next() {
      switch option {
      case "--host": host = try options.value(of: option, allowed: "a base URL") { $0 }
      case "--users": users = try options.value(of: option, allowed: "1 to 1000000", ProbeArguments.users)
      case "--duration":
        duration = try options.value(of: option, allowed: "seconds above 0, up to a day", ProbeArguments.seconds)
      case "--samples": samples = try options.value(of: option, allowed: "1 or more", Self.count)
      default: throw OptionReader.refusal(of: option, allowed: "those of --help")
      }
    }
    if subject != .recorder, host == nil {
      throw ConfigurationError(variable: "--host", value: nil, allowed: "the base URL of a server in another process")
    }
    self.subject = subject
  }

  private static func count(_ text: String) -> Int? {
    Int(text).flatMap { $0 > 0 && $0 <= 1_000_000_000 ? $0 : nil }
  }
}
