/// How long one conversation goes on, decided before its first message.
package struct ConversationPlan: Sendable, Equatable {
  /// Messages in a conversation, both ends included.
  package static let lengths = 8...15

  /// Messages that the user sends before it ends the conversation.
  package let length: Int

  /// - Parameter length: moved into ``lengths`` when outside.
  package init(length: Int) {
    self.length = min(max(length, Self.lengths.lowerBound), Self.lengths.upperBound)
  }

  /// Each length is equally likely.
  package static func draw(using random: inout SeededRandom) -> ConversationPlan {
    ConversationPlan(length: random.integer(in: lengths))
  }

  /// Whether a conversation with that many messages sent is to be ended now.
  package func isComplete(afterSending count: Int) -> Bool {
    count >= length
  }
}
