import AgentContracts
import LoadEngine
import Synchronization

/// An agent that says hostile things wherever it may say something, by a contract that has them in its names.
enum HostileAgent {
  static func contract() throws -> AgentContract { try .lax(name: HostileText.name, phases: phases) }

  private static let phases = ["1", "2"].map { HostileText.name + $0 }
  private static let readings = Mutex(0)

  static func answer(_ request: HTTPRequest) -> HTTPServerReply {
    let word = JSON.string(HostileText.words[0])
    switch request.path {
    case "/auth/login": return reply(["access_token": "issued-by-this-target", "expires_in": 3600])
    case "/health": return reply(["status": word])
    case "/conversation/start": return reply(["conversation_id": word, "phase": .string(phases[0])])
    case "/predictive/roi-projection":
      return reply(["roi_projection": ["annual_value": word, "net_benefit": "-1"], "confidence": 1])
    case "/metrics": return reply(["avg_response_time": word, "error_rate": word, "requests_per_second": word])
    case "/metrics/connections": return reply(["active_connections": word])
    case "/metrics/circuit-breakers": return breakers()
    case "/cache/stats": return reply(["hit_rate": word, "total_keys": word])
    case let path where path.hasSuffix("/message"): return reply(["response": word, "phase": .string(phases[1])])
    case let path where path.hasSuffix("/tier"): return reply(["tier": word, "basis": "profile"])
    case let path where path.hasSuffix("/end"): return reply(.object([]))
    default: return reply(["error": ["code": word, "message": word]], status: 500)
    }
  }

  private static func breakers() -> HTTPServerReply {
    let number = readings.withLock { readings in
      readings += 1
      return readings
    }
    let changes = HostileText.words.map { word in
      JSON.object([
        ("breaker", .string(word)), ("number", .integer(number)), ("state", "open"), ("seconds_ago", 0),
        ("failures", 5),
      ])
    }
    return reply([
      "open_circuits": .array(HostileText.words.map(JSON.string)), "changes": .array(changes),
      "peak_probes": .string(HostileText.words[1]),
    ])
  }

  private static func reply(_ body: JSON, status: Int = 200) -> HTTPServerReply {
    HTTPServerReply(status: status, headers: [("Content-Type", "application/json")], body: body.bytes)
  }
}
