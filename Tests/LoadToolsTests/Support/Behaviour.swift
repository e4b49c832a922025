import LoadEngine
import TestSupport

/// How a server behaves that stands in for the agent.
enum Behaviour: Sendable {
  case answers
  /// Answers its health route and the trial, and nothing after that.
  case hangs
  case hangsAtHealth
  /// Answers its health route, the trial and the monitoring calls.
  case hangsUnderLoad
}

extension CountingServer {
  var url: String { "http://127.0.0.1:\(port)" }

  /// Runs `body` with a stand-in for the agent that is stopped afterwards.
  static func with<R: Sendable>(_ behaviour: Behaviour, _ body: (CountingServer) async throws -> R) async throws -> R {
    try await with { server, request, _ in
      // The trial's last call is the first of these.
      let isTried = server.received(path: "/conversation/c1/end") > (request.path.hasSuffix("/end") ? 1 : 0)
      let isHealth = request.path == "/health" || !isTried && request.path.hasPrefix("/conversation")
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
