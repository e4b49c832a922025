import AgentContracts
import LoadEngine
import LoadFixtures
import ReferenceAgent

/// The command line of `reference-agent`, read into typed values.
struct AgentArguments {
  static let help = """
    usage: reference-agent [options]
      --port N            port to listen on, 0 chooses a free one (8000)
      --host ADDRESS      address to listen on (127.0.0.1)
      --contract NAME     documented, or v0.9 as the deployed agent answers (documented)
      --quirk NAME        a way of the deployed agent, may be repeated; --quirks NAME,NAME for several at once:
                          rate-limit  60 requests a minute and 1000 an hour, the others are answered 500
                          csrf        a POST without X-CSRF-Token is answered 500
                          hang        a body that validation rejects is never answered, nor a JSON type without body
      --flaw NAME         what a resilient agent must not do, may be repeated: never-opens, never-closes, ten-probes,
                          stale-cache, stampede, common-expiry, never-recovers, leak
      --breaker-recovery S  seconds until an open breaker tries again (60)
      --cache-lifetime S  seconds that the cache keeps an answer (600)
      --conversation-lifetime S  seconds that a conversation is remembered after its last use (1800)
      --for S             ends by itself after S seconds (never)
      --fault-control N   a port of 127.0.0.1 for the switches of its troubles, 0 chooses a free one (none);
                          LOAD_FAULT_TOKEN, else generated and printed: PUT or DELETE /faults/cache, llm, database, memory
      --llm-down          the language model is lost
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

  private(set) var host = "127.0.0.1"
  /// 0 lets the system choose.
  private(set) var port = 8000
  /// Speaks https with this certificate; `nil` speaks http.
  private(set) var tls: TLSServerConfiguration?
  private(set) var configuration = AgentConfiguration()
  /// Whether the generated account has to be printed: without it no client can log in.
  private(set) var credentialsAreGenerated = false
  private(set) var wantsHelp = false
  /// After which it ends by itself; `nil` for never.
  private(set) var lifetime: Duration?
  /// The port of its troubles' switches and what opens them; `nil` for none.
  private(set) var faultControl: (port: Int, token: String, isGenerated: Bool)?

  /// `LOAD_EMAIL` and `LOAD_PASSWORD` stand in for options not given.
  ///
  /// - Throws: ``ConfigurationError`` naming option, value and what is allowed.
  init(_ arguments: [String], environment: [String: String] = [:]) throws(ConfigurationError) {
    var email = environment["LOAD_EMAIL"] ?? ""
    var password = environment["LOAD_PASSWORD"] ?? ""
    var certificate: String?
    var key: String?
    var options = OptionReader(arguments)
    while let word = try options.next() {
      switch word {
      case "--port": port = try options.whole(of: word, in: 0...65535)
      case "--host":
        host = try options.value(of: word, allowed: "an address such as 127.0.0.1") { text in
          text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? text : nil
        }
      case "--contract":
        configuration.contract = try options.value(
          of: word, allowed: AgentContract.builtIn.map(\.name).joined(separator: ", ")
        ) { name in AgentContract.builtIn.first { $0.name == name } }
      case "--quirk", "--quirks":
        configuration.quirks.formUnion(
          try options.value(
            of: word, allowed: AgentQuirks.named.map(\.name).joined(separator: ", "), Self.quirks(named:)))
      case "--flaw":
        configuration.flaws.formUnion(
          try options.value(of: word, allowed: AgentFlaws.named.map(\.name).joined(separator: ", ")) { name in
            AgentFlaws.named.first { $0.name == name }?.flaw
          })
      case "--breaker-recovery":
        configuration.breaker.recovery = .seconds(
          try options.number(of: word, allowed: "seconds from 0.1 to 3600", in: 0.1...3600))
      case "--cache-lifetime":
        configuration.cacheLifetime = .seconds(
          try options.number(of: word, allowed: "seconds from 0.1 to 86400", in: 0.1...86_400))
      case "--conversation-lifetime":
        configuration.conversationLifetime = .seconds(
          try options.number(of: word, allowed: "seconds from 0.1 to 86400", in: 0.1...86_400))
      case "--for":
        lifetime = .seconds(try options.number(of: word, allowed: "seconds from 0.1 to 1000000", in: 0.1...1e6))
      case "--fault-control":
        let token = environment["LOAD_FAULT_TOKEN"] ?? ""
        faultControl = (
          try options.whole(of: word, in: 0...65535), token.isEmpty ? AgentCredentials.generated().password : token,
          token.isEmpty
        )
      case "--llm-down": configuration.faults.llmDown = true
      case "--parallel": configuration.parallelism = try options.whole(of: word, in: 1...1_000_000)
      case "--queue": configuration.queueLimit = try options.whole(of: word, in: 0...1_000_000)
      case "--service-time":
        configuration.serviceTimes[.message].median = .milliseconds(
          try options.number(of: word, allowed: "milliseconds from 0 to 600000", in: 0...600_000))
      case "--delay":
        configuration.faults.extraDelay = .seconds(
          try options.number(of: word, allowed: "seconds from 0 to 600", in: 0...600))
      case "--seed": configuration.seed = try options.whole(of: word, in: 0...UInt64.max)
      case "--tls-certificate": certificate = try options.text(of: word, allowed: "the path of a PEM file")
      case "--tls-key": key = try options.text(of: word, allowed: "the path of a PEM file")
      case "--email": email = try options.text(of: word, allowed: "an e-mail address", mayBeEmpty: true)
      case "--password": password = try options.text(of: word, allowed: "a password", mayBeEmpty: true)
      case "--help", "-h": wantsHelp = true
      default: throw OptionReader.refusal(of: word, allowed: "the options of --help")
      }
    }
    if let certificate, let key {
      tls = TLSServerConfiguration(certificateFile: certificate, keyFile: key)
    } else if certificate != nil || key != nil {
      throw ConfigurationError(
        variable: certificate == nil ? "--tls-certificate" : "--tls-key", value: nil,
        allowed: "both certificate and key, or neither")
    }
    credentialsAreGenerated = email.isEmpty && password.isEmpty
    if credentialsAreGenerated { return }
    guard !email.isEmpty, !password.isEmpty else {
      throw ConfigurationError(
        variable: email.isEmpty ? "--email" : "--password", value: nil, allowed: "both e-mail and password, or neither")
    }
    configuration.credentials = AgentCredentials(email: email, password: password)
  }

  /// `nil` when a name is unknown.
  private static func quirks(named list: String) -> AgentQuirks? {
    let quirks = list.split(separator: ",", omittingEmptySubsequences: false).map { name in
      AgentQuirks.named.first { $0.name == name }?.quirk
    }
    return quirks.contains(nil) ? nil : AgentQuirks(quirks.compactMap(\.self))
  }
}
