/// Follows a conversation through its phases, and never back.
package struct PhaseProgression: Sendable, Equatable {
  package private(set) var phase: ConversationPhase

  package init(phase: ConversationPhase = .greeting) {
    self.phase = phase
  }

  /// Takes in one message and its answer.
  ///
  /// A phase that the agent names is taken at its word, unless it lies behind. Otherwise keywords in both texts
  /// point to a phase, and the conversation moves at most one phase towards it: a keyword is a hint, and a stray
  /// "pago" in a greeting must not end the sale.
  ///
  /// - Parameters:
  ///   - reported: the phase in the answer, nil, empty or unknown when the agent does not tell.
  ///   - message: what the user wrote.
  ///   - answer: what the agent wrote.
  /// - Returns: the phase from here on.
  @discardableResult
  package mutating func advance(reported: String?, message: String, answer: String) -> ConversationPhase {
    if let named = reported.flatMap(ConversationPhase.init(reported:)) {
      phase = max(phase, named)
      return phase
    }
    let hints = [message, answer].compactMap(PhaseKeywords.furthestPhase(in:))
    if let hinted = hints.max(), hinted > phase {
      phase = min(hinted, phase.successor)
    }
    return phase
  }
}
