import Testing

@testable import LoadFixtures

@Suite("Conversation phases")
struct ConversationPhaseTests {
  @Test("Phases have the agent's names, in the order of a sale")
  func order() {
    let names = [
      "greeting", "exploration", "presentation", "objection_handling", "negotiation", "closing", "follow_up",
      "completed",
    ]
    #expect(ConversationPhase.allCases.map(\.rawValue) == names)
    #expect(ConversationPhase.allCases.sorted() == ConversationPhase.allCases)
    #expect(zip(ConversationPhase.allCases, ConversationPhase.allCases.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test(
    "A phase is known however it is spelt",
    arguments: [
      ("closing", .closing), ("OBJECTION_HANDLING", .objectionHandling), ("Follow-Up", .followUp),
      ("objection handling", .objectionHandling), ("negotiation", .negotiation), ("", nil), ("upsell", nil),
      ("closing ", nil),
    ] as [(String, ConversationPhase?)])
  func reported(text: String, expected: ConversationPhase?) {
    #expect(ConversationPhase(reported: text) == expected)
  }

  @Test(
    "The answer's phase counts, else keywords, one phase at a time and never back",
    arguments: [
      // The agent's word, forward at once, backward never.
      Step(.greeting, reported: "closing", .closing),
      Step(.closing, reported: "exploration", .closing),
      Step(.objectionHandling, reported: "negotiation", .negotiation),
      Step(.closing, reported: "negotiation", .closing),
      Step(.exploration, reported: "exploration", message: "¿Cuánto cuesta?", .exploration),
      // No word, or one that is not ours: keywords of either text.
      Step(.greeting, message: "Hola, buenas tardes.", answer: "¡Bienvenido!", .greeting),
      Step(.greeting, reported: "", message: "Quiero dormir mejor.", .exploration),
      Step(.greeting, reported: "discovery", answer: "¿Cuál es su meta?", .exploration),
      Step(.exploration, message: "¿Cómo funciona?", .presentation),
      Step(.presentation, message: "Lo veo CARO.", .objectionHandling),
      Step(.objectionHandling, answer: "Puede pagar con tarjeta.", .closing),
      Step(.negotiation, answer: "Puede pagar con tarjeta.", .closing),
      Step(.closing, answer: "Su primera sesión es el lunes.", .followUp),
      Step(.followUp, message: "Gracias, ¡hasta luego!", .completed),
      // A hint moves one phase, and none back.
      Step(.greeting, message: "¿Puedo pagar con tarjeta?", .exploration),
      Step(.presentation, message: "Adiós.", .objectionHandling),
      Step(.closing, message: "¿Qué incluye el programa?", .closing),
      Step(.completed, message: "Hola", answer: "Hola", .completed),
      // Whole words only, accents or not.
      Step(.presentation, message: "Carolina y Carola descaradas", .presentation),
      Step(.greeting, message: "objetivos", .exploration),
      Step(.greeting, message: "¿SESIÓN?", .exploration),
      Step(.greeting, message: "applicación", .greeting),
      Step(.greeting, message: "", answer: "", .greeting),
    ])
  func step(step: Step) {
    var phase = step.from
    phase.advance(reported: step.reported, message: step.message, answer: step.answer)
    #expect(phase == step.expected)
  }

  struct Step: Sendable, CustomTestStringConvertible {
    let from: ConversationPhase
    let reported: String?
    let message: String
    let answer: String
    let expected: ConversationPhase

    init(
      _ from: ConversationPhase, reported: String? = nil, message: String = "Sí.", answer: String = "De acuerdo.",
      _ expected: ConversationPhase
    ) {
      self.from = from
      self.reported = reported
      self.message = message
      self.answer = answer
      self.expected = expected
    }

    var testDescription: String { "\(from) \(reported ?? "-") \(message) \(answer)" }
  }

  @Test("Over any input, from words, bytes and phase names, no conversation goes back")
  func neverBack() {
    var random = SeededRandom(seed: 21, user: 0)
    let names = ConversationPhase.allCases.map(\.rawValue) + ["", "?", "GREETING", "unknown"]
    let words = [
      "hola", "quiero", "programa", "caro", "pagar", "seguimiento", "adiós", "\u{0}", "🙂", "é", "e\u{301}", "-",
    ]
    for _ in 0..<2_000 {
      var phase = ConversationPhase.greeting
      for _ in 0..<12 {
        let texts = (0..<2).map { _ in
          (0..<random.integer(in: 0...6)).map { _ in random.element(of: words) }.joined(separator: " ")
        }
        let reported = random.chance(0.2) ? random.element(of: names) : nil
        let before = phase
        phase.advance(reported: reported, message: texts[0], answer: texts[1])
        #expect(phase >= before)
      }
    }
  }

  @Test("Every byte sequence can be searched, and an oversized answer costs no more than 8 kB of it")
  func hostileAnswers() {
    var random = SeededRandom(seed: 22, user: 0)
    for _ in 0..<500 {
      let bytes = (0..<random.integer(in: 0...200)).map { _ in UInt8(random.integer(in: 0...255)) }
      let folded = SpanishText.folded(String(decoding: bytes, as: UTF8.self))
      #expect(folded.first == UInt8(ascii: " ") && folded.last == UInt8(ascii: " "))
      #expect(folded.allSatisfy { $0 == 32 || (48...57).contains($0) || (97...122).contains($0) })
    }
    let padding = String(repeating: "x ", count: 4_096)
    #expect(PhaseKeywords.furthestPhase(in: padding + "pagar") == nil)
    #expect(PhaseKeywords.furthestPhase(in: "pagar " + padding) == .closing)
  }

  @Test(
    "With an agent that names no phase, the users' own texts carry most sales to the closing",
    arguments: TextVariety.allCases)
  func salesMoveOn(style: TextVariety) {
    var reached: [ConversationPhase: Int] = [:]
    let rules = ContentRules()
    for user in 0..<1_000 {
      var random = SeededRandom(seed: 23, user: user)
      let customer = CustomerProfile.draw(locale: .mixed, rules: rules, using: &random)
      var phase = ConversationPhase.greeting
      for number in 1...random.integer(in: 8...15) {
        let message = SalesMessages.text(
          phase: phase, customer: customer, number: number, style: style, using: &random)
        phase.advance(reported: nil, message: message, answer: "Claro, con gusto le cuento.")
      }
      reached[phase, default: 0] += 1
    }
    let closings = reached.filter { $0.key >= .closing }.values.reduce(0, +)
    #expect(closings > 500, "\(reached)")
    #expect(reached[.greeting] == nil)
  }

  @Test(
    "What stands around a text points to no phase beyond its own, whichever words are chosen",
    arguments: ConversationPhase.allCases, CustomerProfile.Variety.allCases)
  func asides(phase: ConversationPhase, variety: CustomerProfile.Variety) {
    let customers = CustomerProfile.drawn(60)
    let texts = SalesMessages.texts(of: variety)[phase]
    for aside in texts.openings + texts.details + texts.closings {
      for text in aside.texts(80, for: customers, seed: 24) {
        #expect(PhaseKeywords.furthestPhase(in: text) ?? phase <= phase, "\(text)")
      }
    }
  }

  /// As far as texts point where they repeat: greetings to the programme, questions on it to objections.
  @Test("A message points two phases ahead at most", arguments: ConversationPhase.allCases, TextVariety.allCases)
  func hints(phase: ConversationPhase, style: TextVariety) {
    var random = SeededRandom(seed: 25, user: 0)
    for (number, customer) in CustomerProfile.drawn(2_000, seed: 25).enumerated() {
      let message = SalesMessages.text(
        phase: phase, customer: customer, number: number % 12 + 1, style: style, using: &random)
      let furthest = PhaseKeywords.furthestPhase(in: message) ?? phase
      #expect(furthest.position <= phase.position + 2, "\(message)")
    }
  }
}
