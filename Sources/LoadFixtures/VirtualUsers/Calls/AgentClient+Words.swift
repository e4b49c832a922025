import AgentContracts
import LoadEngine

/// What is said and what is made of the answers.
extension AgentClient {
  /// The next message of a conversation, as the contract takes it.
  ///
  /// Said is said, whether or not an answer comes: a conversation with a mute agent ends as well.
  func message(_ text: String, in conversation: Conversation) -> Message {
    conversation.sent += 1
    let text = catalogue.content.fitted(text)
    user.buffer.said(text)
    return Message(text: text, phase: catalogue.phases.name(conversation.phase), number: conversation.sent)
  }

  // Not inlined for the reason that `Caller` gives.
  /// Takes in what an answer says: phase, tier, figures and words.
  ///
  /// - Parameter message: What was answered.
  @inline(never)
  func take(_ answer: Answer, in conversation: Conversation, to message: String = "") {
    let text = answer.text(.text)
    let reported = answer.text(.phase)
    let phases = catalogue.phases
    tally(conversation) { outcome in
      if answer.operation.pointer(.phase) != nil || answer.operation.key == .message {
        let phase = phases.advanced(conversation.phase, reported: reported, message: message, answer: text ?? "")
        conversation.advance(to: phase, named: reported.flatMap(phases.phase(reported:)), in: phases, &outcome)
      }
      if let tier = answer.text(.tier) { take(tier, of: answer, in: conversation, &outcome) }
      takeFigures(of: answer, &outcome)
      if let text { take(words: text, of: answer, &outcome) }
    }
  }

  private func take(_ tier: String, of answer: Answer, in conversation: Conversation, _ outcome: inout BusinessOutcome)
  {
    conversation.tier = tier
    outcome.tierAnswers[tier, default: 0] += 1
    // What a tier owes to the customer's words cannot be judged by the profile.
    guard let expected = catalogue.tierJudge?.expectedTier(of: conversation.customer, basis: answer.text(.tierBasis))
    else { return }
    outcome.tierAnswersJudged += 1
    outcome.tierAnswersFitting += expected == tier ? 1 : 0
    outcome.tiersByRule[expected, default: [:]][tier, default: 0] += 1
  }

  /// A projection, asked for or given with other words.
  private func takeFigures(of answer: Answer, _ outcome: inout BusinessOutcome) {
    let figures = answer.operation.roiFigures
    guard let first = figures.first, answer.operation.key == .roi || answer.number(first) != nil else { return }
    outcome.roiAnswers += 1
    var isWhole = true
    for figure in figures {
      guard let number = answer.number(figure) else {
        isWhole = false
        continue
      }
      let name = String(figure.rawValue.dropFirst(4))
      // One that no sum of hundredths holds is out of any range.
      let isSummed = number.magnitude < 1e9
      if isSummed { outcome.roiFigures[name, default: Amounts()].add(Int((number * 100).rounded())) }
      if !isSummed || !(contract.roiRanges[figure]?.contains(number) ?? true) {
        outcome.roiOutside[name, default: 0] += 1
      }
    }
    if isWhole { outcome.roiAnswersWhole += 1 }
  }

  private func take(words text: String, of answer: Answer, _ outcome: inout BusinessOutcome) {
    outcome.answers += 1
    if text.utf8.allSatisfy({ $0 <= 0x20 }) { outcome.emptyAnswers += 1 }
    if answer.has(.fallback) || contract.fallbackTexts.contains(where: text.hasPrefix) { outcome.fallbackAnswers += 1 }
    let user = user
    user.buffer.answered(
      text, to: answer.operation.number, user: user.number, call: user.calls, isForeign: AnswerLanguage.isForeign)
  }
}
