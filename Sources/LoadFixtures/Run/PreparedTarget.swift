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
    let loops: [EventLoop]
  }

  var isEmbedded: Bool { embedded != nil }

  /// What can make troubles in it.
  var faultCarriers: [any FaultCarrier] {
    embedded.map { [AgentFaultCarrier(agent: $0.server.agent)] } ?? []
  }

  init(_ environment: TargetEnvironment) async throws {
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
      embedded = Embedded(server: server, loops: loops)
      url = TargetURL.loopback(port: server.port)
      // Where it answers without, nobody who was not told to logs in.
      credentials =
        contract.needsLogIn ? Credentials(email: agentCredentials.email, password: agentCredentials.password) : nil
    }
  }

  /// Ends the embedded agent.
  func release() async {
    guard let embedded else { return }
    await embedded.server.stop()
    for loop in embedded.loops { await loop.shutDown() }
  }
}
