/// What the conversations came to: counts over the whole run, warm-up included.
package struct BusinessOutcome: Codable, Sendable, Equatable {
  package var conversationsStarted = 0
  /// Closed with `/end` by the user.
  package var conversationsCompleted = 0
  /// Open when their user stopped.
  package var conversationsAbandoned = 0
  package var messagesAnswered = 0
  /// Conversations by the furthest phase they reached.
  package var phasesReached: [String: Int] = [:]
  /// Tier answers by tier.
  package var tierAnswers: [String: Int] = [:]
  /// Tier answers that agree with the contract's rule, of those that could be judged; none without a rule.
  package var tierAnswersFitting = 0
  package var tierAnswersJudged = 0
  package var roiAnswers = 0

  package init() {}

  /// Adds the counts of another part of the same run.
  package mutating func add(_ other: BusinessOutcome) {
    conversationsStarted += other.conversationsStarted
    conversationsCompleted += other.conversationsCompleted
    conversationsAbandoned += other.conversationsAbandoned
    messagesAnswered += other.messagesAnswered
    phasesReached.add(other.phasesReached)
    tierAnswers.add(other.tierAnswers)
    tierAnswersFitting += other.tierAnswersFitting
    tierAnswersJudged += other.tierAnswersJudged
    roiAnswers += other.roiAnswers
  }

  private var counts: [Int] {
    [
      conversationsStarted, conversationsCompleted, conversationsAbandoned, messagesAnswered, tierAnswersFitting,
      tierAnswersJudged, roiAnswers,
    ] + phasesReached.values + tierAnswers.values
  }

  /// Whether counts that are read from a file can be those of a part of a run. The abandoned of a second may be below 0: a
  /// conversation counts as abandoned until its end is confirmed.
  var isBelievable: Bool { counts.allSatisfy { Believable.counts.contains(Int(clamping: $0.magnitude)) } }
}
