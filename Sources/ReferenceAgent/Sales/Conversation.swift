import AgentContracts

/// One conversation: what is needed to answer for it, and no text of the customer's messages.
struct Conversation: Sendable {
  let id: String
  let customer: CustomerData
  let program: AgentProgram
  let started: Duration
  private(set) var lastUsed: Duration
  private(set) var phase = ConversationPhase.greeting
  private(set) var ended = false
  private(set) var messages = 0
  private(set) var messagesByPhase: [ConversationPhase: Int] = [:]
  private(set) var characters = 0
  private(set) var signals = TierSignals()
  private(set) var metadata: [(String, JSON)] = []
  /// Rises with each change, so that a reader can tell a stale answer.
  private(set) var version = 1

  init(id: String, customer: CustomerData, program: AgentProgram, started: Duration) {
    self.id = id
    self.customer = customer
    self.program = program
    self.started = started
    lastUsed = started
  }

  var variety: SalesTexts.Variety { SalesTexts.Variety(phone: customer.phone) }
  var tier: String { tier(signals) }
  /// Whether the messages made the tier another than that of the profile.
  var tierBasis: String { tier == tier(TierSignals()) ? "profile" : "messages" }

  private func tier(_ signals: TierSignals) -> String {
    TierRule.tier(
      age: customer.age, occupation: customer.occupation ?? "", budget: customer.budget,
      programType: program.rawValue, signals: signals)
  }

  mutating func add(message: String, at now: Duration) {
    let words = SpanishWords.folded(message)
    count(message: message, at: now)
    signals.add(words: words)
    phase = phase.advanced(words: words, messageNumber: messages)
    messagesByPhase[phase, default: 0] += 1
  }

  /// All that the deployed agent's answers remember of a message.
  mutating func count(message: String, at now: Duration) {
    messages += 1
    characters += message.unicodeScalars.count
    touch(now)
  }

  mutating func end(at now: Duration) {
    guard !ended else { return }
    ended = true
    touch(now)
  }

  /// Sets the members given and keeps the others, as long as all fit into 4,096 bytes of JSON.
  mutating func update(metadata changes: [(String, JSON)], at now: Duration) throws(AgentFailure) {
    var merged = metadata
    for change in changes {
      if let place = merged.firstIndex(where: { $0.0 == change.0 }) {
        merged[place] = change
      } else {
        merged.append(change)
      }
      guard merged.count <= 64 else { throw .invalid("metadata", "must have at most 64 members") }
    }
    guard JSON.object(merged).bytes.count <= 4096 else { throw .invalid("metadata", "must fit into 4096 bytes") }
    metadata = merged
    touch(now)
  }

  private mutating func touch(_ now: Duration) {
    version += 1
    lastUsed = now
  }
}

/// The answers that are read out of a conversation.
extension Conversation {
  private var status: String { ended ? "ended" : "active" }
  private var durationSeconds: Double { (lastUsed - started) / .seconds(1) }

  var summary: JSON {
    [
      "conversation_id": .string(id), "status": .string(status), "phase": .string(phase.name),
      "message_count": .integer(messages), "program_type": .string(program.rawValue), "tier": .string(tier),
      "customer": [
        "name": .string(customer.name), "age": .integer(customer.age),
        "occupation": customer.occupation.map(JSON.string) ?? .null,
        "goals": .array((customer.goals?.all ?? []).map(JSON.string)),
      ],
      "metadata": .object(metadata), "version": .integer(version), "duration_seconds": .number(durationSeconds),
      "summary": .string(
        "\(customer.name), \(customer.age) años, programa \(program.rawValue): \(messages) mensajes, "
          + "fase \(phase.name), nivel sugerido \(tier)."),
    ]
  }

  /// Engagement is the share of the five phases reached, times how much was said: 1 from eight messages on.
  var analytics: JSON {
    let reached = Double(phase.rawValue + 1) / Double(ConversationPhase.allCases.count)
    return [
      "conversation_id": .string(id), "status": .string(status), "phase": .string(phase.name),
      "message_count": .integer(messages),
      "messages_by_phase": .object(
        ConversationPhase.allCases.map { ($0.name, .integer(messagesByPhase[$0] ?? 0)) }),
      "average_message_length": .number(messages == 0 ? 0 : Double(characters) / Double(messages)),
      "objections": .integer(messagesByPhase[.objectionHandling] ?? 0),
      "engagement_score": .number(reached * min(1, Double(messages) / 8)),
      "duration_seconds": .number(durationSeconds), "tier": .string(tier),
    ]
  }

  /// As the deployed agent has it; the timestamp is that of the answer.
  func deployedAnalytics(timestamp: String) -> JSON {
    [
      "conversation_id": .string(id), "has_analytics": true,
      "basic_metrics": [
        // Each message has an answer, and the agent spoke first.
        "total_messages": .integer(2 * messages + 1), "user_messages": .integer(messages),
        "assistant_messages": .integer(messages + 1), "duration_seconds": .number(durationSeconds),
        "avg_response_time": .number(messages == 0 ? 0 : durationSeconds / Double(messages)),
      ],
      "nlp_insights": ["has_insights": false, "message": "No hay datos suficientes."],
      "sentiment_alerts": ["has_alerts": false, "message": "No hay datos suficientes."],
      "recommendations": ["has_recommendations": false, "message": "No hay datos suficientes."],
      "session_insights": [:], "timestamp": .string(timestamp),
    ]
  }
}
