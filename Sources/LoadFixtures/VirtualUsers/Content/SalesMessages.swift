/// What a customer writes to the agent, in Spanish.
package enum SalesMessages {
  /// A message that suits the conversation's phase and the customer, 1 to 4000 characters.
  ///
  /// Each customer goes through a phase's texts in an order of their own, so that nothing is said twice before all
  /// has been said; now and then a word of thanks is added.
  ///
  /// - Parameter number: the message's place in its conversation, from 1.
  package static func message(
    phase: ConversationPhase, customer: CustomerProfile, number: Int, using random: inout SeededRandom
  ) -> String {
    let texts = texts(of: customer.variety)
    let templates = texts.templates(for: phase)
    var order = SeededRandom(seed: customer.email.stableHash, user: phase.position)
    let indices = order.shuffled(templates.indices)
    let place = (max(number, 1) - 1) % indices.count
    var message = templates[indices[place]].text(for: customer)
    if random.chance(0.2) {
      message += " " + random.element(of: texts.courtesies)
    }
    return message
  }

  /// A message full of questions, 900 to 1100 UTF-8 bytes.
  package static func longMessage(customer: CustomerProfile, using random: inout SeededRandom) -> String {
    let texts = texts(of: customer.variety)
    let opening = texts.longOpening.text(for: customer)
    let closing = texts.longClosing.text(for: customer)
    var message = opening
    for question in random.shuffled(texts.questions) {
      // A question has at most 180 bytes, so the first sum at or above 900 stays below 1100.
      if message.utf8.count + closing.utf8.count + 1 >= longMessageBytes.lowerBound { break }
      message += " " + question.text(for: customer)
    }
    return message + " " + closing
  }

  /// UTF-8 bytes of a long message.
  static let longMessageBytes = 900...1100

  static func texts(of variety: CustomerProfile.Variety) -> SalesTexts {
    switch variety {
    case .mexican: .mexican
    case .castilian: .castilian
    }
  }
}
