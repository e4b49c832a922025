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
  enum Match {
    case route(AgentRoute, id: String)
    case wrongMethod(allowed: String)
    case unknown
  }

  static func match(method: String, path: String) -> Match {
    let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { Substring($0) }
    guard parts.first == "", (2...4).contains(parts.count),
      let (allowed, route, id) = resource(
        parts[1], parts.count > 2 ? parts[2] : nil, parts.count > 3 ? parts[3] : nil)
    else { return .unknown }
    return method == allowed ? .route(route, id: String(id)) : .wrongMethod(allowed: allowed)
  }

  /// The documented paths, those that are called most first.
  private static func resource(
    _ first: Substring, _ second: Substring?, _ third: Substring?
  ) -> (method: String, route: AgentRoute, id: Substring)? {
    switch (first, second, third) {
    case ("conversation", "", _), ("analytics", _, ""): nil
    case ("conversation", let id?, "message"): ("POST", .message, id)
    case ("conversation", let id?, "tier"): ("GET", .tier, id)
    case ("conversation", let id?, "end"): ("POST", .end, id)
    case ("conversation", let id?, "summary"): ("GET", .summary, id)
    case ("conversation", let id?, "update"): ("PUT", .update, id)
    case ("conversation", "start", nil): ("POST", .start, "")
    case ("conversation", "timeout-test", nil): ("POST", .failingDependency, "")
    case ("conversation", "force-fallback", nil): ("POST", .fallback, "")
    case ("predictive", "roi-projection", nil): ("POST", .roi, "")
    case ("analytics", "conversation", let id?): ("GET", .analytics, id)
    case ("health", nil, nil): ("GET", .health, "")
    case ("auth", "login", nil): ("POST", .login, "")
    case ("metrics", nil, nil): ("GET", .metrics, "")
    case ("metrics", "connections", nil): ("GET", .connections, "")
    case ("metrics", "circuit-breakers", nil): ("GET", .breakers, "")
    case ("cache", "stats", nil): ("GET", .cacheStats, "")
    default: nil
    }
  }
}
