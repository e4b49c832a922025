/// Where a sales conversation stands, in the order in which it goes through the phases.
///
/// Raw values are the agent's names. `negotiation` is said by the deployed agent only and lies between
/// `objectionHandling` and `closing`.
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

  /// Takes in one message and its answer; never goes back.
  ///
  /// A phase that the agent names is taken at its word, unless it lies behind. Otherwise keywords in both texts
  /// point to a phase, and the conversation moves at most one phase towards it: a keyword is a hint, and a stray
  /// "pago" in a greeting must not end the sale.
  ///
  /// - Parameter reported: The phase in the answer; `nil`, empty or unknown when the agent does not tell.
  mutating func advance(reported: String?, message: String, answer: String) {
    if let named = reported.flatMap(ConversationPhase.init(reported:)) {
      self = max(self, named)
    } else if let hinted = [message, answer].compactMap(PhaseKeywords.furthestPhase(in:)).max(), hinted > self {
      self = min(hinted, successor)
    }
  }
}
