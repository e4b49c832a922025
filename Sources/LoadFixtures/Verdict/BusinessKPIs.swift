/// KPIs of the conversations: of the whole run, warm-up included, as its business figures are.
extension LimitedKPI where Limit == Double {
  /// Conversations that were closed, of those whose user was not cut off, 0 to 1.
  package static var completionRate: Self {
    Self(.ofBusiness("completion rate", .share, without: "conversation came to its end") { $0.completionRate })
  }

  package static var conversationsStarted: Self {
    Self(.ofBusiness("conversations started", .count, without: "conversation") { Double($0.conversationsStarted) })
  }

  package static var conversationsCompleted: Self {
    Self(.ofBusiness("conversations completed", .count, without: "conversation") { Double($0.conversationsCompleted) })
  }

  /// Whose user was not cut off.
  package static var conversationsAbandoned: Self {
    Self(
      .ofBusiness("conversations abandoned", .count, without: "conversation") {
        Double($0.conversationsAbandoned - ($0.abandonedBecause[BusinessOutcome.cutOff] ?? 0))
      })
  }

  /// Mean number of messages in a conversation that is over.
  package static var messagesPerConversation: Self {
    Self(
      .ofBusiness("messages per conversation", .count, without: "conversation came to its end") {
        $0.messagesPerConversation.mean
      })
  }

  /// Tiers as the contract's rule has them, of those that it can judge, 0 to 1.
  package static var tierAccuracy: Self {
    Self(.ofBusiness("tier accuracy", .share, without: "tier was judged") { $0.tierAccuracy })
  }

  /// Projections with every figure, 0 to 1.
  package static var wholeProjectionShare: Self {
    Self(.ofBusiness("whole projection share", .share, without: "projection came") { $0.roiWholeShare })
  }

  /// Figures of projections outside of what the contract says they can be.
  package static var projectionsOutOfRange: Self {
    Self(
      .ofBusiness("projections out of range", .count, without: "projection came") {
        $0.roiAnswers > 0 ? Double($0.roiOutside.values.reduce(0, +)) : nil
      })
  }

  /// Answers that are makeshifts, of those with words, 0 to 1.
  package static var fallbackShare: Self {
    Self(.ofBusiness("fallback share", .share, without: "answer with words came") { $0.fallbackShare })
  }

  /// Blank answers, of those that should have words, 0 to 1.
  package static var emptyAnswerShare: Self {
    Self(.ofBusiness("empty answer share", .share, without: "answer with words came") { $0.emptyShare })
  }

  /// How much of the answers to messages the most frequent text makes up, 0 to 1.
  package static var repeatedAnswerShare: Self {
    Self(.ofAnswersToMessages("repeated answer share") { $0.mostFrequentShare })
  }

  /// Answers to messages that are not in Spanish, 0 to 1.
  package static var wrongLanguageShare: Self {
    Self(.ofAnswersToMessages("wrong language share") { $0.foreignShare })
  }

  /// Different texts that users said.
  package static var distinctTexts: Self {
    Self(
      .ofRun("distinct texts", .count) { _, evidence in
        evidence.statistics.distinctTexts.map { .value(Double($0)) } ?? .unobservable("No user said anything.")
      })
  }
}

extension LimitedKPI where Limit == Duration {
  /// Mean time from the start of a conversation to its end, think time included.
  package static var conversationDuration: Self {
    Self(
      .ofBusiness("conversation duration", .milliseconds, without: "conversation came to its end") {
        $0.conversationDurations.mean.map { $0 / 1000 }
      })
  }
}

extension KPI {
  fileprivate static func ofBusiness(
    _ name: String, _ unit: Unit, without subject: String, _ value: @escaping @Sendable (BusinessOutcome) -> Double?
  ) -> KPI {
    ofRun(name, unit) { _, evidence in
      guard evidence.statistics.business != BusinessOutcome() else {
        return .unobservable("The \(name) cannot be known: no conversation was held.")
      }
      return value(evidence.statistics.business).map { .value($0) }
        ?? .unobservable("The \(name) cannot be known: no \(subject).")
    }
  }

  fileprivate static func ofAnswersToMessages(
    _ name: String, _ value: @escaping @Sendable (AnswerStatistics) -> Double
  ) -> KPI {
    ofRun(name, .share) { _, evidence in
      guard let answers = evidence.statistics.answers?.max(by: { $0.count < $1.count }) else {
        return .unobservable("The \(name) cannot be known: no answer with words came.")
      }
      guard answers.judged >= FindingRules.fewestAnswers else {
        return .unobservable(
          "The \(name) cannot be known: \(answers.judged) answers are fewer than \(FindingRules.fewestAnswers).")
      }
      return .value(value(answers))
    }
  }
}
