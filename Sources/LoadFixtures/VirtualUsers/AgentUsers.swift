import Foundation

/// The users of the agent that scenarios and options can name: the one table of them.
package enum AgentUsers {
  static let all: [any AgentUser.Type] = [SalesUser.self, StressUser.self]

  package static var names: [String] { all.map { $0.name } }
}

extension TargetEnvironment {
  /// The environment of this process.
  package static func current() throws(ConfigurationError) -> TargetEnvironment {
    try TargetEnvironment(environment: ProcessInfo.processInfo.environment)
  }

  /// Reads the variables; an unset one has its default, a malformed one is an error.
  package init(environment: [String: String]) throws(ConfigurationError) {
    try self.init(environment: environment, userClasses: AgentUsers.names)
  }

  /// The users that take the place of each scenario's own.
  var user: (any AgentUser.Type)? { AgentUsers.all.first { $0.name == userClass } }
}
