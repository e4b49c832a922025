import LoadEngine
import Synchronization

/// An HTTP server on a loop of its own that keeps count of what it is asked.
public final class CountingServer: Sendable {
  private struct State {
    var paths: [String: Int] = [:]
    var arrivals: [MonotonicTime] = []
    var isOver = false
    var silent: [CheckedContinuation<Void, Never>] = []
  }

  /// The server's.
  public let loop: EventLoop
  private let state = Mutex(State())
  private let running = Mutex<HTTPServer?>(nil)

  private init(loop: EventLoop) {
    self.loop = loop
  }

  /// Where it listens.
  public var port: Int { running.withLock { $0?.port ?? 0 } }
  /// Requests that came, answered or not.
  public var received: Int { state.withLock { $0.arrivals.count } }
  /// When they came.
  public var arrivals: [MonotonicTime] { state.withLock { $0.arrivals } }

  /// Connections that are open.
  public func connections() async -> Int { await running.withLock { $0 }?.openConnections() ?? 0 }

  /// Requests that came for a path.
  public func received(path: String) -> Int { state.withLock { $0.paths[path] ?? 0 } }

  /// Never answers; returns when the server ends.
  public func silence() async {
    await withCheckedContinuation { continuation in
      let isOver = state.withLock { state in
        if !state.isOver { state.silent.append(continuation) }
        return state.isOver
      }
      if isOver { continuation.resume() }
    }
  }

  /// Runs `body` with a server that is stopped afterwards.
  ///
  /// - Parameter handler: Given the request's number from 0.
  public static func with<R: Sendable>(
    handler: @escaping @Sendable (CountingServer, HTTPRequest, Int) async -> HTTPServerReply = { _, _, _ in .ok },
    _ body: (CountingServer) async throws -> R
  ) async throws -> R {
    let server = CountingServer(loop: try EventLoop(name: "counting-server"))
    let http = try await HTTPServer.start(loops: [server.loop]) { request in
      await handler(server, request, server.note(request))
    }
    server.running.withLock { $0 = http }
    return try await withCleanUp({ await server.stop() }) { try await body(server) }
  }

  private func note(_ request: HTTPRequest) -> Int {
    let now = MonotonicTime.now
    return state.withLock { state in
      state.paths[request.path, default: 0] += 1
      state.arrivals.append(now)
      return state.arrivals.count - 1
    }
  }

  private func stop() async {
    let silent = state.withLock { state in
      state.isOver = true
      defer { state.silent = [] }
      return state.silent
    }
    for continuation in silent { continuation.resume() }
    await running.withLock { $0 }?.stop()
    await loop.shutDown()
  }
}

extension HTTPServerReply {
  /// A small answer.
  public static let ok = HTTPServerReply(status: 200, body: Array("ok".utf8))
}
