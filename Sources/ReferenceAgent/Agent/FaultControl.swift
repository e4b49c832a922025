import AgentContracts
import LoadEngine

/// The switches of an agent's troubles over HTTP, on a port of their own of the loopback address, for whoever has the token.
///
///     PUT /faults/cache       begins it: cache, llm, database or memory
///     DELETE /faults/cache    ends it
package final class FaultControl: Sendable {
  private let server: HTTPServer

  private init(_ server: HTTPServer) { self.server = server }

  /// Listens until ``stop()``.
  ///
  /// - Parameters:
  ///   - port: 0 takes a free one.
  ///   - token: What a request has to bear, `Authorization: Bearer TOKEN`.
  /// - Throws: ``SystemError`` when the port cannot be had.
  package static func start(
    of agent: ReferenceAgent, port: Int, token: String, on loop: EventLoop
  ) async throws -> FaultControl {
    FaultControl(
      try await HTTPServer.start(host: "127.0.0.1", port: port, loops: [loop], limits: HTTPLimits(maxBodyBytes: 0)) {
        answer($0, agent, token: token)
      })
  }

  package var port: Int { server.port }

  package func stop() async { await server.stop() }

  private static func answer(_ request: HTTPRequest, _ agent: ReferenceAgent, token: String) -> HTTPServerReply {
    guard request.headers["Authorization"] == "Bearer \(token)" else { return HTTPServerReply(status: 401) }
    let parts = request.path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[1] == "faults", let fault = AgentFaults.switches[String(parts[2])] else {
      return HTTPServerReply(status: 404)
    }
    guard let isOn = ["PUT": true, "DELETE": false][request.method] else {
      return HTTPServerReply(status: 405, headers: [("Allow", "PUT, DELETE")])
    }
    agent.change { $0[keyPath: fault] = isOn }
    return HTTPServerReply(status: 204)
  }
}
