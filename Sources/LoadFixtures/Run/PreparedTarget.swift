import LoadEngine
import ReferenceAgent

/// The agent under load, ready to be called: the one that was named, or an embedded one of this run's own.
struct PreparedTarget: Sendable {
  let url: TargetURL
  /// `nil` where none were given.
  let credentials: Credentials?
  private let embedded: Embedded?

  private struct Embedded: Sendable {
    let server: AgentServer
    /// Between users and agent, where the network is to be bad.
    let proxy: FaultProxy?
    let loops: [EventLoop]
  }

  var isEmbedded: Bool { embedded != nil }

  /// What can make troubles in it.
  var faultCarriers: [any FaultCarrier] {
    guard let embedded else { return [] }
    let wire = embedded.proxy.map { [WireFaultCarrier(proxy: $0)] } ?? []
    return [AgentFaultCarrier(agent: embedded.server.agent)] + wire
  }

  /// - Parameter proxied: Whether users reach an embedded agent through a proxy.
  init(_ environment: TargetEnvironment, proxied: Bool = false) async throws {
    switch environment.target {
    case .remote(let url):
      self.url = url
      credentials = environment.credentials
      embedded = nil
    case .embedded:
      // Its own thread, so that the agent's work is not done by the loops that drive the users.
      let loops = try EventLoop.start(1, name: "agent")
      let agentCredentials = AgentCredentials.generated()
      var configuration = AgentConfiguration(seed: environment.seed, credentials: agentCredentials)
      let contract = environment.contract.contract ?? .documented
      configuration.contract = contract
      // As the profile: what heals in a minute heals within the run.
      configuration.cacheLifetime = configuration.cacheLifetime * environment.timeScale
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
      embedded = Embedded(server: server, proxy: proxy, loops: own)
      url = TargetURL.loopback(port: proxy?.port ?? server.port)
      // Where it answers without, nobody who was not told to logs in.
      credentials =
        contract.needsLogIn ? Credentials(email: agentCredentials.email, password: agentCredentials.password) : nil
    }
  }

  /// Ends the embedded agent.
  func release() async {
    guard let embedded else { return }
    await embedded.proxy?.stop()
    await embedded.server.stop()
    for loop in embedded.loops { await loop.shutDown() }
  }
}
