import LoadEngine
import Synchronization

/// A server that stands in for the agent, and remembers when it was asked.
final class Target: Sendable {
  enum Mood: Sendable {
    case answers
    /// Answers its health route alone.
    case hangs
    case hangsAtHealth
    /// Answers its health route and what tells of itself.
    case hangsUnderLoad
  }

  private let arrivals = Mutex<[MonotonicTime]>([])
  private let loop: EventLoop
  private let server = Mutex<HTTPServer?>(nil)

  private init() throws { loop = try EventLoop(name: "target") }

  var url: String { "http://127.0.0.1:\(server.withLock { $0?.port ?? 0 })" }
  var requests: Int { arrivals.withLock { $0.count } }
  /// The last request; a monitoring call counts as one.
  var lastRequest: MonotonicTime? { arrivals.withLock { $0.last } }

  func openConnections() async -> Int { await server.withLock { $0 }?.openConnections() ?? 0 }

  /// Runs `body` with a target that is stopped afterwards.
  static func with<R: Sendable>(_ mood: Mood = .answers, _ body: (Target) async throws -> R) async throws -> R {
    let target = try Target()
    let server = try await HTTPServer.start(loops: [target.loop]) { request in
      target.arrivals.withLock { $0.append(.now) }
      let isHealth = request.path == "/health"
      let tellsOfItself = isHealth || request.path.hasPrefix("/metrics") || request.path.hasPrefix("/cache")
      if mood == .hangsAtHealth || mood == .hangs && !isHealth || mood == .hangsUnderLoad && !tellsOfItself {
        // Ended with the server.
        try? await EventLoop.sleep(for: .seconds(60))
      }
      return HTTPServerReply(
        status: 200,
        body: Array(#"{"status":"healthy","conversation_id":"c1","response":"a long enough answer"}"#.utf8))
    }
    target.server.withLock { $0 = server }
    let result: Result<R, any Error>
    do { result = .success(try await body(target)) } catch { result = .failure(error) }
    await server.stop()
    await target.loop.shutDown()
    return try result.get()
  }
}
