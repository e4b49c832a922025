import LoadEngine

/// The calls of a contract, laid out once for a target and shared by all users of a run.
final class CallCatalogue: Sendable {
  /// How one call is made.
  struct PreparedCall: Sendable {
    let head: RequestHead
    let needsConversation: Bool
    let authorized: Bool
    let success: [Int]
  }

  let contract: AgentContract
  /// `nil` when the contract has no rule for tiers.
  let tierJudge: TierJudge?
  let credentials: Credentials
  /// The credentials and what log-ins are answered with.
  let secrets: Secrets
  /// The header of a token that was given from outside, in place of a log-in.
  let givenAuthorization: HeaderLines?
  /// For each call, connecting included.
  let timeout: Duration
  /// Most body bytes that are kept of an answer that is judged by them.
  let bodyLimit: Int
  /// Marks this run's conversations in the agent's data.
  let testID: String
  /// By ``AgentCall/requestNumber``.
  private let calls: [PreparedCall?]
  let hasLogin: Bool

  /// - Throws: ``HTTPWriteError`` when a call's method or path cannot be sent.
  init(
    contract: AgentContract, target: TargetURL, credentials: Credentials, timeout: Duration, bodyLimit: Int,
    testID: String
  ) throws {
    self.contract = contract
    tierJudge = contract.tierRule.map { TierJudge($0) }
    self.credentials = credentials
    secrets = Secrets(credentials)
    self.timeout = timeout
    self.bodyLimit = bodyLimit
    self.testID = testID
    givenAuthorization = try credentials.token.map { try Self.authorization(token: $0) }
    hasLogin = contract.has(.login)
    calls = try AgentCall.allCases.map { call in
      guard let form = contract.calls[call] else { return nil }
      var parts = form.parts
      parts[0] = target.path(parts[0])
      return PreparedCall(
        head: try RequestHead(
          method: form.method, targetParts: parts, host: target.authority,
          headers: SuiteHeaders.completing(call.hasBody ? [("Content-Type", "application/json")] : [])),
        needsConversation: form.needsConversation, authorized: form.authorized, success: form.success)
    }
  }

  /// `nil` when the contract lacks the call.
  subscript(call: AgentCall) -> PreparedCall? { calls[Int(call.requestNumber)] }

  /// - Throws: ``HTTPWriteError`` for a token that would end its header early.
  static func authorization(token: String) throws(HTTPWriteError) -> HeaderLines {
    var lines = HeaderLines()
    try lines.append("Authorization", "Bearer \(token)")
    return lines
  }

  /// The header of a token that the agent gave; `nil` when it is empty or would end its header early.
  static func authorization(answered token: String) -> HeaderLines? {
    do {
      return token.isEmpty ? nil : try authorization(token: token)
    } catch {
      return nil
    }
  }
}
