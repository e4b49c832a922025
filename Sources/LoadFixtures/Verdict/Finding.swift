/// Something that a run's numbers show of the target and that no requirement asked for.
package struct Finding: Codable, Sendable, Equatable {
  /// The same for each of its kind, for code.
  package var code: String
  /// What it is, and what to do about it.
  package var sentence: String
  /// The numbers that it rests on.
  package var evidence: String

  package init(code: String, sentence: String, evidence: String) {
    self.code = code
    self.sentence = sentence
    self.evidence = evidence
  }
}

/// Looks through a run's numbers for what a reader should know whatever was required. Each rule names its bounds; below them
/// nothing is said.
struct FindingRules {
  let statistics: RunStatistics
  /// Arrivals, and no number of users.
  var isOpen = false

  /// Answers that are looked at before a share of them means anything.
  static let fewestAnswers = 50
  /// A text that makes up more of an operation's answers than this is canned.
  static let repeatedShare = 0.2
  /// Of answers in another language, of makeshifts and of blank ones: more than a stray one.
  static let strayShare = 0.02
  /// How much the median may rise within a stage of constant load.
  static let driftRatio = 1.5
  /// Milliseconds that it must rise by besides.
  static let driftRise = 20.0
  /// Seconds with answers that each end of a stage needs.
  static let driftSeconds = 5

  var findings: [Finding] {
    (statistics.answers ?? []).flatMap(findings(on:)) + [fallback, empty, drift].compactMap(\.self)
  }

  private func findings(on answers: AnswerStatistics) -> [Finding] {
    guard answers.judged >= Self.fewestAnswers else { return [] }
    var findings: [Finding] = []
    let looked = answers.judged == answers.count ? "" : " that were looked at (a uniform sample)"
    let of = "\(NumberFormat.count(answers.judged)) answers to \(answers.name)\(looked)"
    if answers.mostFrequentShare > Self.repeatedShare {
      findings.append(
        Finding(
          code: "repeatedAnswers",
          sentence: "One text makes up more than \(NumberFormat.share(Self.repeatedShare)) of the answers to "
            + "\(answers.name): an apology, a canned answer or a cache may have been measured in place of the agent.",
          evidence: "\(NumberFormat.share(answers.mostFrequentShare)) of \(of) are the same, and "
            + "\(NumberFormat.count(answers.distinct)) are different"
            + (answers.mostFrequent.map { ": \"\($0)\"" } ?? ".")))
    }
    if answers.foreignShare > Self.strayShare {
      findings.append(
        Finding(
          code: "wrongLanguage", sentence: "Answers to \(answers.name) are in another language than Spanish.",
          evidence: "\(NumberFormat.share(answers.foreignShare)) of \(of)."))
    }
    return findings
  }

  private var fallback: Finding? {
    let business = statistics.business
    guard business.answers >= Self.fewestAnswers, let share = business.fallbackShare, share > Self.strayShare else {
      return nil
    }
    return Finding(
      code: "fallbackAnswers", sentence: "Answers are makeshifts: what the agent leans on failed.",
      evidence:
        "\(NumberFormat.share(share)) of \(NumberFormat.count(business.answers)) answers bear the contract's mark.")
  }

  private var empty: Finding? {
    let business = statistics.business
    guard business.answers >= Self.fewestAnswers, let share = business.emptyShare, share > Self.strayShare else {
      return nil
    }
    return Finding(
      code: "emptyAnswers", sentence: "Answers have no words.",
      evidence: "\(NumberFormat.share(share)) of \(NumberFormat.count(business.answers)) answers are blank.")
  }

  /// The longest measured stage whose load stays the same: within it a target that is sound does not slow down.
  private var drift: Finding? {
    let stages = statistics.stages.filter { !$0.warmUp && isConstant($0) }
    guard let stage = stages.max(by: { $0.end - $0.start < $1.end - $1.start }) else { return nil }
    let medians = statistics.timeline.filter {
      Double($0.second) >= stage.start && Double($0.second + 1) <= stage.end
    }.compactMap(\.p50)
    let part = medians.count / 3
    guard part >= Self.driftSeconds else { return nil }
    let (first, last) = (Self.median(medians.prefix(part)), Self.median(medians.suffix(part)))
    guard first > 0, last > first * Self.driftRatio, last - first > Self.driftRise else { return nil }
    return Finding(
      code: "drift",
      sentence:
        "The target slowed down under a load that stayed the same: look for what grows with the run (files, tables, "
        + "memory, queues), and run longer before a number of this run is used.",
      evidence: "p50 rose from \(NumberFormat.milliseconds(first)) in the first third of stage \"\(stage.name)\" to "
        + "\(NumberFormat.milliseconds(last)) in the last.")
  }

  /// Whether the load was the same at its end as at its beginning, from what was seen: users, or of arrivals, whose calls
  /// in flight grow where the target slows down, those that came to an end in each second.
  private func isConstant(_ stage: StageStatistics) -> Bool {
    let seconds = statistics.timeline.filter {
      Double($0.second) >= stage.start && Double($0.second + 1) <= stage.end
    }
    let load = seconds.map { isOpen ? $0.completed + $0.failed + $0.dropped : $0.users }
    guard stage.target > 0, let least = load.min(), let most = load.max() else { return false }
    guard isOpen else { return Double(most) <= Double(least) * 1.05 + 1 }
    let part = load.count / 3
    let (first, last) = (load.prefix(part).reduce(0, +), load.suffix(part).reduce(0, +))
    return Double(max(first, last)) <= Double(min(first, last)) * 1.1 + 1
  }

  private static func median(_ values: some Collection<Double>) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
