/// The texts of one variety of Spanish.
///
/// They avoid words that say whether the customer is a man or a woman, and signs that a filter against injected SQL
/// could take offence at: the deployed agent leaves a body that it suspects without an answer.
struct SalesTexts: Sendable {
  let greeting: [MessageTemplate]
  let exploration: [MessageTemplate]
  let presentation: [MessageTemplate]
  let objectionHandling: [MessageTemplate]
  let negotiation: [MessageTemplate]
  let closing: [MessageTemplate]
  let followUp: [MessageTemplate]
  let completed: [MessageTemplate]
  /// Words of thanks that may follow any message.
  let courtesies: [String]
  let longOpening: MessageTemplate
  let questions: [MessageTemplate]
  let longClosing: MessageTemplate

  func templates(for phase: ConversationPhase) -> [MessageTemplate] {
    switch phase {
    case .greeting: greeting
    case .exploration: exploration
    case .presentation: presentation
    case .objectionHandling: objectionHandling
    case .negotiation: negotiation
    case .closing: closing
    case .followUp: followUp
    case .completed: completed
    }
  }
}
