/// Commands that make troubles in a deployment of one's own and end them (`LOAD_FAULT_CACHE_BEGIN`, `..._END` ...).
package struct FaultCommands: FaultCarrier {
  package let name = "commands (LOAD_FAULT_*)"
  private let commands: [Fault.Dependency: (begin: SideCommand, end: SideCommand)]
  private let target: String
  private let secrets: Secrets

  /// - Parameter accounts: Secrets of a file of accounts, which may stand in no output either.
  /// - Throws: ``ConfigurationError`` for what is no command, or names no program.
  package init(_ environment: TargetEnvironment, hiding accounts: [String] = []) throws(ConfigurationError) {
    var commands: [Fault.Dependency: (SideCommand, SideCommand)] = [:]
    for dependency in Fault.Dependency.allCases {
      guard let fault = environment.faults[dependency.rawValue],
        let variables = EnvironmentVariable.faults.first(where: { $0.name == dependency.rawValue })
      else { continue }
      commands[dependency] = (
        try SideCommand(fault.begin, variable: variables.begin.rawValue),
        try SideCommand(fault.end, variable: variables.end.rawValue)
      )
    }
    self.commands = commands
    target = if case .remote(let url) = environment.target { url.description } else { "" }
    let own = [environment.credentials?.email, environment.credentials?.password, environment.credentials?.token]
    secrets = Secrets(own.compactMap(\.self) + accounts)
  }

  package func carries(_ kind: Fault.Kind) -> Bool { command(for: kind) != nil }

  package func begin(_ kind: Fault.Kind) async throws -> SideCommandOutcome? {
    try await run(command(for: kind)?.begin)
  }

  package func end(_ kind: Fault.Kind) async throws -> SideCommandOutcome? {
    try await run(command(for: kind)?.end)
  }

  private func command(for kind: Fault.Kind) -> (begin: SideCommand, end: SideCommand)? {
    guard case .lose(let dependency) = kind else { return nil }
    return commands[dependency]
  }

  private func run(_ command: SideCommand?) async throws -> SideCommandOutcome? {
    guard let outcome = try await command?.run(target: target, secrets: secrets) else { return nil }
    guard outcome.succeeded else { throw Failure(description: "\(command?.variable ?? "") \(outcome.summary)") }
    return outcome
  }

  /// A command that did not do what it should.
  private struct Failure: Error, CustomStringConvertible {
    let description: String
  }
}
