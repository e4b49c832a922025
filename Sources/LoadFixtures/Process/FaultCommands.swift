/// Commands that make troubles in a deployment of one's own and end them (`LOAD_FAULT_CACHE_BEGIN`, `..._END` ...).
package struct FaultCommands: FaultCarrier {
  package let name = "commands (LOAD_FAULT_*)"
  /// By what they break, as the variables have it.
  private let commands: [String: (begin: SideCommand, end: SideCommand)]
  private let target: String
  private let secrets: Secrets

  /// - Parameter accounts: Secrets of a file of accounts, which may stand in no output either.
  /// - Throws: ``ConfigurationError`` for what is no command, or names no program.
  package init(_ environment: TargetEnvironment, hiding accounts: [String] = []) throws(ConfigurationError) {
    let secrets = Secrets(environment.ownSecrets + accounts)
    var commands: [String: (SideCommand, SideCommand)] = [:]
    for (name, begin, end) in EnvironmentVariable.faults {
      guard let fault = environment.faults[name] else { continue }
      commands[name] = (
        try SideCommand(fault.begin, variable: begin.rawValue, hiding: secrets),
        try SideCommand(fault.end, variable: end.rawValue, hiding: secrets)
      )
    }
    self.commands = commands
    target = if case .remote(let url) = environment.target { url.description } else { "" }
    self.secrets = secrets
  }

  package func carries(_ kind: Fault.Kind) -> Bool { command(for: kind) != nil }

  package func begin(_ kind: Fault.Kind) async throws -> SideCommandOutcome? {
    try await run(command(for: kind)?.begin)
  }

  package func end(_ kind: Fault.Kind) async throws -> SideCommandOutcome? {
    try await run(command(for: kind)?.end)
  }

  private func command(for kind: Fault.Kind) -> (begin: SideCommand, end: SideCommand)? {
    switch kind {
    case .lose(let dependency): commands[dependency.rawValue]
    case .memoryPressure: commands["memory"]
    case .freeze, .network: nil
    }
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
