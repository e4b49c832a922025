import AgentContracts
import LoadEngine

/// One user of a scenario through one conversation, without pauses, with every request and answer told.
package struct DebugRun: Sendable {
  private let environment: TargetEnvironment
  private let user: any AgentUser.Type
  /// Calls at most: a conversation of a user that never ends it ends here.
  private static let mostCalls = 200

  /// - Throws: ``ConfigurationError`` for a user class that does not exist.
  package init(_ environment: TargetEnvironment, user name: String) throws(ConfigurationError) {
    guard let user = AgentUsers.named(environment.userClass ?? name) else {
      throw ConfigurationError(.userClass, value: name, allowed: AgentUsers.names.joined(separator: ", "))
    }
    self.user = user
    self.environment = environment
  }

  /// Makes the calls and tells each of them as text.
  ///
  /// - Returns: How many calls failed.
  /// - Throws: As ``ContractCheck/init(_:)``.
  package func run(scenario: String, telling tell: @escaping @Sendable (String) -> Void) async throws -> Int {
    let target = try await PreparedTarget(environment)
    let result = await Result {
      try await OpenTarget.with(environment, target, scenario: scenario) { [user] open in
        tell("\(user.name) by the contract \(open.catalogue.contract.name)\(open.reason.map { ": \($0)" } ?? "")\n")
        return try await Self.converse(as: user, open, tell)
      }
    }
    await target.release()
    return try result.get()
  }

  private static func converse<User: AgentUser>(
    as user: User.Type, _ open: OpenTarget, _ tell: @escaping @Sendable (String) -> Void
  ) async throws -> Int {
    let secrets = open.catalogue.secrets
    return try await open.converse(
      telling: { request, outcome in tell(text(of: request, outcome, hiding: secrets).inertLines) }
    ) { caller in
      let context = UserContext(
        random: SeededRandom(seed: open.catalogue.run.seed, user: 0), caller: caller.agent.caller)
      var user = User(context, agent: caller.agent)
      var failures = 0
      let handle = caller.agent.user
      while handle.calls < mostCalls {
        do {
          _ = try await user.iterate()
        } catch is CallFailure {
          failures += 1
          if failures >= 5 { break }
        }
        if handle.buffer.hasEndedConversation { break }
      }
      user.leave()
      return failures
    }
  }

  /// Scalars of a body that are shown.
  private static let mostBody = 4000

  private static func text(
    of request: OutgoingRequest, _ outcome: CallOutcome, hiding secrets: Secrets
  ) -> String {
    var lines = ["> \(request.head.method) \(request.target)"]
    lines += request.fields.map { field in
      let isSecret = ["authorization", "cookie", "x-api-key"].contains(field.name.lowercased())
      return "> \(field.name): \(isSecret ? Secrets.redacted : field.value)"
    }
    if let body = request.body { lines.append("> " + Self.body(body, hiding: secrets)) }
    let time = NumberFormat.milliseconds(Double(outcome.timings.end - outcome.timings.start) / 1e6)
    switch outcome.result {
    case .success(let response):
      lines.append("< \(response.status) in \(time)")
      if !response.body.isEmpty { lines.append("< " + Self.body(response.body, hiding: secrets)) }
    case .failure(let error):
      lines.append("< \(FailureKind(error).label) after \(time)\(error.detail.map { ": \($0)" } ?? "")")
    }
    return secrets.redacted(lines.joined(separator: "\n")) + "\n"
  }

  private static func body(_ bytes: [UInt8], hiding secrets: Secrets) -> String {
    // Secrets first: of one that is cut the beginning would be shown.
    let text = secrets.redacted(String(decoding: bytes.prefix(4 * mostBody), as: UTF8.self)).cut(to: mostBody)
    return text + (bytes.count > mostBody ? " (\(bytes.count) bytes)" : "")
  }
}

extension String {
  /// Each line without power over a terminal.
  fileprivate var inertLines: String {
    split(separator: "\n", omittingEmptySubsequences: false).map { String($0).neutralised }.joined(separator: "\n")
  }
}
