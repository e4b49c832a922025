import Foundation

/// The users of the agent, by the names that options, help and records have for them: the one table of them.
package enum AgentUsers {
  private static let all = [Kind(SalesUser.self), Kind(StressUser.self)]

  package static var names: [String] { all.map { $0.type.name } }

  static func named(_ name: String) -> (any AgentUser.Type)? {
    all.first { $0.type.name == name }?.type
  }

  /// What carries the load of such users; of one that stands in no table, a test's, a little slower.
  static func kind(of user: any AgentUser.Type) -> Kind {
    func open<User: AgentUser>(_ user: User.Type) -> Kind { Kind(user) }
    return all.first { $0.type == user } ?? open(user)
  }

  struct Kind: Sendable {
    let type: any AgentUser.Type
    let load: @Sendable (Preflight, CallCatalogue) -> LoadRun.Load

    // Inlined where the type is known: executor and runner are then made for this user.
    @inline(__always)
    init<User: AgentUser>(_ user: User.Type) {
      type = user
      load = { preflight, catalogue in
        LoadRun.Load(
          preflight: preflight, call: catalogue.healthCall, authorization: catalogue.givenAuthorization,
          metrics: catalogue
        ) { context in
          User(context, agent: AgentClient(caller: context.caller, catalogue: catalogue))
        }
      }
    }
  }
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
}
