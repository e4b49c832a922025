/// What became of the calls that ended in one second of a run, and all else that was told in it.
struct RunSecond: Sendable, Codable {
  /// Seconds since the run's origin at which it begins.
  var number: Int
  /// Virtual users at work (closed) or calls in flight (open) at its end.
  var users = 0
  var tally = Tally()
  /// For the log of details alone: not written with the second.
  var details: [Detail] = []
  var detailsLeftOut = 0

  private enum CodingKeys: CodingKey {
    case number, users, tally
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(number, forKey: .number)
    try container.encode(users, forKey: .users)
    // They would double what a second takes in the timeline.
    var tally = tally
    tally.phases = nil
    try container.encode(tally, forKey: .tally)
  }
}

/// Counts, histograms and sums over a part of a run. Whatever the parts that a run is divided into, and in whatever order
/// they are added, the sum is the same to the last bit.
struct Tally: Sendable, Codable {
  var scheduled = 0
  var repeats = 0
  /// Calls by window and request; cells that no call fell into are absent.
  var cells: [Int: CallTally] = [:]
  /// Dropped arrivals by the window in which they had been due: they have no request.
  var drops: [Int: Int] = [:]
  /// How much later than due users and arrivals were started.
  var lateness = HDRHistogram()
  /// How much later than asked the loops' heartbeats came.
  var loopLag = HDRHistogram()
  /// By locale.
  var business: [String: BusinessOutcome] = [:]
  /// By request.
  var answers: [Int: AnswerSample] = [:]
  var answerTexts: [UInt64: String] = [:]
  var texts = DistinctTexts()
  /// By the place of the contract's sign.
  var signs: [Int: SignTally] = [:]
  /// Response times of messages after the warm-up, by their place in the conversation; the last stands for all later ones.
  var turns: [Int: HDRHistogram] = [:]
  var harnessErrors = Occurrences()
  /// The earliest of each, for those that have more to say than their label.
  var failureExamples: [FailureCell: Occurrence] = [:]
  /// Where the time of the calls after the warm-up went, by request; absent where it is not kept.
  var phases: [Int: PhaseTally]?
  /// Absent where no call is traced.
  var traces: TracedCalls?

  /// All calls, whatever they asked for and whenever they were due.
  var calls: CallTally { cells.values.reduce(into: CallTally()) { $0.add($1) } }

  /// How many calls there are, however they ended.
  var callCount: Int { cells.values.reduce(0) { $0 + $1.calls + $1.cancellation.count } }

  var dropped: Int { drops.values.reduce(0, +) }

  mutating func add(_ other: Tally) {
    scheduled += other.scheduled
    repeats += other.repeats
    for (cell, calls) in other.cells { cells[cell, default: CallTally()].add(calls) }
    drops.merge(other.drops, uniquingKeysWith: +)
    lateness.add(other.lateness)
    loopLag.add(other.loopLag)
    addWords(other.business, other.answers, other.answerTexts, other.signs)
    texts.add(other.texts)
    for (turn, latencies) in other.turns { turns[turn, default: HDRHistogram()].add(latencies) }
    if let others = other.phases {
      var sums = phases ?? [:]
      // Not two owners of one dictionary, which would be copied for it.
      phases = nil
      for (request, times) in others { sums[request, default: PhaseTally()].add(times) }
      phases = sums
    }
    harnessErrors.add(other.harnessErrors)
    failureExamples.merge(other.failureExamples, uniquingKeysWith: min)
    if let added = other.traces { traces = traces.map { $0.adding(added) } ?? added }
  }

  mutating func addWords(
    _ business: [String: BusinessOutcome], _ answers: [Int: AnswerSample], _ texts: [UInt64: String],
    _ signs: [Int: SignTally]
  ) {
    for (locale, outcome) in business { self.business[locale, default: BusinessOutcome()].add(outcome) }
    for (request, sample) in answers { self.answers[request, default: AnswerSample()].add(sample) }
    for (place, tally) in signs { self.signs[place, default: SignTally()].add(tally) }
    answerTexts.merge(texts) { first, _ in first }
    // Those with the smallest hashes stay: which they are does not depend on the order of the sums.
    if answerTexts.count > Self.mostTexts {
      for text in answerTexts.keys.sorted().dropFirst(Self.mostTexts) { answerTexts[text] = nil }
    }
  }

  private static let mostTexts = 500
  /// Messages of a conversation that are told apart.
  static let mostTurns = 20
}
