import LoadEngine

/// Which calls an agent offers and how they are made.
///
/// A user skips what the contract lacks. Decoding validates: a contract that was read can be sent as it is.
package struct AgentContract: Sendable, Codable, Equatable {
  /// How one call is made.
  package struct Call: Sendable, Codable, Equatable {
    /// Where the conversation's id goes in a path.
    package static let placeholder = "{id}"

    package let method: String
    /// Begins with a slash; may hold `{id}`.
    package let path: String
    /// The statuses that are the expected answer, 200 to 599.
    package let success: [Int]
    /// Sent with `Authorization: Bearer` when the user has a token.
    package let authorized: Bool
    /// The path's parts around the id, split once so that a call need not search.
    let parts: [String]

    package init(_ method: String, _ path: String, success: [Int] = [200], authorized: Bool = true) {
      self.method = method
      self.path = path
      self.success = success
      self.authorized = authorized
      parts = path.split(separator: Self.placeholder, omittingEmptySubsequences: false).map(String.init)
    }

    /// Whether the path needs the id of a conversation.
    package var needsConversation: Bool { parts.count > 1 }

    enum CodingKeys: String, CodingKey, CaseIterable {
      case method, path, success, authorized
    }
  }

  /// Names of JSON fields that differ between contracts.
  package struct Fields: Sendable, Codable, Equatable {
    /// The new conversation's id in the answer to `start`.
    package let conversation: String
    /// The agent's words in the answer to `message`.
    package let answer: String
    /// The token in the answer to `login`.
    package let token: String

    package init(
      conversation: String = "conversation_id", answer: String = "response", token: String = "access_token"
    ) {
      self.conversation = conversation
      self.answer = answer
      self.token = token
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
      case conversation, answer, token
    }
  }

  package let name: String
  package let calls: [AgentCall: Call]
  package let fields: Fields
  /// The tiers that an answer to `tier` may name.
  package let tiers: [String]
  /// How the tier follows from a customer's profile; `nil` where the contract does not say, and then nobody judges it. Not
  /// for files to give.
  package let tierRule: TierPoints?

  /// Takes the parts as they are; what comes from outside the code is decoded instead.
  package init(
    name: String, calls: [AgentCall: Call], fields: Fields = Fields(), tiers: [String], tierRule: TierPoints? = nil
  ) {
    self.name = name
    self.calls = calls
    self.fields = fields
    self.tiers = tiers
    self.tierRule = tierRule
  }

  enum CodingKeys: String, CodingKey, CaseIterable {
    case name, calls, fields, tiers
  }

  package func has(_ call: AgentCall) -> Bool {
    calls[call] != nil
  }

  /// The calls that the contract lacks, in the order of reports.
  package var missing: [AgentCall] {
    AgentCall.allCases.filter { !has($0) }
  }

  /// The path of a call with the conversation's id, percent-encoded, in its place.
  ///
  /// `nil` when the contract lacks the call, or when the path needs an id and there is none that can stand in it.
  package func path(for call: AgentCall, conversation: String? = nil) -> String? {
    guard let call = calls[call] else { return nil }
    guard call.needsConversation else { return call.path }
    return conversation.flatMap { PathSegment(id: $0) }.map { call.parts.joined(separator: $0.text) }
  }

  /// The default, which the reference agent serves.
  package static let documented = AgentContract(
    name: "documented",
    calls: [
      .login: Call("POST", "/auth/login", authorized: false),
      .start: Call("POST", "/conversation/start"),
      .message: Call("POST", "/conversation/{id}/message"),
      .tier: Call("GET", "/conversation/{id}/tier"),
      .roi: Call("POST", "/predictive/roi-projection"),
      .analytics: Call("GET", "/analytics/conversation/{id}"),
      .health: Call("GET", "/health", authorized: false),
      .end: Call("POST", "/conversation/{id}/end"),
      .summary: Call("GET", "/conversation/{id}/summary"),
      .update: Call("PUT", "/conversation/{id}/update", success: [200, 204]),
      .unknownConversation: Call("POST", "/conversation/{id}/message", success: [404]),
      .failingDependency: Call("POST", "/conversation/timeout-test", success: [503]),
      .fallback: Call("POST", "/conversation/force-fallback"),
      .metrics: Call("GET", "/metrics"),
      .connections: Call("GET", "/metrics/connections"),
      .breakers: Call("GET", "/metrics/circuit-breakers"),
      .cacheStats: Call("GET", "/cache/stats"),
    ],
    tiers: ["AGENTS ACCESS", "Hybrid Coaching"], tierRule: .documented)
}
