import LoadEngine

/// The reference agent behind a port: in the test process with port 0, or alone.
package final class AgentServer: Sendable {
  /// The agent itself, for its counts and its fault switches.
  package let agent: ReferenceAgent
  private let server: HTTPServer
  /// What anybody may send, logged in or not: the largest body that a route reads has a few kilobytes.
  private static let largestBody = 256 << 10

  private init(agent: ReferenceAgent, server: HTTPServer) {
    self.agent = agent
    self.server = server
  }

  /// Starts an agent that answers over HTTP until ``stop()``.
  ///
  /// - Parameters:
  ///   - host: A local name or address.
  ///   - port: 0 takes a free port.
  ///   - tls: Speaks https with this certificate; `nil` speaks http.
  ///   - loops: The agent's own; a load generator's should be others.
  /// - Throws: What `HTTPServer.start` throws when the address cannot be had or the certificate not be used.
  package static func start(
    configuration: AgentConfiguration, host: String = "127.0.0.1", port: Int = 0,
    tls: TLSServerConfiguration? = nil, loops: [EventLoop]
  ) async throws -> AgentServer {
    let agent = ReferenceAgent(configuration: configuration)
    let server = try await HTTPServer.start(
      host: host, port: port, tls: tls, loops: loops, limits: HTTPLimits(maxBodyBytes: largestBody)
    ) { await agent.answer($0) }
    // Weak: the agent outlives its server only in the hands of somebody who reads its counts.
    agent.countConnections { [weak server] in await server?.openConnections() ?? 0 }
    return AgentServer(agent: agent, server: server)
  }

  /// The port it listens on.
  package var port: Int { server.port }

  /// Closes the port and all connections; requests that sleep in the agent are ended.
  package func stop() async { await server.stop() }
}
