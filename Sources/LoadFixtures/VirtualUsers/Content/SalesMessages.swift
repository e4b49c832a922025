/// What a customer writes to the agent, in Spanish.
package enum SalesMessages {
  /// A message that suits the conversation's phase and the customer, 1 to 4000 characters.
  ///
  /// Each customer goes through a phase's texts in an order of their own, so that nothing is said twice before all
  /// has been said. Where texts repeat, a word of thanks is added now and then; where they vary, other words stand for
  /// theirs, and there is something of the customer's circumstances before or after.
  ///
  /// - Parameter number: the message's place in its conversation, from 1.
  /// - Returns: UTF-8, which it is sent as: a string of it would be checked and copied for each message.
  static func message(
    phase: ConversationPhase, customer: CustomerProfile, number: Int, style: TextVariety,
    using random: inout SeededRandom
  ) -> [UInt8] {
    let texts = texts(of: customer.variety)
    let own = texts[phase]
    var order = SeededRandom(seed: customer.email.stableHash, user: phase.position)
    let template = own.templates[order.place(of: number, among: own.templates.count)]
    var message: [UInt8] = []
    message.reserveCapacity(320)
    switch style {
    case .repeated:
      template.write(for: customer, to: &message) { _ in 0 }
      if random.chance(0.2) { message += " \(random.element(of: texts.courtesies))".utf8 }
    case .varied:
      let detail = own.details[order.place(of: number, among: own.details.count)]
      add(template, with: detail, of: own, by: customer, to: &message, using: &random)
    }
    return message
  }

  private static func add(
    _ template: MessageTemplate, with detail: MessageTemplate, of texts: PhaseTexts, by customer: CustomerProfile,
    to message: inout [UInt8], using random: inout SeededRandom
  ) {
    func write(_ template: MessageTemplate) {
      template.write(for: customer, to: &message) { Int(random.below(UInt64($0))) }
    }
    if !texts.openings.isEmpty, random.chance(0.35) {
      write(random.element(of: texts.openings))
      message.append(space)
    }
    let beginsWithDetail = texts.mayBeginWithDetail && template.isQuestion && random.chance(0.5)
    write(beginsWithDetail ? detail : template)
    message.append(space)
    write(beginsWithDetail ? template : detail)
    if random.chance(0.4) {
      message.append(space)
      write(random.element(of: texts.closings))
    }
  }

  /// A message full of questions, 900 to 1100 UTF-8 bytes.
  static func longMessage(
    customer: CustomerProfile, style: TextVariety, using random: inout SeededRandom
  ) -> [UInt8] {
    let texts = texts(of: customer.variety)
    func write(_ template: MessageTemplate, to message: inout [UInt8]) {
      template.write(for: customer, to: &message) { style == .repeated ? 0 : Int(random.below(UInt64($0))) }
    }
    var message: [UInt8] = []
    message.reserveCapacity(longMessageBytes.upperBound)
    write(texts.longOpening, to: &message)
    var closing = [space]
    write(texts.longClosing, to: &closing)
    var questions = texts.questions[...]
    // A question has at most 180 bytes, so the first sum at or above 900 stays below 1100.
    while message.count + closing.count < longMessageBytes.lowerBound, !questions.isEmpty {
      questions.swapAt(questions.startIndex, random.integer(in: questions.startIndex...questions.endIndex - 1))
      message.append(space)
      write(questions.removeFirst(), to: &message)
    }
    return message + closing
  }

  private static let space = UInt8(ascii: " ")

  /// UTF-8 bytes of a long message.
  static let longMessageBytes = 900...1100

  static func texts(of variety: CustomerProfile.Variety) -> SalesTexts {
    switch variety {
    case .mexican: .mexican
    case .castilian: .castilian
    }
  }

  /// Makes what is otherwise made at the first message, once in a process.
  static func layOut() {
    for variety in CustomerProfile.Variety.allCases { _ = texts(of: variety) }
    _ = PhaseKeywords.furthestPhase(in: "")
  }
}

extension SeededRandom {
  /// Which of `count` comes as the number-th, in an order that is drawn and in which each comes once before any comes
  /// again.
  ///
  /// - Parameter number: From 1; less counts as 1.
  fileprivate mutating func place(of number: Int, among count: Int) -> Int {
    let start = integer(in: 0...count - 1)
    // With a step that shares no divisor with their number all are passed: cheaper than to shuffle them.
    var step = integer(in: 1...count)
    while !step.isCoprime(to: count) { step = integer(in: 1...count) }
    return (start + (max(number, 1) - 1) % count * step) % count
  }
}

extension Int {
  fileprivate func isCoprime(to other: Int) -> Bool {
    // Of 32 bits: what is divided by here is small, and the machine is quicker with it.
    var (larger, smaller) = (UInt32(self), UInt32(other))
    while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
    return larger == 1
  }
}
