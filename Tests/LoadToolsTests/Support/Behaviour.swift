import LoadEngine
import TestSupport

/// How a server behaves that stands in for the agent.
enum Behaviour: Sendable {
  case answers
  /// Answers its health route alone.
  case hangs
  case hangsAtHealth
  /// Answers its health route and the monitoring calls.
  case hangsUnderLoad
}

extension CountingServer {
  var url: String { "http://127.0.0.1:\(port)" }

  /// Runs `body` with a stand-in for the agent that is stopped afterwards.
  static func with<R: Sendable>(_ behaviour: Behaviour, _ body: (CountingServer) async throws -> R) async throws -> R {
    try await with { _, request, _ in
      let isHealth = request.path == "/health"
      let isMonitoring = isHealth || request.path.hasPrefix("/metrics") || request.path.hasPrefix("/cache")
      if behaviour == .hangsAtHealth || behaviour == .hangs && !isHealth
        || behaviour == .hangsUnderLoad && !isMonitoring
      {
        // Ended with the server.
        try? await EventLoop.sleep(for: .seconds(60))
      }
      return HTTPServerReply(
        status: 200,
        body: Array(#"{"status":"healthy","conversation_id":"c1","response":"a long enough answer"}"#.utf8))
    } _: {
      try await body($0)
    }
  }
}
