import Foundation
import TestSupport

@testable import LoadEngine

extension SocketAddress {
  /// A port of 127.0.0.1.
  static func loopback(_ port: Int) -> SocketAddress {
    var address = sockaddr_in(port: port)
    return address.withSockAddr { SocketAddress(copying: $0, length: $1) }
  }
}

extension TLSContext {
  /// A client that trusts the tests' authority.
  static func client(_ key: TestAuthority.Key = .ecdsa) throws -> TLSContext {
    try TLSContext(TLSClientConfiguration(trust: .file(TestAuthority.shared.get().authority(key))))
  }
}

extension PollerChoice {
  /// Both must behave alike: macOS runs on the second one only.
  static let both: [PollerChoice] = [.epoll, .poll]
}

/// Runs test bodies on event loops, and with what stands on them.
enum OnLoop {
  /// Runs a body on a loop of its own, which ends with it.
  static func run<Result: Sendable>(
    _ poller: PollerChoice, _ body: @escaping @Sendable (EventLoop) async throws -> Result
  ) async throws -> Result {
    let loop = try EventLoop(name: "test", poller: poller)
    let result = await Task(executorPreference: loop) { try await body(loop) }.result
    await loop.shutDown()
    return try result.get()
  }

  /// Runs a body on a loop with a connection to a port of 127.0.0.1.
  ///
  /// - Parameter tls: What an https connection trusts.
  static func connected(
    to port: Int, _ poller: PollerChoice, tls: TLSContext? = nil, host: String = "localhost",
    limits: HTTPLimits = HTTPLimits(), _ body: @escaping @Sendable (HTTPConnection, EventLoop) async throws -> Void
  ) async throws {
    try await run(poller) { loop in
      let client = tls.map { TLSClient($0, host: host) }
      let connection = HTTPConnection(to: [.loopback(port)], tls: client, limits: limits, on: loop)
      defer { connection.close() }
      try await body(connection, loop)
    }
  }

  /// Runs a body with a connection to a server that follows a script.
  static func scripted(
    _ poller: PollerChoice, _ script: @escaping RawServer.Script,
    _ body: @escaping @Sendable (HTTPConnection, RawServer) async throws -> Void
  ) async throws {
    try await RawServer.run(script) { server in
      try await connected(to: server.port, poller) { connection, _ in try await body(connection, server) }
    }
  }

  /// The same with an https connection.
  ///
  /// - Parameters:
  ///   - trust: The tests' authority with this key unless another is given.
  ///   - host: Whom the certificate must be for.
  static func secured(
    to port: Int, _ poller: PollerChoice, _ key: TestAuthority.Key = .ecdsa, trust: TLSClientConfiguration.Trust? = nil,
    host: String = "localhost", limits: HTTPLimits = HTTPLimits(),
    _ body: @escaping @Sendable (HTTPConnection, EventLoop) async throws -> Void
  ) async throws {
    let context = try trust.map { try TLSContext(TLSClientConfiguration(trust: $0)) } ?? .client(key)
    try await connected(to: port, poller, tls: context, host: host, limits: limits, body)
  }

  /// Runs a body while a server with the handler listens.
  static func serving(
    _ poller: PollerChoice, tls: TLSServerConfiguration? = nil, limits: HTTPLimits = HTTPLimits(),
    bounds: HTTPServerBounds = HTTPServerBounds(), handler: @escaping HTTPServer.Handler = Samples.handler,
    _ body: (HTTPServer) async throws -> Void
  ) async throws {
    let loop = try EventLoop(name: "server", poller: poller)
    let server = try await HTTPServer.start(tls: tls, loops: [loop], limits: limits, bounds: bounds, handler: handler)
    try await withCleanUp({
      await server.stop()
      await loop.shutDown()
    }) { try await body(server) }
  }

  /// The same with an https server, which is the tests' own unless another is given.
  static func servingSecured(
    _ poller: PollerChoice, _ tls: TLSServerConfiguration? = nil, limits: HTTPLimits = HTTPLimits(),
    handler: @escaping HTTPServer.Handler = Samples.handler, _ body: (HTTPServer) async throws -> Void
  ) async throws {
    let identity = try tls ?? TestAuthority.shared.get().server()
    try await serving(poller, tls: identity, limits: limits, handler: handler, body)
  }

  /// Whether a call that is to end at its deadline does so within 50 ms, never before, in one of four attempts: the
  /// other tests of the process may hold up the machine, but an engine that is late is late each time.
  ///
  /// - Parameter lateness: Makes the call and gives how much later than its deadline it ended, nanoseconds.
  static func endsInTime(_ lateness: () async throws -> Int64) async throws -> Bool {
    for _ in 1...4 {
      let late = try await lateness()
      if late < 0 { return false }
      if late < 50_000_000 { return true }
    }
    return false
  }

  /// Asks again and again until the answer is yes; false when the time is up.
  static func eventually(within time: Duration = .seconds(20), _ condition: () async -> Bool) async throws -> Bool {
    let limit = MonotonicTime.now + time
    while !(await condition()) {
      if MonotonicTime.now > limit { return false }
      try await EventLoop.sleep(for: .milliseconds(1))
    }
    return true
  }
}
