import Synchronization

/// A small HTTP/1.1 server over event loops: what the reference agent and the engine's own tests stand on.
public final class HTTPServer: Sendable {
  /// Answers one request; runs on the connection's loop.
  public typealias Handler = @Sendable (HTTPRequest) async -> HTTPServerReply

  private let listener: LoopBound<Listener>
  private let connections: [LoopBound<HTTPServerConnections>]
  /// The port it listens on.
  public let port: Int

  private init(listener: LoopBound<Listener>, connections: [LoopBound<HTTPServerConnections>], port: Int) {
    self.listener = listener
    self.connections = connections
    self.port = port
  }

  /// Listens and answers until ``stop()``.
  ///
  /// - Parameters:
  ///   - host: A local name or address.
  ///   - port: 0 takes a free port.
  ///   - tls: Speaks https with this certificate; `nil` speaks http.
  ///   - loops: Connections are dealt out to them in turn; at least one.
  ///   - limits: What one client may send; `bounds` are for all of them.
  /// - Throws: ``ResolveError``, ``SystemError`` when the port cannot be had, or ``TLSConfigurationError``.
  public static func start(
    host: String = "127.0.0.1", port: Int = 0, tls: TLSServerConfiguration? = nil, loops: [EventLoop],
    limits: HTTPLimits = HTTPLimits(), bounds: HTTPServerBounds = HTTPServerBounds(), handler: @escaping Handler
  ) async throws -> HTTPServer {
    let context = try tls.map { try TLSContext($0) }
    let address = try await Resolver.resolve(host: host, port: port)[0]
    let connections = loops.map { loop in
      LoopBound(
        HTTPServerConnections(loop: loop, tls: context, limits: limits, bounds: bounds, handler: handler), to: loop)
    }
    let (listener, bound) = try await loops[0].run {
      // Only touched by this listener's own loop, one accept after the other.
      var next = 0
      let listener = try Listener(at: address, on: loops[0]) { descriptor in
        let chosen = connections[next % connections.count]
        next += 1
        chosen.loop.execute { chosen.value.open(descriptor) }
      }
      return (LoopBound(listener, to: loops[0]), listener.address.port)
    }
    return HTTPServer(listener: listener, connections: connections, port: bound)
  }

  /// Connections that are open.
  public func openConnections() async -> Int {
    var sum = 0
    for part in connections {
      sum += await part.loop.run { part.value.count }
    }
    return sum
  }

  /// Closes the listener and all connections, cancels the handlers' tasks, and returns when the last has returned.
  public func stop() async {
    let listener = listener
    await listener.loop.run { listener.value.close() }
    for part in connections {
      await part.loop.run { part.value.closeAll() }
      await withCheckedContinuation { continuation in
        part.loop.execute { part.value.whenDrained { continuation.resume() } }
      }
    }
  }
}

/// A server's answer to one request.
public struct HTTPServerReply: Sendable {
  public var status: Int
  public var headers: [(String, String)]
  public var body: [UInt8]
  /// For an answer whose end is not known before: asked for what follows `body`, again and again, each time when the client
  /// has taken what came before; `nil` ends the answer, and its connection. It runs in a task that is cancelled when the
  /// client is gone.
  public var rest: (@Sendable () async -> [UInt8]?)?

  public init(
    status: Int, headers: [(String, String)] = [], body: [UInt8] = [], rest: (@Sendable () async -> [UInt8]?)? = nil
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.rest = rest
  }
}

/// What a server grants its clients.
public struct HTTPServerBounds: Sendable {
  /// How long a request may take to come whole, from its first byte or, the first of a connection, from the connect;
  /// slower clients get a 408 and are closed, silent ones are only closed.
  public var patience: Duration
  /// Most bytes of such requests that each loop holds for all its connections; what goes beyond gets a 503.
  public var heldBytes: Int
  /// Most connections of each loop; who comes beyond is closed at once.
  public var connections: Int

  public init(patience: Duration = .seconds(30), heldBytes: Int = 16 << 20, connections: Int = .max) {
    self.patience = patience
    self.heldBytes = heldBytes
    self.connections = connections
  }
}
