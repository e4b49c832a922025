/// A call that users, the monitor or a pre-flight make, by its name in reports. The order is that of reports.
public enum AgentCall: String, CaseIterable, Codable, CodingKeyRepresentable, Sendable {
  case login, start, message, tier, roi, analytics, health, end, summary, update
  case unknownConversation = "unknown conversation"
  case failingDependency = "failing dependency"
  case fallback, metrics, connections, breakers
  case cacheStats = "cache stats"

  /// Whether the call speaks of a conversation in its path.
  enum ConversationUse {
    case required, possible, none
  }

  var conversationUse: ConversationUse {
    switch self {
    case .message, .tier, .analytics, .end, .summary, .update, .unknownConversation: .required
    case .roi, .failingDependency, .fallback: .possible
    case .login, .start, .health, .metrics, .connections, .breakers, .cacheStats: .none
    }
  }
}
