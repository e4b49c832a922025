import Foundation
import Synchronization
import TestSupport

@testable import LoadEngine

/// Servers that follow a script, with a proxy before them.
enum Proxied {
  /// Runs a body with a proxy before a server.
  static func run(
    _ script: @escaping RawServer.Script, _ body: @escaping @Sendable (FaultProxy, RawServer) async throws -> Void
  ) async throws {
    try await RawServer.run(script) { server in
      let loop = try EventLoop(name: "proxy")
      let proxy = try await FaultProxy.start(target: ("127.0.0.1", server.port), seed: 5, on: loop)
      try await withCleanUp({
        await proxy.stop()
        await loop.shutDown()
      }) { try await body(proxy, server) }
    }
  }

  /// Off the cooperative threads: sockets here block.
  static func apart<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Result(catching: body)) }
    }
  }

  /// The same with a connection to the proxy.
  static func connected<R: Sendable>(
    to proxy: FaultProxy, _ body: @escaping @Sendable (RawSocket) throws -> R
  ) async throws -> R {
    try await apart {
      let socket = try RawSocket(connectedTo: proxy.port)
      defer { socket.close() }
      return try body(socket)
    }
  }

  /// Waits until so many bytes of clients have come, all in all.
  static func arrival(of bytes: Int, at proxy: FaultProxy) async throws -> Bool {
    try await OnLoop.eventually { await proxy.counts().bytesFromClients >= bytes }
  }

  static let echo: RawServer.Script = { socket, _ in
    while case let bytes = socket.readSome(), !bytes.isEmpty { socket.send(bytes) }
  }
}

/// The requests that a server has seen, as they came.
final class SeenRequests: Sendable {
  private let requests = Mutex<[String]>([])

  var all: [String] { requests.withLock { $0 } }
  /// Method and path of each.
  var names: [String] { all.map { $0.split(separator: " ").prefix(2).joined(separator: " ") } }

  /// Answers each request, whose bytes end with a mark, by what is made of it.
  func answering(
    until mark: String = "\r\n\r\n", _ answer: @escaping @Sendable (String) -> String
  ) -> RawServer.Script {
    { [self] socket, _ in
      while case let request = socket.read(until: mark), !request.isEmpty {
        requests.withLock { $0.append(request) }
        if !socket.send(answer(request)) { return }
      }
    }
  }
}
