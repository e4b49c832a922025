/// What an operation is to the suite: users, monitor and pre-flight ask for operations by these keys.
package enum OperationKey: String, CaseIterable, Sendable {
  case login, refresh, start, message, tier, roi, analytics, health, end, summary, update
  case unknownConversation, failingDependency, fallback
  case metrics, connections, breakers, cacheStats

  /// The case's place, for tables. Spelled out: a search through the cases would stand in every call's way.
  package var number: Int {
    switch self {
    case .login: 0
    case .refresh: 1
    case .start: 2
    case .message: 3
    case .tier: 4
    case .roi: 5
    case .analytics: 6
    case .health: 7
    case .end: 8
    case .summary: 9
    case .update: 10
    case .unknownConversation: 11
    case .failingDependency: 12
    case .fallback: 13
    case .metrics: 14
    case .connections: 15
    case .breakers: 16
    case .cacheStats: 17
    }
  }

  /// How an operation stands to conversations, which decides what its templates may ask for.
  package enum Role: Sendable {
    /// Gets or renews a token.
    case logIn
    case opensConversation
    /// Made by a user in conversation.
    case converses
    /// Reads the target's state, outside of any conversation.
    case observes
  }

  package var role: Role {
    switch self {
    case .login, .refresh: .logIn
    case .start: .opensConversation
    case .health, .metrics, .connections, .breakers, .cacheStats: .observes
    default: .converses
    }
  }

  /// Whether a placeholder has a value when the operation is called.
  func knows(_ placeholder: Placeholder) -> Bool {
    guard case .known(let known) = placeholder else { return role == .opensConversation || role == .converses }
    switch known {
    case .runTestID, .runScenario, .runSeed, .userNumber, .uuid: return true
    case .accountEmail, .accountPassword: return role == .logIn
    case .refreshToken: return self == .refresh
    case .messageText, .messageNumber, .messagePhase, .conversationID, .tier: return role == .converses
    case .unknownID: return self == .unknownConversation
    default: return role == .opensConversation || role == .converses
    }
  }
}
