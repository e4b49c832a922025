/// What a customer speaks of, in the order in which a sales conversation goes on; a contract's phases speak by these
/// (``PhaseOrder``).
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

  package static func < (left: ConversationPhase, right: ConversationPhase) -> Bool {
    left.position < right.position
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
