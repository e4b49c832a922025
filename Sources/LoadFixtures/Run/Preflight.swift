import LoadEngine

/// Looks before the load is sent whether it can be: one clear sentence instead of a thousand failures.
struct Preflight {
  let url: TargetURL
  /// The target shares this process and its file descriptors.
  var isEmbedded = false
  let allowPublicTarget: Bool
  /// Whose certificates an https target may have.
  let trust: TLSClientConfiguration.Trust
  let transport: TargetEnvironment.TransportKind

  /// Why the run cannot begin.
  struct Refusal: Error, CustomStringConvertible {
    let description: String

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

  /// How long the target may take to answer the call.
  private static let patience = Duration.seconds(4)

  /// Resolves the target and asks whether it is well.
  ///
  /// - Parameter call: Where there is none, a target that can be resolved is taken to be there.
  /// - Returns: Where to connect to, and how many calls were made.
  /// - Throws: ``Refusal``.
  func check(
    peakConnections: Int, call: Call?, on loop: EventLoop
  ) async throws -> (endpoint: Endpoint, calls: Int) {
    let tls = try prepareTLS()
    try checkDescriptors(needed: peakConnections)
    let addresses = try await resolve()
    let endpoint = Endpoint(url: url, carrier: transport == .socket ? .sockets(addresses, tls) : .urlSession)
    guard let call else { return (endpoint, 0) }
    try await make(call, to: endpoint, on: loop)
    return (endpoint, 1)
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

  private func resolve() async throws -> [SocketAddress] {
    let addresses: [SocketAddress]
    do {
      addresses = try await Resolver.resolve(host: url.host, port: url.port)
    } catch {
      throw Refusal(.unknownHost, "\(url.host) has no address (\(error.reason)); check the host name")
    }
    let policy = TargetPolicy(allowPublicTarget: allowPublicTarget)
    for address in addresses {
      if case .refused(let sentence) = policy.decide(address.host) { throw Refusal(sentence) }
    }
    return addresses
  }

  private func make(_ call: Call, to endpoint: Endpoint, on loop: EventLoop) async throws {
    let transport = await Task(executorPreference: loop) {
      endpoint.transport(on: loop)
    }.value
    // The call begins on the loop and is cancelled there: one of the two comes first, and the other sees it.
    let cancelled = StopSignal()
    let outcome = await withTaskCancellationHandler {
      await Task(executorPreference: loop) { () -> CallOutcome? in
        defer { transport.close() }
        return cancelled.isStopped ? nil : await transport.send(call.request, timeout: Self.patience)
      }.value
    } onCancel: {
      cancelled.stop()
      loop.execute { transport.cancelCalls() }
    }
    guard let outcome else { throw Refusal("the pre-flight call was cancelled") }
    switch outcome.result {
    case .success(let response):
      guard let success = call.success, !success.contains(response.status) else { return }
      throw Refusal("\(url)\(call.path) answers \(response.status): the agent is not well")
    case .failure(.refused):
      throw Refusal(.connectionRefused, "is the agent running at \(url)?")
    case .failure(.cancelled):
      throw Refusal("the pre-flight call was cancelled")
    case .failure(let error):
      let kind = FailureKind(error)
      if let sentence = insecurity(kind) { throw Refusal(kind, "\(url): \(sentence)") }
      throw Refusal(kind, "\(url)\(call.path) gives no answer: is the agent running there?")
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
    case .tls: "no TLS connection comes about: is it https that is spoken there?"
    default: nil
    }
  }
}
