/// What the conversations came to.
struct BusinessSection: ScenarioSection {
  let article: ScenarioArticle

  var html: HTML {
    let outcome = record.business
    guard outcome != BusinessOutcome() else {
      return .section("Business outcome", [.tag("p", [:], "No conversation was held.")])
    }
    let judged = outcome.tierAnswersJudged
    let fitting =
      judged > 0
      ? "\(NumberFormat.count(outcome.tierAnswersFitting)) of \(NumberFormat.count(judged)) "
        + "(\(NumberFormat.share(Double(outcome.tierAnswersFitting) / Double(judged))))"
      : "not judged"
    return .section(
      "Business outcome",
      [
        .hint("Counts over the whole run, warm-up included."),
        .tag(
          "div", ["class": "cards"],
          .facts([
            ("Conversations", "\(NumberFormat.count(outcome.conversationsStarted)) started"),
            ("Completed", NumberFormat.count(outcome.conversationsCompleted)),
            ("Abandoned", "\(NumberFormat.count(outcome.conversationsAbandoned)), open when their user stopped"),
            ("Messages answered", NumberFormat.count(outcome.messagesAnswered)),
            ("ROI answers", NumberFormat.count(outcome.roiAnswers)), ("Tiers as published", fitting),
          ]),
          .facts(
            Self.phases(outcome.phasesReached).map { ("Reached \($0.key)", NumberFormat.count($0.value)) }
              + outcome.tierAnswers.sorted { $0.key < $1.key }.map { ("Tier \($0.key)", NumberFormat.count($0.value)) })
        ),
      ])
  }

  /// In the order in which a conversation runs; names that the contract does not know last.
  static func phases(_ reached: [String: Int]) -> [(key: String, value: Int)] {
    let order = ConversationPhase.allCases.map(\.rawValue)
    func rank(_ phase: String) -> Int { order.firstIndex(of: phase) ?? order.count }
    return reached.sorted { (rank($0.key), $0.key) < (rank($1.key), $1.key) }
  }
}
