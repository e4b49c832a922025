/// The texts of one variety of Spanish.
///
/// They avoid words that say whether the customer is a man or a woman, and signs that a filter against injected SQL
/// could take offence at: the deployed agent leaves a body that it suspects without an answer. The first alternative of
/// each bracket is what is said where texts repeat.
///
/// Texts are classes: a message takes some out of their lists, and of values of many arrays each array is counted then.
final class SalesTexts: Sendable {
  /// By ``ConversationPhase/position``.
  private let phases: [PhaseTexts]
  /// Words of thanks that may follow any message.
  let courtesies: [String]
  let longOpening: MessageTemplate
  let questions: [MessageTemplate]
  let longClosing: MessageTemplate

  init(
    greeting: MessageTemplates, exploration: MessageTemplates, presentation: MessageTemplates,
    objectionHandling: MessageTemplates, negotiation: MessageTemplates, closing: MessageTemplates,
    followUp: MessageTemplates, completed: MessageTemplates, courtesies: [String], longOpening: MessageTemplate,
    questions: MessageTemplates, longClosing: MessageTemplate, asides: SalesAsides
  ) {
    phases = ConversationPhase.allCases.map { phase in
      let templates =
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
      return PhaseTexts(
        templates: templates.all, openings: asides.openings(for: phase), details: asides.details(for: phase),
        closings: asides.closings(for: phase), mayBeginWithDetail: phase != .greeting)
    }
    self.courtesies = courtesies
    self.longOpening = longOpening
    self.questions = questions.all
    self.longClosing = longClosing
  }

  subscript(phase: ConversationPhase) -> PhaseTexts { phases[phase.position] }
}

/// What is said in one phase.
final class PhaseTexts: Sendable {
  /// What the message is about.
  let templates: [MessageTemplate]
  /// Words before it; may be none.
  let openings: [MessageTemplate]
  /// A sentence on the customer's circumstances.
  let details: [MessageTemplate]
  /// Words after it.
  let closings: [MessageTemplate]
  /// Whether the detail may stand before a question: who has not greeted yet does not begin with it.
  let mayBeginWithDetail: Bool

  init(
    templates: [MessageTemplate], openings: [MessageTemplate], details: [MessageTemplate], closings: [MessageTemplate],
    mayBeginWithDetail: Bool
  ) {
    self.templates = templates
    self.openings = openings
    self.details = details
    self.closings = closings
    self.mayBeginWithDetail = mayBeginWithDetail
  }
}

/// What customers say around the text of a phase, in one variety of Spanish.
///
/// None points to a phase beyond those that it is said in: it must not carry a sale on that the text does not.
struct SalesAsides: Sendable {
  let openings: MessageTemplates
  let closings: MessageTemplates
  /// Closings of the last phases, where nothing more is asked.
  let thanks: MessageTemplates
  /// How somebody came here, and from where.
  let arrival: MessageTemplates
  /// Sleep, food, work, family.
  let life: MessageTemplates
  let wishes: MessageTemplates
  /// When, where and by what means somebody can be reached.
  let schedule: MessageTemplates
  let doubts: MessageTemplates
  let readiness: MessageTemplates
  /// Of the first days.
  let progress: MessageTemplates
  let parting: MessageTemplates

  func openings(for phase: ConversationPhase) -> [MessageTemplate] {
    phase == .greeting || phase == .completed ? [] : openings.all
  }

  func closings(for phase: ConversationPhase) -> [MessageTemplate] {
    phase >= .followUp ? thanks.all : closings.all
  }

  func details(for phase: ConversationPhase) -> [MessageTemplate] {
    switch phase {
    case .greeting: arrival.all
    case .exploration: life.all + wishes.all
    case .presentation: life.all + wishes.all + schedule.all
    case .objectionHandling: life.all + doubts.all
    case .negotiation: doubts.all + schedule.all
    case .closing: schedule.all + readiness.all
    case .followUp: progress.all
    case .completed: parting.all
    }
  }
}
