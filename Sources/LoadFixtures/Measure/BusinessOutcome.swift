/// What the conversations came to: counts over the whole run, warm-up included.
package struct BusinessOutcome: Sendable, Equatable {
  package var conversationsStarted = 0
  /// Closed by the user, and the agent confirmed it.
  package var conversationsCompleted = 0
  /// Left open, for whatever reason.
  package var conversationsAbandoned = 0
  /// The abandoned by the reason: ``cutOff`` where the run ended its user.
  package var abandonedBecause: [String: Int] = [:]
  package var messagesAnswered = 0
  /// Messages of each conversation that is over.
  package var messagesPerConversation = Amounts()
  /// From the start of a conversation to its end, microseconds.
  package var conversationDurations = Amounts()
  /// Conversations by the furthest phase they reached.
  package var phasesReached: [String: Int] = [:]
  /// What conversations spent in each phase, microseconds; the think time is in it.
  package var timeInPhase: [String: Amounts] = [:]
  /// From one answer to the next: how often the agent named the second phase after the first.
  package var transitions: [String: [String: Int]] = [:]
  /// Tier answers by tier.
  package var tierAnswers: [String: Int] = [:]
  /// Tier answers that agree with the contract's rule, of those that could be judged; none without a rule.
  package var tierAnswersFitting = 0
  package var tierAnswersJudged = 0
  /// Those that were judged: by the tier that the rule gives, then by the one that was answered.
  package var tiersByRule: [String: [String: Int]] = [:]
  /// Answers to calls that ask for a projection, or that held one.
  package var roiAnswers = 0
  /// Of these, those with every figure that the contract knows.
  package var roiAnswersWhole = 0
  /// The figures by name, in hundredths.
  package var roiFigures: [String: Amounts] = [:]
  /// Figures outside of what the contract says they can be, by name.
  package var roiOutside: [String: Int] = [:]
  /// Users that ended because the file of values had no row left for them.
  package var usersOutOfData = 0
  /// Answers that have words.
  package var answers = 0
  /// Of these, those that bear the contract's mark of a makeshift, or begin with a text that is known as one.
  package var fallbackAnswers = 0
  /// Of these, those whose text is blank.
  package var emptyAnswers = 0

  package init() {}

  /// The reason of a conversation whose user was ended by the run.
  package static let cutOff = "user cut off"

  /// Adds the counts of another part of the same run.
  package mutating func add(_ other: BusinessOutcome) {
    for count in Self.counts { self[keyPath: count] += other[keyPath: count] }
    for counts in Self.countsByName { self[keyPath: counts].add(other[keyPath: counts]) }
    // An end that was thought to fail and was confirmed in a later second.
    abandonedBecause = abandonedBecause.filter { $0.value != 0 }
    for table in Self.tables { self[keyPath: table].add(other[keyPath: table]) }
    messagesPerConversation.add(other.messagesPerConversation)
    conversationDurations.add(other.conversationDurations)
    for amounts in Self.amountsByName { self[keyPath: amounts].add(other[keyPath: amounts]) }
  }

  // MARK: What is said of them

  /// The completed of those whose user was not cut off, 0 to 1; `nil` when none came to an end.
  package var completionRate: Double? {
    share(
      conversationsCompleted, of: conversationsCompleted + conversationsAbandoned - (abandonedBecause[Self.cutOff] ?? 0)
    )
  }

  package var tierAccuracy: Double? { share(tierAnswersFitting, of: tierAnswersJudged) }
  package var roiWholeShare: Double? { share(roiAnswersWhole, of: roiAnswers) }
  package var fallbackShare: Double? { share(fallbackAnswers, of: answers) }
  package var emptyShare: Double? { share(emptyAnswers, of: answers) }

  private func share(_ part: Int, of all: Int) -> Double? { all > 0 ? Double(part) / Double(all) : nil }
}

extension BusinessOutcome {
  // Computed: key paths are not Sendable.
  private static var counts: [WritableKeyPath<BusinessOutcome, Int>] {
    [
      \.conversationsStarted, \.conversationsCompleted, \.conversationsAbandoned, \.messagesAnswered,
      \.tierAnswersFitting, \.tierAnswersJudged, \.roiAnswers, \.roiAnswersWhole, \.answers, \.fallbackAnswers,
      \.emptyAnswers,
      \.usersOutOfData,
    ]
  }
  private static var countsByName: [WritableKeyPath<BusinessOutcome, [String: Int]>] {
    [\.abandonedBecause, \.phasesReached, \.tierAnswers, \.roiOutside]
  }
  private static var tables: [WritableKeyPath<BusinessOutcome, [String: [String: Int]]>] {
    [\.transitions, \.tiersByRule]
  }
  private static var amountsByName: [WritableKeyPath<BusinessOutcome, [String: Amounts]>] {
    [\.timeInPhase, \.roiFigures]
  }

  /// Every count in it.
  var allCounts: [Int] {
    Self.counts.map { self[keyPath: $0] } + Self.countsByName.flatMap { self[keyPath: $0].values }
      + Self.tables.flatMap { self[keyPath: $0].values.flatMap(\.values) }
      + ([messagesPerConversation, conversationDurations] + Self.amountsByName.flatMap { self[keyPath: $0].values })
      .map(\.count)
  }

  /// Whether counts that are read from a file can be those of a part of a run. The abandoned of a second may be below 0: a
  /// conversation counts as abandoned until its end is confirmed.
  var isBelievable: Bool { allCounts.allSatisfy { Believable.counts.contains(Int(clamping: $0.magnitude)) } }
}

/// What can begin as nothing and be added up.
private protocol Summable {
  init()
  mutating func add(_ other: Self)
}

extension Amounts: Summable {}
extension Dictionary: Summable where Key == String, Value == Int {}

extension Dictionary where Key == String, Value: Summable {
  /// Adds values by names that may come from elsewhere, as ``Swift/Dictionary/add(_:)`` does counts.
  fileprivate mutating func add(_ other: Self) {
    for (name, value) in other { self[name, default: Value()].add(value) }
    let names = keys.filter { $0 != ForeignNames.others }
    guard names.count > ForeignNames.most else { return }
    let others = names.map { ($0.stableHash, $0) }.sorted { $0 < $1 }.dropFirst(ForeignNames.most)
    for (_, name) in others {
      if let value = removeValue(forKey: name) { self[ForeignNames.others, default: Value()].add(value) }
    }
  }
}

extension BusinessOutcome: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case conversationsStarted, conversationsCompleted, conversationsAbandoned, abandonedBecause, messagesAnswered
    case messagesPerConversation, conversationDurations, phasesReached, timeInPhase, transitions, tierAnswers
    case tierAnswersFitting, tierAnswersJudged, tiersByRule, roiAnswers, roiAnswersWhole, roiFigures, roiOutside
    case answers, fallbackAnswers, emptyAnswers, usersOutOfData
  }

  /// What earlier versions did not count is absent in their records.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func read<Value: Decodable>(_ key: CodingKeys, into value: inout Value) throws {
      if let known = try container.decodeIfPresent(Value.self, forKey: key) { value = known }
    }
    conversationsStarted = try container.decode(Int.self, forKey: .conversationsStarted)
    conversationsCompleted = try container.decode(Int.self, forKey: .conversationsCompleted)
    conversationsAbandoned = try container.decode(Int.self, forKey: .conversationsAbandoned)
    try read(.abandonedBecause, into: &abandonedBecause)
    try read(.messagesAnswered, into: &messagesAnswered)
    try read(.messagesPerConversation, into: &messagesPerConversation)
    try read(.conversationDurations, into: &conversationDurations)
    try read(.phasesReached, into: &phasesReached)
    try read(.timeInPhase, into: &timeInPhase)
    try read(.transitions, into: &transitions)
    try read(.tierAnswers, into: &tierAnswers)
    try read(.tierAnswersFitting, into: &tierAnswersFitting)
    try read(.tierAnswersJudged, into: &tierAnswersJudged)
    try read(.tiersByRule, into: &tiersByRule)
    try read(.roiAnswers, into: &roiAnswers)
    try read(.roiAnswersWhole, into: &roiAnswersWhole)
    try read(.roiFigures, into: &roiFigures)
    try read(.roiOutside, into: &roiOutside)
    try read(.answers, into: &answers)
    try read(.fallbackAnswers, into: &fallbackAnswers)
    try read(.emptyAnswers, into: &emptyAnswers)
    try read(.usersOutOfData, into: &usersOutOfData)
  }
}
