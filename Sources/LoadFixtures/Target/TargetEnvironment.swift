import AgentContracts
import Foundation
import LoadEngine

/// The environment of a run, read once and typed.
package struct TargetEnvironment: Sendable {
  /// Where the load goes.
  package enum Target: Hashable, Sendable {
    /// The reference agent, started inside this process.
    case embedded
    case remote(TargetURL)
  }

  /// What carries the calls.
  package enum TransportKind: String, CaseIterable, Sendable {
    /// One connection a user on an event loop.
    case socket
    /// Foundation's networking.
    case urlsession
  }

  package var target: Target
  package var contract: ContractChoice
  /// Factor of durations and ramps, above 0.
  package var timeScale: Double
  /// Factor of think times, above 0.
  package var thinkTimeScale: Double
  /// Factor of users and arrival rates, above 0.
  package var usersScale: Double
  package var seed: UInt64
  /// Processes with the same one are parts of one run, and may share a results directory.
  package var runID: String
  /// `nil`: a directory named after the time of the run.
  package var resultsDirectory: String?
  package var credentials: Credentials?
  /// 1 to 256.
  package var eventLoops: Int
  package var transport: TransportKind
  /// How long a whole call may take, above 0.
  package var requestTimeout: Duration
  /// Whether that was asked for.
  package var requestTimeoutIsGiven: Bool
  /// Most bytes that are kept of an answer's body where a check needs it, above 0.
  package var bodyLimit: Int
  /// How long a connection may be idle and be used again, 0 or more; `nil`: as is learnt of the target.
  package var keepAlive: Duration?
  /// How long calls in flight may go on at the end of a profile, 0 or more.
  package var gracefulStop: Duration
  /// PEM file of the authorities to trust instead of the system's.
  package var tlsCAFile: String?
  /// Certificates are not verified.
  package var tlsInsecure: Bool
  package var allowPublicTarget: Bool
  package var logLevel: LogLevel
  /// The name of the users that take the place of each scenario's own.
  package var userClass: String?
  /// The name of the customers' locale: `es_MX`, `es_ES` or `mixed`.
  package var locale: String
  /// Whether texts repeat: `varied` or `repeated`.
  package var texts: String
  /// Path of the accounts, and whether several users may have the same.
  package var accounts: (path: String, shared: Bool)?
  /// How values of a file come to conversations.
  package var data: DataSettings?
  /// Commands before and after a run.
  package var prepare: String?
  package var cleanUp: String?
  /// Commands that make a trouble and end it, by what is broken: `cache`, `llm`, `database`, `agent`, `memory`.
  package var faults: [String: (begin: String, end: String)]
  /// Where a reference agent of the loopback address listens for its switches, and its token.
  package var faultControl: (url: TargetURL, token: String)?
  /// Whether the suite's own proxy may stand before a named target.
  package var faultNetwork: Bool
  /// Whether scenarios with troubles run once more without them.
  package var makesControl: Bool
  /// How long the scenario's own calls go on before its profile; `nil`: not at all.
  package var warmUp: Duration?
  /// For record and report.
  package var note: String?
  /// The process of a target on this machine; `nil`: its memory is not watched.
  package var targetProcess: Int32?
  /// Where a run serves its metrics and its live page; `nil` serves none.
  package var prometheusAddress: LiveAddress?
  package var webAddress: LiveAddress?
  /// Share of the calls of which the target is asked to keep a trace; `nil`: calls say nothing of traces.
  package var traceRate: Double?
  /// Where metrics are pushed to (OTLP over HTTP), with what is sent along; `nil` for nowhere.
  package var pushEndpoint: TargetURL?
  package var pushHeaders: [PushHeader] = []
  /// Where the target's own metrics are, for a monitor.
  package var targetMetrics: TargetURL?
  /// How long the endurance scenario lasts, before the time scale; `nil`: as it says.
  package var enduranceDuration: Duration?
  /// Variables that begin with `LOAD_` and mean nothing here, sorted: likely typing errors, for the caller to warn of.
  package var unknownVariables: [String]

  /// Where values come from, and which a conversation has.
  package struct DataSettings: Sendable, Equatable {
    package var path: String
    /// `ordered`, `shuffled` or `unique`.
    package var order: String
    /// `restart` or `stop`.
    package var end: String
  }

  /// Names that settings of other rooms may have.
  struct Names {
    var userClasses: [String] = []
    /// Other names of them.
    var formerUserClasses: [String: String] = [:]
    var locales: [String] = []
    var texts: [String] = []
    var dataOrders: [String] = []
    var dataEnds: [String] = []
  }

  /// Reads the variables; an unset one has its default, a malformed one is an error.
  ///
  /// The file that `LOAD_CONTRACT` names is read here as well.
  ///
  /// - Parameter names: What settings may be whose values belong to rooms that are built on this one.
  init(environment: [String: String], names: Names) throws(ConfigurationError) {
    let reader = EnvironmentReader(environment: environment)
    target = try Self.target(reader)
    let embedded = target == .embedded
    contract =
      if let text = try reader.path(.contract) {
        try ContractChoice(text)
      } else {
        embedded ? .fixed(.documented) : .automatic
      }
    if embedded, contract == .automatic { contract = .fixed(.documented) }
    // Whoever asks for five minutes means five minutes.
    let isCustom = EnvironmentVariable.custom.contains { reader.environment[$0.rawValue] != nil }
    timeScale = try reader.scale(.timeScale) ?? (embedded && !isCustom ? 0.05 : 1)
    thinkTimeScale = try reader.scale(.thinkTimeScale) ?? (embedded && !isCustom ? 0.1 : 1)
    usersScale = try reader.scale(.usersScale) ?? 1
    // Up to 2^53: a reader that holds numbers as doubles prints the seed on the record exactly.
    seed = try reader.integer(.seed, in: 0...UInt64.max) ?? UInt64.random(in: 0...(1 << 53))
    runID =
      try reader.read(.runID, allowed: "1 to 64 letters, digits and hyphens", Self.identifier)
      ?? Self.newRunID()
    resultsDirectory = try reader.path(.resultsDirectory)
    credentials = try Self.credentials(reader)
    eventLoops = try reader.integer(.eventLoops, in: 1...256) ?? min(256, UsableCPU.current.usualEventLoops)
    transport = try reader.choice(.transport) ?? .socket
    let timeout = try reader.seconds(.requestTimeout, orZero: false)
    (requestTimeout, requestTimeoutIsGiven) = (timeout ?? .seconds(30), timeout != nil)
    bodyLimit = try reader.integer(.bodyLimit, in: 1...(1 << 30), unit: "bytes, ") ?? 16 << 20
    keepAlive = try reader.seconds(.keepAlive, orZero: true)
    if transport == .urlsession, keepAlive != nil {
      throw ConfigurationError(
        .keepAlive, value: reader.environment[EnvironmentVariable.keepAlive.rawValue],
        reason: "URLSession keeps and closes connections as it likes; use LOAD_TRANSPORT=socket",
        allowed: "seconds with socket, unset with urlsession")
    }
    gracefulStop = try reader.seconds(.gracefulStop, orZero: true) ?? .seconds(10)
    tlsCAFile = try reader.path(.tlsCAFile)
    tlsInsecure = try reader.flag(.tlsInsecure) ?? false
    if transport == .urlsession, tlsCAFile != nil || tlsInsecure {
      throw ConfigurationError(
        .transport, value: transport.rawValue,
        reason: "URLSession trusts the authorities that the system trusts, and neither LOAD_TLS_CA_FILE nor "
          + "LOAD_TLS_INSECURE changes that; add the authority to the system's, or use socket",
        allowed: "socket, or urlsession without LOAD_TLS_CA_FILE and LOAD_TLS_INSECURE")
    }
    allowPublicTarget = try reader.flag(.allowPublicTarget) ?? false
    logLevel = try reader.choice(.logLevel) ?? .info
    func choice(_ variable: EnvironmentVariable, _ names: [String]) throws(ConfigurationError) -> String? {
      try reader.read(variable, allowed: names.joined(separator: ", ")) { names.contains($0) ? $0 : nil }
    }
    userClass = try reader.read(.userClass, allowed: names.userClasses.joined(separator: ", ")) { name in
      let name = names.formerUserClasses[name] ?? name
      return names.userClasses.contains(name) ? name : nil
    }
    locale = try choice(.locale, names.locales) ?? names.locales.last ?? ""
    texts = try choice(.texts, names.texts) ?? names.texts.first ?? ""
    let shared = try reader.flag(.accountsShared) ?? false
    accounts = try reader.path(.accounts).map { ($0, shared) }
    if accounts != nil, credentials != nil {
      throw ConfigurationError(
        .accounts, reason: "LOAD_EMAIL or LOAD_TOKEN is set as well, and a user can log in with one account only",
        allowed: "LOAD_ACCOUNTS without LOAD_EMAIL, LOAD_PASSWORD and LOAD_TOKEN")
    }
    let order = try choice(.dataOrder, names.dataOrders) ?? names.dataOrders.first ?? ""
    let end = try choice(.dataEnd, names.dataEnds) ?? names.dataEnds.first ?? ""
    data = try reader.path(.data).map { DataSettings(path: $0, order: order, end: end) }
    prepare = try reader.line(.prepare)
    cleanUp = try reader.line(.cleanUp)
    faults = try Self.faults(reader)
    faultControl = try Self.faultControl(reader)
    faultNetwork = try reader.flag(.faultNetwork) ?? false
    makesControl = try reader.flag(.control) ?? false
    warmUp = try reader.duration(.warmUp)
    note = try reader.line(.note)
    targetProcess = try reader.integer(.targetProcess, in: 1...UInt64(Int32.max)).map(Int32.init)
    targetMetrics = try reader.read(.targetMetrics, allowed: TargetURL.allowed, { $0 }).map {
      text throws(ConfigurationError) in
      try TargetURL(text, named: EnvironmentVariable.targetMetrics.rawValue)
    }
    prometheusAddress = try reader.read(.prometheusPort, allowed: LiveAddress.allowed, LiveAddress.init)
    (traceRate, pushEndpoint, pushHeaders) = (
      try reader.traceRate(), try reader.pushEndpoint(), try reader.pushHeaders()
    )
    webAddress = try reader.read(.webPort, allowed: LiveAddress.allowed, LiveAddress.init)
    enduranceDuration = try reader.duration(.enduranceDuration)
    unknownVariables = environment.keys.filter { name in
      name.hasPrefix("LOAD_") && EnvironmentVariable(rawValue: name) == nil
        && !EnvironmentVariable.elsewhere.contains(name)
    }.sorted()
  }

  /// Begins with this process's number, for whoever looks for the process.
  package static func newRunID() -> String {
    "\(ProcessInfo.processInfo.processIdentifier)-" + String(UInt64.random(in: .min ... .max), radix: 36)
  }

  private static func faults(
    _ reader: EnvironmentReader
  ) throws(ConfigurationError) -> [String: (begin: String, end: String)] {
    var faults: [String: (begin: String, end: String)] = [:]
    for (name, begin, end) in EnvironmentVariable.faults {
      switch (try reader.line(begin), try reader.line(end)) {
      case (let beginning?, let ending?): faults[name] = (beginning, ending)
      case (nil, nil): break
      case (let beginning, _):
        throw ConfigurationError(
          beginning == nil ? begin : end, reason: "\((beginning == nil ? end : begin).rawValue) is set without it",
          allowed: "both commands: what is broken must be mended")
      }
    }
    return faults
  }

  private static func faultControl(
    _ reader: EnvironmentReader
  ) throws(ConfigurationError) -> (url: TargetURL, token: String)? {
    // It goes into a header: anything else could break out of it.
    let token = try reader.read(.faultToken, allowed: "the token that reference-agent printed") { text in
      text.utf8.allSatisfy { (0x21...0x7E).contains($0) } ? text : nil
    }
    guard let text = try reader.read(.faultControl, allowed: TargetURL.allowed, { $0 }) else { return nil }
    let url = try TargetURL(text, named: EnvironmentVariable.faultControl.rawValue)
    guard url.isLoopback, url.scheme == .http else {
      throw ConfigurationError(
        .faultControl, value: url.description, reason: "a reference agent listens for its switches on loopback only",
        allowed: "http://127.0.0.1:PORT")
    }
    guard let token else {
      throw ConfigurationError(
        .faultToken, reason: "LOAD_FAULT_CONTROL is set without it", allowed: "the token that reference-agent printed")
    }
    return (url, token)
  }

  /// What no output may hold of the settings themselves.
  var ownSecrets: [String] {
    [credentials?.email, credentials?.password, credentials?.token, faultControl?.token].compactMap(\.self)
      + pushHeaders.map(\.value)
  }

  private static func identifier(_ text: String) -> String? {
    text.count <= 64 && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") } ? text : nil
  }

  private static func target(_ reader: EnvironmentReader) throws(ConfigurationError) -> Target {
    // A CI job that passes an optional input on sets it to nothing.
    if let text = reader.environment[EnvironmentVariable.targetHost.rawValue], !text.isEmpty {
      return .remote(try TargetURL(text, named: EnvironmentVariable.targetHost.rawValue))
    }
    guard let text = try reader.read(.testHost, allowed: TargetURL.allowed, { $0 }) else { return .embedded }
    return .remote(try TargetURL(text, named: EnvironmentVariable.testHost.rawValue))
  }

  private static func credentials(_ reader: EnvironmentReader) throws(ConfigurationError) -> Credentials? {
    let email = try reader.read(.email, allowed: "an e-mail address") { text in
      let parts = text.split(separator: "@", omittingEmptySubsequences: false)
      let plain = text.unicodeScalars.allSatisfy { !$0.properties.isWhitespace } && text.neutralised == text
      return plain && parts.count == 2 && parts.allSatisfy { !$0.isEmpty } ? text : nil
    }
    let password = try reader.read(.password, allowed: "a password that is not empty") { $0 }
    // It goes into a header: anything else could break out of it.
    let token = try reader.read(.token, allowed: "a token of visible ASCII characters") { text in
      text.utf8.allSatisfy { (0x21...0x7E).contains($0) } ? text : nil
    }
    switch (email, password, token) {
    case (nil, nil, nil): return nil
    case (nil, nil, let token?): return Credentials(token: token)
    case (let email?, let password?, nil): return Credentials(email: email, password: password)
    case (_?, nil, nil):
      throw ConfigurationError(.password, reason: "LOAD_EMAIL is set without it", allowed: "the password of LOAD_EMAIL")
    case (nil, _?, nil):
      throw ConfigurationError(.email, reason: "LOAD_PASSWORD is set without it", allowed: "the owner of LOAD_PASSWORD")
    case (_, _, _?):
      throw ConfigurationError(
        .token, value: ConfigurationError.redacted,
        reason: "LOAD_EMAIL or LOAD_PASSWORD is set as well, and a user can log in with one of the two only",
        allowed: "a token, or LOAD_EMAIL with LOAD_PASSWORD")
    }
  }
}

extension TargetEnvironment {
  /// Refuses a remote target that wants a log-in when there is nothing to log in with.
  package func checkCredentials(for contract: AgentContract) throws(ConfigurationError) {
    guard case .remote = target, contract.needsLogIn, credentials == nil, accounts == nil else { return }
    throw ConfigurationError(
      .email, reason: "the contract \(contract.name) has a log-in and there are no credentials for it",
      allowed: "LOAD_EMAIL with LOAD_PASSWORD, LOAD_TOKEN, or LOAD_ACCOUNTS")
  }

  /// Refuses what can be known to lack credentials before the target is asked for its contract.
  package func checkCredentials() throws(ConfigurationError) {
    if let contract = contract.contract { try checkCredentials(for: contract) }
  }

  /// Whose certificates are accepted: nothing but `LOAD_TLS_INSECURE` makes it anyone's.
  var tlsTrust: TLSClientConfiguration.Trust {
    if tlsInsecure { return .anyone }
    return tlsCAFile.map { .file($0) } ?? .system
  }

  /// Whether a run against the target says nothing about who answered.
  func isUnverified(_ url: TargetURL) -> Bool { url.scheme == .https && tlsInsecure }

  /// What whoever starts a run has to know before it, a sentence each.
  package var warnings: [String] {
    var warnings = unknownVariables.map { "\($0) is set and is no variable of this suite: see the table in the README" }
    if let password = credentials?.password, password.last?.isWhitespace ?? false {
      warnings.append(
        "LOAD_PASSWORD ends in a blank or a carriage return, which is sent with it: take it out if it came in by mistake"
      )
    }
    #if os(Linux)
      // "Transfer completed, but there's no response" (Swift 6.3), where a connection ends within the head of an answer.
      if transport == .urlsession {
        warnings.append(
          "LOAD_TRANSPORT=urlsession: on Linux, Foundation ends the whole process when a target breaks off within the "
            + "head of an answer, as it may when it is killed; use the socket transport unless you need a proxy")
      }
    #endif
    if case .remote(let url) = target, isUnverified(url) {
      warnings.append(
        "LOAD_TLS_INSECURE=1: TLS certificates are not verified, whoever answers is taken for \(url.host)")
    }
    return warnings
  }
}
