import AgentContracts
import LoadEngine

/// What is said and what is made of the answers.
extension AgentClient {
  /// A conversation with a customer who is drawn, not yet opened.
  ///
  /// - Parameter number: Of the user's conversations, from 1.
  /// - Throws: ``UserEnded`` when the file of values has no row left for it.
  func newConversation(number: Int, using random: inout SeededRandom) throws -> Conversation {
    let customer = CustomerProfile.draw(locale: catalogue.run.locale, rules: catalogue.content, using: &random)
    let length = random.integer(in: Conversation.lengths)
    do {
      return Conversation(
        with: customer, row: try catalogue.row(user: user.number, conversation: number), number: number, length: length)
    } catch let end as UserEnded {
      user.buffer.counts(of: customer.locale).outcome.usersOutOfData += 1
      throw end
    }
  }

  /// The next message of a conversation, as the contract takes it.
  ///
  /// Said is said, whether or not an answer comes: a conversation with a mute agent ends as well.
  func message(_ text: [UInt8], in conversation: Conversation) -> Message {
    conversation.sent += 1
    let text = catalogue.content.fitted(text)
    user.buffer.said(text)
    return Message(utf8: text, phase: catalogue.phases.name(conversation.phase), number: conversation.sent)
  }

  // Not inlined for the reason that `Caller` gives.
  /// Takes in what an answer says: phase, tier, figures and words.
  ///
  /// - Parameter message: What was answered.
  @inline(never)
  func take(_ answer: Answer, in conversation: Conversation, to message: Message? = nil) {
    let (operation, phases, counts) = (answer.operation, catalogue.phases, counts(of: conversation))
    let named = named(by: answer, in: conversation)
    let words = answer.words
    if message != nil { counts.outcome.messagesAnswered += 1 }
    if operation.pointer(.phase) != nil || operation.key == .message {
      let phase = phases.advanced(
        conversation.phase, named: named, message: message?.text ?? "", answer: words?.text ?? "")
      conversation.advance(to: phase, named: named, in: phases, &counts.outcome)
    }
    if let tier = answer.text(.tier) { take(tier, of: answer, in: conversation, &counts.outcome) }
    takeFigures(of: answer, &counts.outcome)
    guard let words else { return }
    count(words, of: answer, &counts.outcome)
    let user = user
    user.buffer.answered(
      to: operation.number, user: user.number, call: user.calls, text: { words.text },
      isForeign: AnswerLanguage.isForeign)
  }

  /// The phase that an answer names; `nil` when it names none of the contract's.
  private func named(by answer: Answer, in conversation: Conversation) -> Int? {
    // Mostly the same as the last one, which is told without a string of it.
    if let last = conversation.named, answer.says(.phase, catalogue.phases.name(last)) { return last }
    return answer.text(.phase).flatMap(catalogue.phases.phase(reported:))
  }

  private func take(_ tier: String, of answer: Answer, in conversation: Conversation, _ outcome: inout BusinessOutcome)
  {
    conversation.tier = tier
    let shown = user.buffer.shown(tier: tier)
    outcome.tierAnswers[shown, default: 0] += 1
    // What a tier owes to the customer's words cannot be judged by the profile.
    guard let expected = catalogue.tierJudge?.expectedTier(of: conversation.customer, basis: answer.text(.tierBasis))
    else { return }
    outcome.tierAnswersJudged += 1
    outcome.tierAnswersFitting += expected == tier ? 1 : 0
    outcome.tiersByRule[expected, default: [:]][shown, default: 0] += 1
  }

  /// A projection, asked for or given with other words.
  private func takeFigures(of answer: Answer, _ outcome: inout BusinessOutcome) {
    guard !answer.operation.figures.isEmpty else { return }
    // An answer without a body is one without figures, and counts as that.
    let numbers = answer.operation.figures.map { group in
      answer.document?.numbers(group.names, in: group.outer) ?? group.names.map { _ in nil }
    }
    guard answer.operation.key == .roi || numbers[0][0] != nil else { return }
    outcome.roiAnswers += 1
    var isWhole = true
    for (group, numbers) in zip(answer.operation.figures, numbers) {
      for (figure, number) in zip(group.figures, numbers) {
        guard let number else {
          isWhole = false
          continue
        }
        // One that no sum of hundredths holds is out of any range.
        let isSummed = number.magnitude < 1e9
        if isSummed { outcome.roiFigures[figure.name, default: Amounts()].add(Int((number * 100).rounded())) }
        if !isSummed || !(figure.range?.contains(number) ?? true) { outcome.roiOutside[figure.name, default: 0] += 1 }
      }
    }
    if isWhole { outcome.roiAnswersWhole += 1 }
  }

  private func count(_ words: JSONWords, of answer: Answer, _ outcome: inout BusinessOutcome) {
    outcome.answers += 1
    if words.isBlank { outcome.emptyAnswers += 1 }
    let known = catalogue.fallbackTexts
    if answer.has(.fallback) || (!known.isEmpty && known.contains(where: words.text.hasPrefix)) {
      outcome.fallbackAnswers += 1
    }
  }
}
