/// Where a sales conversation stands, in the order in which it goes through the phases.
///
/// Raw values are the agent's names. `negotiation` is said by the deployed agent only and lies between
/// `objectionHandling` and `closing`; see ``PhaseProgression``.
package enum ConversationPhase: String, CaseIterable, Comparable, Sendable, Codable {
  case greeting
  case exploration
  case presentation
  case objectionHandling = "objection_handling"
  case negotiation
  case closing
  case followUp = "follow_up"
  case completed

  /// The phase an answer names, nil when it is none of ours.
  ///
  /// Case is ignored, and a space or hyphen stands for the underscore.
  package init?(reported text: String) {
    let name = text.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 }
    self.init(rawValue: String(name))
  }

  package static func < (left: ConversationPhase, right: ConversationPhase) -> Bool {
    left.position < right.position
  }

  /// The phase that a conversation enters next when nobody says otherwise: negotiation is passed over, since
  /// the documented agent does not know it.
  var successor: ConversationPhase {
    switch self {
    case .greeting: .exploration
    case .exploration: .presentation
    case .presentation: .objectionHandling
    case .objectionHandling, .negotiation: .closing
    case .closing: .followUp
    case .followUp, .completed: .completed
    }
  }

  /// Place in the order, from 0.
  var position: Int {
    switch self {
    case .greeting: 0
    case .exploration: 1
    case .presentation: 2
    case .objectionHandling: 3
    case .negotiation: 4
    case .closing: 5
    case .followUp: 6
    case .completed: 7
    }
  }
}

/// Follows a conversation through its phases, and never back.
package struct PhaseProgression: Sendable, Equatable {
  package private(set) var phase: ConversationPhase

  package init(phase: ConversationPhase = .greeting) {
    self.phase = phase
  }

  /// Takes in one message and its answer.
  ///
  /// A phase that the agent names is taken at its word, unless it lies behind. Otherwise keywords in both texts
  /// point to a phase, and the conversation moves at most one phase towards it: a keyword is a hint, and a stray
  /// "pago" in a greeting must not end the sale.
  ///
  /// - Parameters:
  ///   - reported: the phase in the answer, nil, empty or unknown when the agent does not tell.
  ///   - message: what the user wrote.
  ///   - answer: what the agent wrote.
  /// - Returns: the phase from here on.
  @discardableResult
  package mutating func advance(reported: String?, message: String, answer: String) -> ConversationPhase {
    if let named = reported.flatMap(ConversationPhase.init(reported:)) {
      phase = max(phase, named)
      return phase
    }
    let hints = [message, answer].compactMap(PhaseKeywords.furthestPhase(in:))
    if let hinted = hints.max(), hinted > phase {
      phase = min(hinted, phase.successor)
    }
    return phase
  }
}

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
