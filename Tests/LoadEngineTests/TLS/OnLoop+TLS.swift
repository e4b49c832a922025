@testable import LoadEngine

extension OnLoop {
  /// Runs a body on a loop with an https connection to a port of 127.0.0.1.
  ///
  /// - Parameter host: Whom the certificate must be for.
  static func secured(
    to port: Int, _ poller: PollerChoice, trust: TLSClientConfiguration.Trust, host: String = "localhost",
    limits: HTTPLimits = HTTPLimits(),
    _ body: @escaping @Sendable (HTTPConnection, EventLoop) async throws -> Void
  ) async throws {
    let context = try TLSContext(TLSClientConfiguration(trust: trust))
    try await run(poller) { loop in
      let client = TLSClient(context, host: host)
      let connection = HTTPConnection(to: [.loopback(port)], tls: client, limits: limits, on: loop)
      defer { connection.close() }
      try await body(connection, loop)
    }
  }

  /// Runs a body on a loop with an https connection that trusts the tests' authority.
  static func secured(
    to port: Int, _ poller: PollerChoice, _ key: TestAuthority.Key = .ecdsa, host: String = "localhost",
    limits: HTTPLimits = HTTPLimits(),
    _ body: @escaping @Sendable (HTTPConnection, EventLoop) async throws -> Void
  ) async throws {
    let trust = TLSClientConfiguration.Trust.file(try TestAuthority.shared.get().authority(key))
    try await secured(to: port, poller, trust: trust, host: host, limits: limits, body)
  }

  /// Runs a body while an https server with the handler listens.
  static func servingSecured(
    _ poller: PollerChoice, _ tls: TLSServerConfiguration? = nil, limits: HTTPLimits = HTTPLimits(),
    handler: @escaping HTTPServer.Handler = Samples.handler, _ body: (HTTPServer) async throws -> Void
  ) async throws {
    let identity = try tls ?? TestAuthority.shared.get().server()
    let loop = try EventLoop(name: "server", poller: poller)
    let server = try await HTTPServer.start(tls: identity, loops: [loop], limits: limits, handler: handler)
    do {
      try await body(server)
    } catch {
      await server.stop()
      await loop.shutDown()
      throw error
    }
    await server.stop()
    await loop.shutDown()
  }
}
