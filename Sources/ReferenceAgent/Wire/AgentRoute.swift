/// The calls of the documented contract, under the names that reports use.
package enum AgentRoute: String, CaseIterable, Sendable {
  case login, start, message, tier, roi, analytics, health, end, summary, update
  case failingDependency = "failing dependency"
  case fallback
  case metrics, connections, breakers
  case cacheStats = "cache stats"
  /// Anything that no row of the contract names.
  case other

  /// Reads of the agent's own state: they take no service time and are counted apart from the load.
  package var isMonitoring: Bool {
    switch self {
    case .metrics, .connections, .breakers, .cacheStats: true
    default: false
    }
  }

  /// A monitor must be able to look at an agent that it has no account for.
  var needsLogin: Bool {
    switch self {
    case .login, .health, .other: false
    default: !isMonitoring
    }
  }

  /// What a method and path ask for.
  enum Match: Equatable {
    case route(AgentRoute, id: String)
    case wrongMethod(allowed: String)
    case unknown
  }

  static func match(method: String, path: String) -> Match {
    let target = path.utf8.prefix { $0 != UInt8(ascii: "?") }
    let segments = target.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map { Substring($0) }
    guard segments.first == "", let (allowed, route, id) = resource(segments.dropFirst()) else { return .unknown }
    return method == allowed ? .route(route, id: String(id)) : .wrongMethod(allowed: allowed)
  }

  private static func resource(_ path: ArraySlice<Substring>) -> (String, AgentRoute, Substring)? {
    let parts = Array(path)
    switch parts.count {
    case 1 where parts[0] == "health": return ("GET", .health, "")
    case 1 where parts[0] == "metrics": return ("GET", .metrics, "")
    case 2: return pair(parts[0], parts[1]).map { ($0.0, $0.1, "") }
    case 3 where parts[0] == "conversation" && !parts[1].isEmpty:
      return conversation(parts[2]).map { ($0.0, $0.1, parts[1]) }
    case 3 where parts[0] == "analytics" && parts[1] == "conversation" && !parts[2].isEmpty:
      return ("GET", .analytics, parts[2])
    default: return nil
    }
  }

  private static func pair(_ first: Substring, _ second: Substring) -> (String, AgentRoute)? {
    switch (first, second) {
    case ("auth", "login"): ("POST", .login)
    case ("conversation", "start"): ("POST", .start)
    case ("conversation", "timeout-test"): ("POST", .failingDependency)
    case ("conversation", "force-fallback"): ("POST", .fallback)
    case ("predictive", "roi-projection"): ("POST", .roi)
    case ("metrics", "connections"): ("GET", .connections)
    case ("metrics", "circuit-breakers"): ("GET", .breakers)
    case ("cache", "stats"): ("GET", .cacheStats)
    default: nil
    }
  }

  private static func conversation(_ action: Substring) -> (String, AgentRoute)? {
    switch action {
    case "message": ("POST", .message)
    case "tier": ("GET", .tier)
    case "end": ("POST", .end)
    case "summary": ("GET", .summary)
    case "update": ("PUT", .update)
    default: nil
    }
  }
}
