import LoadEngine

/// Looks before the load is sent whether it can be: one clear sentence instead of a thousand failures.
struct Preflight {
  let environment: TargetEnvironment
  let target: PreparedTarget

  /// Why the run cannot begin.
  struct Refusal: Error, CustomStringConvertible {
    let description: String
  }

  /// How long the agent may take to answer the health call.
  private static let patience = Duration.seconds(4)

  /// Resolves the target and asks whether it is well.
  ///
  /// - Returns: The addresses to connect to, and how many calls were made.
  /// - Throws: ``Refusal``.
  func check(peakConnections: Int, on loop: EventLoop) async throws -> (addresses: [SocketAddress], calls: Int) {
    guard target.url.scheme == .http else {
      throw Refusal(description: "\(target.url): https is not supported by this version; use an http address")
    }
    try checkDescriptors(needed: peakConnections)
    let addresses = try await resolve()
    let calls = try await call(addresses, on: loop)
    return (addresses, calls)
  }

  private func checkDescriptors(needed: Int) throws {
    // What the process has open besides the users' connections; an embedded agent holds the other ends.
    let needed = needed * (target.isEmbedded ? 2 : 1) + 64
    if let limit = System.fileDescriptorLimit, limit < needed {
      throw Refusal(
        description: "fileDescriptorLimit: the run needs about \(needed) file descriptors and the limit is \(limit); "
          + "raise it with `ulimit -n \(needed)` or lower LOAD_USERS_SCALE")
    }
  }

  private func resolve() async throws -> [SocketAddress] {
    let addresses: [SocketAddress]
    do {
      addresses = try await Resolver.resolve(host: target.url.host, port: target.url.port)
    } catch {
      throw Refusal(description: "\(target.url): \(error); check LOAD_TARGET_HOST")
    }
    let policy = TargetPolicy(allowPublicTarget: environment.allowPublicTarget)
    for address in addresses {
      if case .refused(let sentence) = policy.decide(address.host) { throw Refusal(description: sentence) }
    }
    return addresses
  }

  /// One call to the agent's health route; where the contract has none, a connection is proof enough.
  private func call(_ addresses: [SocketAddress], on loop: EventLoop) async throws -> Int {
    guard let form = environment.contract.calls[.health] else { return 0 }
    let path = target.url.path(form.path)
    let host = target.url.authority
    let outcome = await Task(executorPreference: loop) {
      let transport = SocketTransport(to: addresses, host: host, on: loop)
      let outcome = await transport.send(
        OutgoingRequest(method: form.method, target: path), timeout: Self.patience)
      transport.close()
      return outcome
    }.value
    switch outcome.result {
    case .answered(let response) where form.success.contains(response.status):
      return 1
    case .answered(let response):
      throw Refusal(description: "\(target.url)\(form.path) answers \(response.status): the agent is not well")
    case .failed(.connectionRefused):
      throw Refusal(description: "connection refused: is the agent running at \(target.url)?")
    case .failed(let kind):
      throw Refusal(
        description: "\(target.url)\(form.path) gives no answer (\(kind.label)): is the agent running there?")
    case .cancelled:
      throw Refusal(description: "the pre-flight call was cancelled")
    }
  }
}
