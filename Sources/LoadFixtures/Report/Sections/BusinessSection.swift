/// What the conversations came to.
struct BusinessSection: ScenarioSection {
  let article: ScenarioArticle

  var html: HTML {
    guard record.business != BusinessOutcome() else {
      return section("Business outcome", "business", [.tag("p", [:], "No conversation was held.")])
    }
    return section(
      "Business outcome", "business",
      [
        .hint("Counts over the whole run, warm-up included; shares and times as the SLA has them."),
        overview.render(), funnel, transitions, tiers, projections, answers, turns,
      ])
  }

  // MARK: All, and by locale

  private struct Column {
    let heading: String
    let outcome: BusinessOutcome
  }

  /// A figure a row, a locale a column.
  private var overview: HTMLTable<(name: String, text: (BusinessOutcome) -> String)> {
    let columns =
      [Column(heading: "All", outcome: record.business)]
      + (record.businessByLocale ?? [:]).sorted { $0.key < $1.key }.map { Column(heading: $0.key, outcome: $0.value) }
    return HTMLTable(
      caption: "Conversations" + (columns.count > 1 ? ", and by the customers' locale" : ""),
      columns: [.words("Figure", style: "name", \.name)]
        + columns.map { column in .text(column.heading) { $0.text(column.outcome) } },
      rows: Self.figures)
  }

  private static var figures: [(name: String, text: (BusinessOutcome) -> String)] {
    func count(_ name: String, _ value: @escaping (BusinessOutcome) -> Int) -> (String, (BusinessOutcome) -> String) {
      (name, { NumberFormat.count(value($0)) })
    }
    func share(_ name: String, _ value: @escaping (BusinessOutcome) -> Double?) -> (String, (BusinessOutcome) -> String)
    {
      (name, { NumberFormat.share(value($0)) })
    }
    return [
      count("Started", \.conversationsStarted), count("Completed", \.conversationsCompleted),
      (
        "Abandoned",
        { outcome in
          let reasons = outcome.abandonedBecause.filter { $0.value > 0 }.sorted { $0.key < $1.key }
            .map { "\($0.key) \(NumberFormat.count($0.value))" }
          return NumberFormat.count(outcome.conversationsAbandoned)
            + (reasons.isEmpty ? "" : " (\(reasons.joined(separator: ", ")))")
        }
      ),
      share("Completion rate (without users cut off)", \.completionRate),
      ("Messages per conversation", { NumberFormat.number($0.messagesPerConversation.mean) }),
      (
        "Duration of a conversation",
        { NumberFormat.milliseconds($0.conversationDurations.mean.map { $0 / 1000 }) }
      ),
      count("Messages answered", \.messagesAnswered),
      (
        "Tiers as published",
        { outcome in
          outcome.tierAnswersJudged > 0
            ? "\(NumberFormat.count(outcome.tierAnswersFitting)) of \(NumberFormat.count(outcome.tierAnswersJudged)) "
              + "(\(NumberFormat.share(outcome.tierAccuracy)))"
            : "not judged"
        }
      ),
      count("Projections", \.roiAnswers), share("Projections with every figure", \.roiWholeShare),
      count("Figures out of range") { $0.roiOutside.values.reduce(0, +) },
      share("Makeshift answers", \.fallbackShare), share("Blank answers", \.emptyShare),
    ]
  }

  // MARK: Phases

  /// Conversations that came at least so far, and how long they stayed.
  private var funnel: HTML {
    let outcome = record.business
    let reached = Self.phases(outcome.phasesReached)
    guard !reached.isEmpty else { return .empty }
    let total = reached.reduce(0) { $0 + $1.value }
    var left = total
    let rows = reached.map { phase, count in
      defer { left -= count }
      return (phase: phase, reached: left, endedHere: count, time: outcome.timeInPhase[phase])
    }
    return HTMLTable(
      caption: "Funnel: conversations that are over, by the furthest phase",
      columns: [
        .words("Phase", style: "name", \.phase), .count("Reached", \.reached),
        .share("Share") { total > 0 ? Double($0.reached) / Double(total) : nil },
        .count("Came no further", \.endedHere),
        .number("Mean time in it (ms)") { $0.time?.mean.map { $0 / 1000 } },
        .number("Longest (ms)") { $0.time?.most.map { Double($0) / 1000 } },
      ], rows: rows
    ).render()
  }

  private var transitions: HTML {
    matrix(
      "From one answer's phase to the next, as the agent named them", record.business.transitions, corner: "from \\ to"
    ) { Self.phases($0).map(\.key) }
  }

  private var tiers: HTML {
    let answered = record.business.tierAnswers.sorted { $0.key < $1.key }
    let counts =
      answered.isEmpty
      ? HTML.empty : .facts(answered.map { ("Tier \($0.key)", NumberFormat.count($0.value)) })
    return .tag(
      "div", [:],
      [
        counts,
        matrix("Tiers: by the contract's rule, and as answered", record.business.tiersByRule, corner: "rule \\ answer")
        {
          $0.keys.sorted()
        },
      ])
  }

  /// A table of counts by two names.
  private func matrix(
    _ caption: String, _ table: [String: [String: Int]], corner: String, order: ([String: Int]) -> [String]
  ) -> HTML {
    guard !table.isEmpty else { return .empty }
    var names: [String: Int] = table.mapValues { _ in 1 }
    for row in table.values { names.merge(row.mapValues { _ in 1 }) { first, _ in first } }
    let ordered = order(names)
    return HTMLTable(
      caption: caption,
      columns: [.words(corner, style: "name") { $0 }]
        + ordered.map { column in .count(column) { table[$0]?[column] } },
      rows: ordered.filter { table[$0] != nil }
    ).render()
  }

  // MARK: Answers

  private var projections: HTML {
    let outcome = record.business
    let rows = outcome.roiFigures.sorted { $0.key < $1.key }
    guard !rows.isEmpty else { return .empty }
    return HTMLTable(
      caption: "Projections: what their figures were",
      columns: [
        .words("Figure", style: "name", \.key), .count("Answers", \.value.count),
        .number("Least") { $0.value.least.map { Double($0) / 100 } },
        .number("Mean") { $0.value.mean.map { $0 / 100 } },
        .number("Most") { $0.value.most.map { Double($0) / 100 } },
        .count("Out of range") { outcome.roiOutside[$0.key] ?? 0 },
      ], rows: rows
    ).render()
  }

  private var answers: HTML {
    guard let answers = record.answers, !answers.isEmpty else { return .empty }
    let said = record.distinctTexts.map { count in
      HTML.hint(
        "Users said \(record.distinctTextsAreExact == true ? "" : "about ")\(NumberFormat.count(count)) different texts."
      )
    }
    let table = HTMLTable(
      caption: "Answers with words: all of them up to 4,096 an operation, then a uniform sample",
      columns: [
        .words("Request", style: "name", \.name), .count("Answers", \.count), .count("Looked at", \.judged),
        .count("Different", \.distinct), .share("Most frequent", \.mostFrequentShare),
        .share("Not Spanish", \.foreignShare), .number("Characters, mean") { $0.length.mean },
        .words("The most frequent") { $0.mostFrequent ?? "" },
      ], rows: answers)
    return .tag("div", [:], [table.render(), said ?? .empty])
  }

  private var turns: HTML {
    guard let turns = record.turns, !turns.isEmpty else { return .empty }
    return HTMLTable(
      caption: "Response time of messages by their place in the conversation (ms), warm-up left out",
      columns: [.text("Message") { $0.turn == Tally.mostTurns ? "\($0.turn) and later" : "\($0.turn)" }]
        + [.count("Count", \.count)] + HTMLTable.Column.latency([.p50, .p95]) { ($0.latency, $0.count) },
      rows: turns
    ).render()
  }

  /// In the order in which a conversation runs; names that the suite does not know last.
  static func phases(_ reached: [String: Int]) -> [(key: String, value: Int)] {
    let order = ConversationPhase.allCases.map(\.rawValue)
    func rank(_ phase: String) -> Int { order.firstIndex(of: phase) ?? order.count }
    return reached.sorted { (rank($0.key), $0.key) < (rank($1.key), $1.key) }
  }
}
