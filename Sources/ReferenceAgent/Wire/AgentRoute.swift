import AgentContracts

/// What a request is counted as.
package enum AgentRoute: Hashable, Sendable {
  /// An operation of the contract; one for an unknown conversation is counted as the message that it looks like.
  case operation(OperationKey)
  /// What the agent says of itself: its name at `/` and its operations at `/openapi.json`.
  case description
  /// Anything that the contract does not name.
  case other

  /// Reads of the agent's own state: they take no service time and are counted apart from the load.
  package var isMonitoring: Bool {
    switch self {
    case .operation(let key): key.isMonitoring
    case .description: true
    case .other: false
    }
  }
}

extension OperationKey {
  /// Whether it reads the agent's own state.
  var isMonitoring: Bool {
    switch self {
    case .metrics, .connections, .breakers, .cacheStats: true
    default: false
    }
  }
}

extension Dictionary where Key == AgentRoute {
  /// What is held for an operation.
  package subscript(operation: OperationKey) -> Value? { self[.operation(operation)] }
}
