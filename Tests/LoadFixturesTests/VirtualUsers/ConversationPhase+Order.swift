import AgentContracts

@testable import LoadFixtures

/// The suite's own phases as a contract with all of them orders them.
extension ConversationPhase {
  private static let order = PhaseOrder(AgentContract.usualPhases)

  init?(reported text: String) {
    guard let phase = Self.order.phase(reported: text) else { return nil }
    self = Self.order.texts[phase]
  }

  mutating func advance(reported: String?, message: String, answer: String) {
    let named = reported.flatMap(Self.order.phase(reported:))
    let phase = Self.order.advanced(position, named: named, message: message, answer: answer)
    self = Self.order.texts[phase]
  }
}
