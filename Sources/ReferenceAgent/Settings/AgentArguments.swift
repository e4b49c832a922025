import LoadEngine

/// The command line of `reference-agent`, read into typed values.
package struct AgentArguments: Sendable {
  package var host = "127.0.0.1"
  /// 0 lets the system choose.
  package var port = 8000
  /// Speaks https with this certificate; `nil` speaks http.
  package var tls: TLSServerConfiguration?
  package var configuration: AgentConfiguration
  /// No credentials were given: the tool should print the generated ones once, or nobody can log in.
  package var credentialsAreGenerated = true
  package var wantsHelp = false

  /// Reads arguments (without the program's name); `LOAD_EMAIL` and `LOAD_PASSWORD` stand in for options not given.
  ///
  /// - Throws: `AgentArgumentError` naming the argument, its value and what is allowed.
  package init(_ arguments: [String], environment: [String: String] = [:]) throws(AgentArgumentError) {
    configuration = AgentConfiguration(credentials: AgentCredentials(email: "", password: ""))
    var email = environment["LOAD_EMAIL"]
    var password = environment["LOAD_PASSWORD"]
    var certificate: String?
    var key: String?
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--help" || argument == "-h" {
        wantsHelp = true
        continue
      }
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard let option = Option(rawValue: name) else {
        // Anything but an option may be a secret that stands where none is looked for.
        throw AgentArgumentError(
          name.hasPrefix("--") ? name : "argument", nil,
          "one of \(Option.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      guard let value = parts.count == 2 ? String(parts[1]) : rest.popFirst() else {
        throw AgentArgumentError(name, nil, option.allowed)
      }
      switch option {
      case .email: email = value
      case .password: password = value
      case .tlsCertificate: certificate = try Self.path(value, option)
      case .tlsKey: key = try Self.path(value, option)
      default: try apply(option, value)
      }
    }
    switch (certificate, key) {
    case (let certificate?, let key?): tls = TLSServerConfiguration(certificateFile: certificate, keyFile: key)
    case (nil, nil): break
    case (nil, _): throw AgentArgumentError(Option.tlsCertificate.rawValue, nil, "both certificate and key, or neither")
    case (_, nil): throw AgentArgumentError(Option.tlsKey.rawValue, nil, "both certificate and key, or neither")
    }
    if let email, let password, !email.isEmpty, !password.isEmpty {
      configuration.credentials = AgentCredentials(email: email, password: password)
      credentialsAreGenerated = false
    } else if email?.isEmpty ?? true, password?.isEmpty ?? true {
      configuration.credentials = .generated()
    } else {
      let missing: Option = email?.isEmpty ?? true ? .email : .password
      throw AgentArgumentError(missing.rawValue, nil, "both e-mail and password, or neither")
    }
  }

  /// What `--help` prints.
  package static let help = """
    usage: reference-agent [options]
      --port N            port to listen on, 0 chooses a free one (8000)
      --host ADDRESS      address to listen on (127.0.0.1)
      --parallel N        requests worked on at the same time (256)
      --queue N           requests that may wait; beyond that 503 (10000)
      --service-time MS   median time a message takes, in milliseconds (12)
      --delay S           seconds added to every answer (0)
      --seed N            seed of the service times (1)
      --tls-certificate F file of PEM certificates, the agent's own first: speaks https instead of http
      --tls-key F         file of the certificate's PEM key, without a password
      --email, --password the account that may log in (LOAD_EMAIL and LOAD_PASSWORD, else generated and printed)
      --help              this text
    """

  private enum Option: String, CaseIterable {
    case port = "--port"
    case host = "--host"
    case parallel = "--parallel"
    case queue = "--queue"
    case serviceTime = "--service-time"
    case delay = "--delay"
    case seed = "--seed"
    case tlsCertificate = "--tls-certificate"
    case tlsKey = "--tls-key"
    case email = "--email"
    case password = "--password"

    var allowed: String {
      switch self {
      case .port: "a whole number from 0 to 65535"
      case .host: "an address such as 127.0.0.1"
      case .parallel: "a whole number from 1 to 1000000"
      case .queue: "a whole number from 0 to 1000000"
      case .serviceTime: "milliseconds from 0 to 600000"
      case .delay: "seconds from 0 to 600"
      case .seed: "a whole number from 0 to 18446744073709551615"
      case .tlsCertificate, .tlsKey: "the path of a PEM file"
      case .email: "an e-mail address"
      case .password: "a password"
      }
    }
  }

  private mutating func apply(_ option: Option, _ value: String) throws(AgentArgumentError) {
    let error = AgentArgumentError(option.rawValue, value, option.allowed)
    func whole(_ range: ClosedRange<Int>) throws(AgentArgumentError) -> Int {
      guard let number = Int(value), range.contains(number) else { throw error }
      return number
    }
    func decimal(_ range: ClosedRange<Double>) throws(AgentArgumentError) -> Double {
      guard let number = Double(value), range.contains(number) else { throw error }
      return number
    }
    switch option {
    case .port: port = try whole(0...65535)
    case .parallel: configuration.parallelism = try whole(1...1_000_000)
    case .queue: configuration.queueLimit = try whole(0...1_000_000)
    case .serviceTime:
      configuration.serviceTimes[.message].median = .milliseconds(try decimal(0...600_000))
    case .delay: configuration.faults.extraDelay = .seconds(try decimal(0...600))
    case .seed:
      guard let seed = UInt64(value) else { throw error }
      configuration.seed = seed
    case .host:
      guard !value.isEmpty, value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw error }
      host = value
    case .email, .password, .tlsCertificate, .tlsKey: break
    }
  }

  private static func path(_ value: String, _ option: Option) throws(AgentArgumentError) -> String {
    guard !value.isEmpty else { throw AgentArgumentError(option.rawValue, value, option.allowed) }
    return value
  }
}

/// A command line that cannot be used; the description says which argument, its value and what is allowed.
package struct AgentArgumentError: Error, Sendable, Equatable, CustomStringConvertible {
  package let argument: String
  /// Nil when the argument is unknown or has no value.
  package let value: String?
  package let allowed: String

  init(_ argument: String, _ value: String?, _ allowed: String) {
    self.argument = argument
    self.value = value
    self.allowed = allowed
  }

  package var description: String {
    if let value { return "\(argument): got \"\(value)\", allowed is \(allowed)." }
    return "\(argument): unknown or without a value, allowed is \(allowed)."
  }
}
