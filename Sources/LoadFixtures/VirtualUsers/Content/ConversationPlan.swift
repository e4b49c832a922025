/// How long one conversation goes on, decided before its first message.
public struct ConversationPlan: Sendable, Equatable {
  /// Messages in a conversation, both ends included.
  public static let lengths = 8...15

  /// Messages that the user sends before it ends the conversation.
  public let length: Int

  /// - Parameter length: moved into ``lengths`` when outside.
  public init(length: Int) {
    self.length = min(max(length, Self.lengths.lowerBound), Self.lengths.upperBound)
  }

  /// Each length is equally likely.
  public static func draw(using generator: inout SeededGenerator) -> ConversationPlan {
    ConversationPlan(length: generator.integer(in: lengths))
  }

  /// Whether a conversation with that many messages sent is to be ended now.
  public func isComplete(afterSending count: Int) -> Bool {
    count >= length
  }
}
