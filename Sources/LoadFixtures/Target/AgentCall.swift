/// A call that users, the monitor or a pre-flight make, by its name in reports. The order is that of reports.
package enum AgentCall: String, CaseIterable, Codable, CodingKeyRepresentable, Sendable {
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

  /// Whether the contract's form of the call has a JSON body.
  var hasBody: Bool {
    switch self {
    case .login, .start, .message, .roi, .update, .unknownConversation, .failingDependency, .fallback: true
    case .tier, .analytics, .health, .end, .summary, .metrics, .connections, .breakers, .cacheStats: false
    }
  }

  /// Index into ``requestNames``. Spelled out: a search through the cases would stand in every call's way.
  var requestNumber: UInt16 {
    switch self {
    case .login: 0
    case .start: 1
    case .message: 2
    case .tier: 3
    case .roi: 4
    case .analytics: 5
    case .health: 6
    case .end: 7
    case .summary: 8
    case .update: 9
    case .unknownConversation: 10
    case .failingDependency: 11
    case .fallback: 12
    case .metrics: 13
    case .connections: 14
    case .breakers: 15
    case .cacheStats: 16
    }
  }

  /// The names of all calls by number, for the recorder.
  static let requestNames = allCases.map(\.rawValue)
}
