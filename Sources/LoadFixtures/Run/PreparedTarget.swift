import LoadEngine
import ReferenceAgent

/// The agent under load, ready to be called: the one that was named, or an embedded one of this run's own.
struct PreparedTarget: Sendable {
  let url: TargetURL
  /// `nil` where none were given.
  let credentials: Credentials?
  private let embedded: Embedded?
  /// Between users and a named target, where the network is to be bad.
  private let wire: Wire?

  private struct Wire: Sendable {
    let proxy: FaultProxy
    let loop: EventLoop
  }

  private struct Embedded: Sendable {
    let server: AgentServer
    /// Between users and agent, where the network is to be bad.
    let proxy: FaultProxy?
    let loops: [EventLoop]
  }

  var isEmbedded: Bool { embedded != nil }

  /// What can make troubles in it.
  var faultCarriers: [any FaultCarrier] {
    guard let embedded else { return (wire?.proxy).map { [WireFaultCarrier(proxy: $0)] } ?? [] }
    let wire = embedded.proxy.map { [WireFaultCarrier(proxy: $0)] } ?? []
    return [AgentFaultCarrier(agent: embedded.server.agent)] + wire
  }

  /// Where users connect to in place of the target's own addresses; `nil` for those.
  var detour: [SocketAddress]? {
    get async throws {
      guard let wire else { return nil }
      return try await Resolver.resolve(host: "127.0.0.1", port: wire.proxy.port)
    }
  }

  /// - Parameter proxied: Whether users reach it through a proxy: an embedded agent, or a named target that allows it
  ///   (`LOAD_FAULT_NETWORK`).
  init(_ environment: TargetEnvironment, proxied: Bool = false) async throws {
    switch environment.target {
    case .remote(let url):
      self.url = url
      credentials = environment.credentials
      embedded = nil
      wire = proxied && environment.faultNetwork ? try await Self.wire(before: url, environment) : nil
    case .embedded:
      // Its own thread, so that the agent's work is not done by the loops that drive the users.
      let loops = try EventLoop.start(1, name: "agent")
      let agentCredentials = AgentCredentials.generated()
      var configuration = AgentConfiguration(seed: environment.seed, credentials: agentCredentials)
      let contract = environment.contract.contract ?? .documented
      configuration.contract = contract
      // As the profile: what heals in a minute heals within the run.
      configuration.cacheLifetime = configuration.cacheLifetime * environment.timeScale
      configuration.conversationLifetime = configuration.conversationLifetime * environment.timeScale
      configuration.breaker.recovery = configuration.breaker.recovery * environment.timeScale
      let server = try await AgentServer.start(
        configuration: configuration, loops: loops)
      var proxy: FaultProxy?
      var own = loops
      if proxied {
        let loop = try EventLoop(name: "proxy")
        own.append(loop)
        proxy = try await FaultProxy.start(target: ("127.0.0.1", server.port), seed: environment.seed, on: loop)
      }
      wire = nil
      embedded = Embedded(server: server, proxy: proxy, loops: own)
      url = TargetURL.loopback(port: proxy?.port ?? server.port)
      // Where it answers without, nobody who was not told to logs in.
      credentials =
        contract.needsLogIn ? Credentials(email: agentCredentials.email, password: agentCredentials.password) : nil
    }
  }

  /// A proxy before a target whose address may be called; `nil` before any other, which the pre-flight refuses by name.
  private static func wire(before url: TargetURL, _ environment: TargetEnvironment) async throws -> Wire? {
    let policy = TargetPolicy(allowPublicTarget: environment.allowPublicTarget)
    let addresses: [SocketAddress]
    do {
      addresses = try await Resolver.resolve(host: url.nameToLookUp, port: url.port)
    } catch {
      // The pre-flight says so by the name.
      return nil
    }
    let isAllowed = addresses.allSatisfy { if case .refused = policy.decide($0.host) { false } else { true } }
    guard isAllowed, let address = addresses.first else { return nil }
    let loop = try EventLoop(name: "proxy")
    // By the address that was judged: a name could lead elsewhere the next time.
    let proxy = try await FaultProxy.start(target: (address.host, url.port), seed: environment.seed, on: loop)
    return Wire(proxy: proxy, loop: loop)
  }

  /// Ends the embedded agent and the proxy.
  func release() async {
    await wire?.proxy.stop()
    await wire?.loop.shutDown()
    guard let embedded else { return }
    await embedded.proxy?.stop()
    await embedded.server.stop()
    for loop in embedded.loops { await loop.shutDown() }
  }
}
