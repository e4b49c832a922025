import AgentContracts

/// The routes that a monitor reads; they are answered out of turn, so that an agent under load can be watched.
extension ReferenceAgent {
  func monitor(_ operation: OperationKey) async -> JSON {
    let now = clock.now()
    switch operation {
    case .connections: return ["active_connections": .integer(await activeConnections())]
    case .breakers: return breakerReport(at: now)
    case .cacheStats: return desk.withLock { $0.cacheReport(at: now) }
    default: return await metrics(at: now)
    }
  }

  private func metrics(at now: Duration) async -> JSON {
    let load = gate.load
    let connections = await activeConnections()
    let conversations = desk.withLock { $0.count }
    let named =
      configuration.contract.operations.map { (AgentRoute.operation($0.key), $0.label) }
      + [(.description, "description"), (.other, "other")]
    // Under the lock: a copy of the counts would be copied once more by the next request that is counted.
    return traffic.withLock { traffic in
      func counts(ofMonitoring isMonitoring: Bool) -> JSON {
        .object(
          named.filter { $0.0.isMonitoring == isMonitoring }.compactMap { route, name in
            traffic.answered[route].map { (name, .integer($0)) }
          })
      }
      let recent = traffic.recent(at: now)
      return [
        "avg_response_time": .number(recent.averageResponseTime), "error_rate": .number(recent.errorRate),
        "requests_per_second": .number(recent.requestsPerSecond), "active_connections": .integer(connections),
        "requests_total": .integer(traffic.total), "errors_total": .integer(traffic.errors),
        "cancelled_total": .integer(traffic.cancelled), "requests_by_route": counts(ofMonitoring: false),
        "monitoring_requests_by_route": counts(ofMonitoring: true), "working": .integer(load.running),
        "waiting": .integer(load.waiting), "parallelism": .integer(configuration.parallelism),
        "conversations": .integer(conversations),
      ]
    }
  }

  private func breakerReport(at now: Duration) -> JSON {
    // Looking is what makes recovery take effect, so the state is brought up to date before it is copied.
    var (state, breaker) = breaker.withLock { ($0.state(at: now), $0) }
    return [
      "open_circuits": state == .open ? ["llm"] : [], "healthy": .bool(state == .closed),
      "peak_probes": .integer(breaker.peakProbes), "rejections": .integer(breaker.rejections),
      "changes": .array(
        breaker.changes.map { change in
          .members(
            ("breaker", "llm"), ("number", .integer(change.number)), ("state", .string(change.state.rawValue)),
            ("seconds_ago", .number((now - change.at) / .seconds(1))), ("failures", change.failures.map(JSON.integer)))
        }),
      "breakers": [
        "llm": [
          "state": .string(state.rawValue), "failures": .integer(breaker.failures),
          "successes": .integer(breaker.successes), "rejections": .integer(breaker.rejections),
          "openings": .integer(breaker.openings),
          "retry_after_seconds": .number(breaker.remaining(at: now) / .seconds(1)),
        ]
      ],
    ]
  }
}
