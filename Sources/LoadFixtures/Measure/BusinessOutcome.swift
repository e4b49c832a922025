/// What the conversations came to: counts over the whole run, warm-up included.
public struct BusinessOutcome: Codable, Sendable, Equatable {
  public var conversationsStarted = 0
  /// Closed with `/end` by the user.
  public var conversationsCompleted = 0
  /// Open when their user stopped.
  public var conversationsAbandoned = 0
  public var messagesAnswered = 0
  /// Conversations by the furthest phase they reached.
  public var phasesReached: [String: Int] = [:]
  /// Tier answers by tier.
  public var tierAnswers: [String: Int] = [:]
  /// Tier answers that agree with the contract's rule, of those that could be judged; none without a rule.
  public var tierAnswersFitting = 0
  public var tierAnswersJudged = 0
  public var roiAnswers = 0

  public init() {}

  /// Adds the counts of another part of the same run.
  public mutating func add(_ other: BusinessOutcome) {
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
}
