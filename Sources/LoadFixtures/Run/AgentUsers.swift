import Foundation

/// The users of the agent, by the names that options, help and records have for them: the one table of them.
package enum AgentUsers {
  private static let all: [any AgentUser.Type] = [
    SalesUser.self, StressUser.self, CacheUser.self, CircuitBreakerUser.self,
  ]

  package static var names: [String] { all.map { $0.name } }

  /// What the Python suite called them.
  package static let formerNames = [
    "NGXVoiceSalesUser": "SalesUser", "StressTestUser": "StressUser", "CacheStressUser": "CacheUser",
    "CircuitBreakerTestUser": "CircuitBreakerUser",
  ]

  static func named(_ name: String) -> (any AgentUser.Type)? {
    all.first { $0.name == formerNames[name] ?? name }
  }
}

extension TargetEnvironment {
  /// The environment of this process.
  package static func current() throws(ConfigurationError) -> TargetEnvironment {
    try TargetEnvironment(environment: ProcessInfo.processInfo.environment)
  }

  /// Reads the variables; an unset one has its default, a malformed one is an error.
  package init(environment: [String: String]) throws(ConfigurationError) {
    try self.init(
      environment: environment,
      names: Names(
        userClasses: AgentUsers.names, formerUserClasses: AgentUsers.formerNames,
        locales: CustomerLocale.allCases.map(\.rawValue),
        texts: TextVariety.allCases.map(\.rawValue), dataOrders: DataAssignment.Order.allCases.map(\.rawValue),
        dataEnds: DataAssignment.End.allCases.map(\.rawValue)))
  }
}
