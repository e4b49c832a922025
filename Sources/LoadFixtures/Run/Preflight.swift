import LoadEngine

/// Looks before the load is sent whether it can be: one clear sentence instead of a thousand failures.
package struct Preflight {
  let url: TargetURL
  /// The target shares this process and its file descriptors.
  var isEmbedded = false
  let allowPublicTarget: Bool
  /// Whose certificates an https target may have.
  let trust: TLSClientConfiguration.Trust
  let transport: TargetEnvironment.TransportKind
  /// How long the target may take to answer the call.
  let requestTimeout: Duration
  /// How long the run's connections may be idle; `nil`: as is learnt.
  var keepAlive: Duration?
  /// Looks the host up.
  var resolve: AddressKeeper.Resolve = { try await Resolver.resolve(host: $0, port: $1) }
  /// How often it is looked up again while the run goes on.
  var lookupInterval = Duration.seconds(60)
  /// What a reason may not repeat, since a target may.
  var secrets = Secrets.none

  init(_ url: TargetURL, _ environment: TargetEnvironment, isEmbedded: Bool = false, secrets: Secrets) {
    self.url = url
    self.isEmbedded = isEmbedded
    self.secrets = secrets
    allowPublicTarget = environment.allowPublicTarget
    trust = environment.tlsTrust
    transport = environment.transport
    requestTimeout = environment.requestTimeout
    keepAlive = environment.keepAlive
  }

  /// Why the run cannot begin.
  package struct Refusal: Error, CustomStringConvertible {
    package let description: String

    init(_ sentence: String) {
      description = sentence
    }

    /// For what each call would have failed of: the sentence begins with the label that the report counts it under.
    init(_ kind: FailureKind, _ sentence: String) {
      description = "\(kind.label): \(sentence)"
    }
  }

  /// A call that shows that the target is there.
  struct Call: Sendable {
    let request: OutgoingRequest
    let path: String
    /// The statuses of a target that is well; `nil` when any answer will do.
    let success: [Int]?
  }

  /// What was found of a target that may be put under load.
  struct Clearance {
    /// Where to connect to.
    var endpoint: Endpoint
    /// Calls that were made.
    var calls = 0
    /// Labels of the operations that were tried, in order.
    var trial: [String] = []
    /// What a reader must know before using the numbers, in sentences.
    var notes: [String] = []
  }

  /// Resolves the target and asks whether it is well.
  ///
  /// - Parameter call: Where there is none, a target that can be resolved is taken to be there.
  /// - Throws: ``Refusal``, without secrets.
  func check(peakConnections: Int, call: Call?, on loop: EventLoop) async throws -> Clearance {
    try await withoutSecrets { try await find(peakConnections: peakConnections, call: call, on: loop) }
  }

  func withoutSecrets<Value>(_ body: () async throws -> Value) async throws -> Value {
    do {
      return try await body()
    } catch let refusal as Refusal {
      throw Refusal(secrets.redacted(refusal.description).cut(to: 1000))
    }
  }

  private func find(peakConnections: Int, call: Call?, on loop: EventLoop) async throws -> Clearance {
    let tls = try prepareTLS()
    try checkDescriptors(needed: peakConnections)
    let addresses = try await lookUp()
    let book = AddressBook(addresses)
    if addresses.count > 1 {
      book.replace(with: addresses, live: await AddressRace.live(among: addresses, within: requestTimeout, on: loop))
    }
    var endpoint = Endpoint(
      url: url, carrier: transport == .socket ? .sockets(book, tls) : try urlSession(to: book),
      keepAlive: KeepAlive(keepAlive))
    if IPAddress(url.host) == nil {
      endpoint.keeper = AddressKeeper(url: url, policy: policy, resolve: resolve, interval: lookupInterval)
    }
    var clearance = Clearance(endpoint: endpoint)
    if let call {
      let response = try await make(call, to: endpoint, on: loop)
      clearance.calls = 1
      clearance.notes = note(on: response, to: call).map { [$0] } ?? []
    }
    return clearance
  }

  private func prepareTLS() throws -> TLSContext? {
    guard url.scheme == .https, transport == .socket else { return nil }
    do {
      return try TLSContext(TLSClientConfiguration(trust: trust))
    } catch {
      switch error.code {
      case .file: throw Refusal("\(EnvironmentVariable.tlsCAFile.rawValue): \(error)")
      case .noLibrary: throw Refusal("\(error), or set LOAD_TRANSPORT=urlsession")
      case .library: throw Refusal("\(error)")
      }
    }
  }

  private func checkDescriptors(needed: Int) throws {
    // What the process has open besides the users' connections; an embedded agent holds the other ends.
    let needed = needed * (isEmbedded ? 2 : 1) + 64
    if let limit = System.fileDescriptorLimit, limit < needed {
      throw Refusal(
        .fileDescriptorLimit,
        "the run needs about \(needed) file descriptors and the limit is \(limit); raise it with "
          + "`ulimit -n \(needed)` or run fewer users (LOAD_USERS_SCALE)")
    }
    System.reserveDescriptors(needed)
  }

  private var policy: TargetPolicy { TargetPolicy(allowPublicTarget: allowPublicTarget) }

  /// How URLSession, which looks names up by itself, is kept to an address that was judged: by giving it that address
  /// where no certificate needs the name.
  private func urlSession(to book: AddressBook) throws -> Endpoint.Carrier {
    let direct = book.addresses.allSatisfy { IPAddress($0.host).map(TargetPolicy.network(of:)) == .loopback }
    if url.scheme == .http { return .urlSession(base: "http://\(book.preferred)", direct: direct) }
    guard IPAddress(url.host) != nil || url.nameToLookUp == "localhost" || allowPublicTarget else {
      throw Refusal(
        "LOAD_TRANSPORT=urlsession looks \(url.host) up by itself for https, and may find another address than the one "
          + "that was judged; use socket, the target's address in place of its name, or LOAD_ALLOW_PUBLIC_TARGET=1")
    }
    return .urlSession(base: "https://\(url.authority)", direct: direct)
  }

  private func lookUp() async throws -> [SocketAddress] {
    let addresses: [SocketAddress]
    do {
      addresses = try await resolve(url.nameToLookUp, url.port)
    } catch let error as ResolveError {
      throw Refusal(.unknownHost, "\(url.host) has no address (\(error.reason)); check the host name")
    }
    for address in addresses {
      if case .refused(let sentence) = policy.decide(address.host) { throw Refusal(sentence) }
    }
    return Array(addresses.prefix(AddressBook.most))
  }

  /// What a target that answers its health call as it should says of its health all the same.
  private func note(on response: HTTPResponse, to call: Call) -> String? {
    guard call.success != nil, let status = JSONDocument(response.body)?.string("/status"), status != "healthy" else {
      return nil
    }
    return "Before the load the target called itself \"\(secrets.shown(status))\" (\(call.path))."
  }

  func make(_ call: Call, to endpoint: Endpoint, on loop: EventLoop) async throws -> HTTPResponse {
    let transport = await Task(executorPreference: loop) {
      endpoint.transport(on: loop)
    }.value
    // The call begins on the loop and is cancelled there: one of the two comes first, and the other sees it.
    let cancelled = StopSignal()
    let outcome = await withTaskCancellationHandler {
      await Task(executorPreference: loop) { () -> CallOutcome? in
        defer { transport.close() }
        return cancelled.isStopped ? nil : await transport.send(call.request, timeout: requestTimeout)
      }.value
    } onCancel: {
      cancelled.stop()
      loop.execute { transport.cancelCalls() }
    }
    guard let outcome else { throw Refusal("the pre-flight call was cancelled") }
    switch outcome.result {
    case .success(let response):
      guard let success = call.success, !success.contains(response.status) else { return response }
      throw Refusal("\(url)\(call.path) answers \(response.status): the agent is not well")
    case .failure(.refused):
      throw Refusal(.connectionRefused, "is the agent running at \(url)?")
    case .failure(.cancelled):
      throw Refusal("the pre-flight call was cancelled")
    case .failure(let error):
      let kind = FailureKind(error)
      if let sentence = insecurity(kind) { throw Refusal(kind, "\(url): \(sentence)") }
      let seconds = NumberFormat.duration(seconds: requestTimeout / .seconds(1))
      let reason =
        error.detail
        ?? (error == .timeout || error == .connectTimeout
          ? "no answer within \(seconds) (LOAD_REQUEST_TIMEOUT)" : "no answer; is the agent running there?")
      throw Refusal(kind, "\(url)\(call.path): \(reason)")
    }
  }

  /// What is wrong with the target's certificate or its TLS; `nil` for any other failure.
  private func insecurity(_ kind: FailureKind) -> String? {
    switch kind {
    case .certificateUntrusted:
      if case .file(let path) = trust {
        "the certificate does not lead to an authority in LOAD_TLS_CA_FILE (\(path))"
      } else {
        "the certificate does not lead to an authority that this system trusts; name the authority's PEM file in "
          + "LOAD_TLS_CA_FILE"
      }
    case .certificateHostMismatch:
      "the certificate is for another host than \(url.host); use a name that it is for"
    case .certificateExpired: "the certificate has expired or is not valid yet; renew it, or check this system's clock"
    case .certificateWeak:
      "the certificate's key or signature is too weak for this system's OpenSSL; renew it with RSA 2048 or P-256 and "
        + "SHA-256"
    case .certificatePurpose:
      "the certificate is not for servers (its extended key usage leaves serverAuth out); use a server's certificate"
    case .tls: "no TLS connection comes about: is it https that is spoken there?"
    default: nil
    }
  }
}
