/// The answers that are read out of a conversation.
extension Conversation {
  private var status: String { ended ? "ended" : "active" }
  private var durationSeconds: Double { (lastUsed - started) / .seconds(1) }

  var summary: JSON {
    [
      "conversation_id": .string(id), "status": .string(status), "phase": .string(phase.rawValue),
      "message_count": .integer(messages), "program_type": .string(program.rawValue), "tier": .string(tier),
      "customer": [
        "name": .string(customer.name), "age": .integer(customer.age),
        "occupation": customer.occupation.map(JSON.string) ?? .null,
        "goals": .array((customer.goals?.all ?? []).map(JSON.string)),
      ],
      "metadata": .object(metadata), "version": .integer(version), "duration_seconds": .number(durationSeconds),
      "summary": .string(
        "\(customer.name), \(customer.age) años, programa \(program.rawValue): \(messages) mensajes, "
          + "fase \(phase.rawValue), nivel sugerido \(tier)."),
    ]
  }

  /// Engagement is the share of the five phases reached, times how much was said: 1 from eight messages on.
  var analytics: JSON {
    let reached = ConversationPhase.allCases.firstIndex(of: phase).map { $0 + 1 } ?? 0
    let said = min(1, Double(messages) / 8)
    return [
      "conversation_id": .string(id), "status": .string(status), "phase": .string(phase.rawValue),
      "message_count": .integer(messages),
      "messages_by_phase": .object(
        ConversationPhase.allCases.map { ($0.rawValue, .integer(messagesByPhase[$0] ?? 0)) }),
      "average_message_length": .number(messages == 0 ? 0 : Double(characters) / Double(messages)),
      "objections": .integer(messagesByPhase[.objectionHandling] ?? 0),
      "engagement_score": .number(Double(reached) / Double(ConversationPhase.allCases.count) * said),
      "duration_seconds": .number(durationSeconds), "tier": .string(tier),
    ]
  }
}
