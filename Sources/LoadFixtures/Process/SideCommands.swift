/// The commands before and after each run (`LOAD_PREPARE`, `LOAD_CLEANUP`).
package struct SideCommands: Sendable {
  private let prepare: SideCommand?
  private let cleanUp: SideCommand?

  /// - Throws: ``ConfigurationError`` for what is no command, or names no program.
  package init(_ environment: TargetEnvironment) throws(ConfigurationError) {
    func command(_ text: String?, _ variable: EnvironmentVariable) throws(ConfigurationError) -> SideCommand? {
      guard let text else { return nil }
      return try SideCommand(text, variable: variable.rawValue, hiding: Secrets(environment.ownSecrets))
    }
    prepare = try command(environment.prepare, .prepare)
    cleanUp = try command(environment.cleanUp, .cleanUp)
  }

  /// Makes a run between the two commands. Clean-up follows whatever became of the run.
  ///
  /// - Parameters:
  ///   - accounts: Secrets of a file of accounts, which may stand in no output either.
  ///   - run: Is given the reason, a sentence, when preparing failed and no load may be sent.
  func around(
    _ environment: TargetEnvironment, hiding accounts: [String] = [], log: Log,
    _ run: (String?) async throws -> RunRecord
  ) async throws -> RunRecord {
    let target: String = if case .remote(let url) = environment.target { url.description } else { "" }
    let secrets = Secrets(environment.ownSecrets + accounts)
    var prepared: SideCommandOutcome?
    let result = await Result {
      prepared = try await prepare?.run(target: target, secrets: secrets)
      let refusal = prepared.flatMap { $0.succeeded ? nil : "LOAD_PREPARE \($0.summary)" }
      return try await run(refusal)
    }
    var cleanedUp: SideCommandOutcome?
    if let cleanUp {
      // A task of its own: one that was cancelled would end the command.
      cleanedUp = try await Task { try await cleanUp.run(target: target, secrets: secrets) }.value
    }
    if let cleanedUp, !cleanedUp.succeeded { log.warning("LOAD_CLEANUP \(cleanedUp.summary)") }
    var record = try result.get()
    (record.prepared, record.cleanedUp) = (prepared, cleanedUp)
    if let cleanedUp, !cleanedUp.succeeded { record.notes.append("LOAD_CLEANUP \(cleanedUp.summary).") }
    return record
  }
}
