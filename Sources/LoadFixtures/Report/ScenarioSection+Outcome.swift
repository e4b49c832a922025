extension ScenarioSection {
  /// Failures by kind, and how long failed calls took.
  var failures: HTML {
    let counts = record.counts
    let failed = counts.failed + counts.dropped
    guard failed > 0 || !record.failureKinds.isEmpty else {
      return section("Failures", [.tag("p", [:], "No call failed.")] + cutOffs)
    }
    let all = counts.completed + failed
    let examples = record.failureExamples ?? [:]
    var table = HTMLTable(
      caption: "By kind, over the whole run, warm-up included",
      headings: [
        .words("Kind"), .numberHeading("Count"), .numberHeading("Share of failures"),
        .numberHeading(counts.dropped > 0 ? "Share of calls and dropped" : "Share of finished calls"),
      ] + (examples.isEmpty ? [] : [.words("What was wrong, the first time")]))
    func row(_ name: String, _ count: Int) -> [HTMLTable.Cell] {
      [
        .words(name, style: "name"), .number(NumberFormat.count(count)),
        .number(NumberFormat.share(failed > 0 ? Double(count) / Double(failed) : nil)),
        .number(NumberFormat.share(all > 0 ? Double(count) / Double(all) : nil)),
      ] + (examples.isEmpty ? [] : [.words(examples[name] ?? "")])
    }
    let kinds = record.failureKinds.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    table.rows = kinds.map { row($0.key, $0.value) }
    let known = kinds.reduce(0) { $0 + $1.value }
    if known != failed { table.rows.append(row("not accounted for", failed - known)) }
    return section("Failures", [table.render(), failureLatency] + cutOffs)
  }

  /// Calls in flight at the end: no failures, but not to be forgotten either.
  private var cutOffs: [HTML] {
    guard let count = record.total.cancelled, count > 0, let elapsed = record.total.cancelledLatency else { return [] }
    return [
      hint(
        "\(NumberFormat.count(count)) calls were in flight at the end and cut off after "
          + "\(NumberFormat.number(elapsed.min)) to \(NumberFormat.number(elapsed.max)) ms; they are no failures.")
    ]
  }

  private var failureLatency: HTML {
    let failing = record.requests.filter { $0.failures > 0 }
    guard !failing.isEmpty else { return hint("None of them after the warm-up.") }
    var table = HTMLTable(
      caption: "Response time of failed requests (ms), kept apart from the successful; warm-up left out",
      headings: [
        .words("Request"), .numberHeading("Mean"), .numberHeading("p50"), .numberHeading("p95"),
        .numberHeading("p99"), .numberHeading("Max"), .numberHeading("Failures"),
      ])
    func row(_ request: RequestStatistics, name: String) -> [HTMLTable.Cell] {
      latencyCells(request.failureLatency, samples: request.failures, name: name)
        + [.number(NumberFormat.count(request.failures))]
    }
    table.rows = failing.map { row($0, name: $0.name) }
    if failing.count > 1 { table.total = row(record.total, name: "all requests") }
    return table.render()
  }

  /// What the conversations came to.
  var business: HTML {
    let outcome = record.business
    guard outcome != BusinessOutcome() else {
      return section("Business outcome", [.tag("p", [:], "No conversation was held.")])
    }
    let judged = outcome.tierAnswersJudged
    let fitting =
      judged > 0
      ? "\(NumberFormat.count(outcome.tierAnswersFitting)) of \(NumberFormat.count(judged)) "
        + "(\(NumberFormat.share(Double(outcome.tierAnswersFitting) / Double(judged))))"
      : "not judged"
    return section(
      "Business outcome",
      [
        hint("Counts over the whole run, warm-up included."),
        .tag(
          "div", ["class": "cards"],
          facts([
            ("Conversations", "\(NumberFormat.count(outcome.conversationsStarted)) started"),
            ("Completed", NumberFormat.count(outcome.conversationsCompleted)),
            ("Abandoned", "\(NumberFormat.count(outcome.conversationsAbandoned)), open when their user stopped"),
            ("Messages answered", NumberFormat.count(outcome.messagesAnswered)),
            ("ROI answers", NumberFormat.count(outcome.roiAnswers)), ("Tiers as published", fitting),
          ]),
          facts(
            Self.phases(outcome.phasesReached).map { ("Reached \($0.key)", NumberFormat.count($0.value)) }
              + outcome.tierAnswers.sorted { $0.key < $1.key }.map { ("Tier \($0.key)", NumberFormat.count($0.value)) })
        ),
      ])
  }

  /// In the order in which a conversation runs; names that the contract does not know last.
  static func phases(_ reached: [String: Int]) -> [(key: String, value: Int)] {
    let order = [
      "greeting", "exploration", "presentation", "objection_handling", "negotiation", "closing", "follow_up",
      "completed",
    ]
    func rank(_ phase: String) -> Int { order.firstIndex(of: phase) ?? order.count }
    return reached.sorted { (rank($0.key), $0.key) < (rank($1.key), $1.key) }
  }

  /// What the target said of itself.
  var system: HTML {
    let system = record.system
    let sources = facts([
      ("Metrics", Self.words(system.metrics)), ("Connections", Self.words(system.connections)),
      ("Circuit breakers", Self.words(system.breakers)), ("Cache", Self.words(system.cache)),
    ])
    guard !system.points.isEmpty else {
      return section("The target's own metrics", [sources, hint("No reading was taken.")])
    }
    var table = HTMLTable(
      caption: "\(NumberFormat.count(system.points.count)) readings, as the target reports itself",
      headings: [
        .words("Metric"), .numberHeading("First"), .numberHeading("Lowest"), .numberHeading("Highest"),
        .numberHeading("Last"), .numberHeading("Readings"), .numberHeading("Not believable"),
      ])
    let counts = 0...Double(Believable.counts.upperBound)
    /// - Parameters:
    ///   - key: The value's name in the target's answer.
    ///   - range: What it can be; older records hold what it cannot.
    func row(
      _ name: String, _ key: String, _ range: ClosedRange<Double>, _ format: (Double?) -> String,
      _ value: (TargetMetrics.Point) -> Double?
    ) {
      let told = system.points.compactMap(value)
      let values = told.filter(range.contains)
      let notBelievable = told.count - values.count + (system.notBelievable?[key] ?? 0)
      guard !values.isEmpty || notBelievable > 0 else { return }
      let numbers = [values.first, values.min(), values.max(), values.last]
      table.rows.append(
        [.words(name)] + numbers.map { .number(format($0)) } + [
          .number(NumberFormat.count(values.count)),
          .number(notBelievable > 0 ? NumberFormat.count(notBelievable) : NumberFormat.missing),
        ])
    }
    row("Mean response time", "avg_response_time", Believable.milliseconds, NumberFormat.milliseconds) {
      $0.averageResponseTime
    }
    row("Error rate", "error_rate", Believable.shares, NumberFormat.share) { $0.errorRate }
    row("Request rate", "requests_per_second", Believable.rates, NumberFormat.rate) { $0.requestsPerSecond }
    row("Active connections", "active_connections", counts, NumberFormat.number) {
      $0.activeConnections.map(Double.init)
    }
    row("Open circuits", "open_circuits", counts, NumberFormat.number) { point in
      point.openCircuits.map { Double($0.count) + Double(point.openCircuitsNotNamed ?? 0) }
    }
    row("Cache hit rate", "hit_rate", Believable.shares, NumberFormat.share) { $0.cacheHitRate }
    row("Cache keys", "total_keys", counts, NumberFormat.number) { $0.cacheKeys.map(Double.init) }
    return section("The target's own metrics", [sources, table.rows.isEmpty ? .empty : table.render(), openCircuits])
  }

  private var openCircuits: HTML {
    var readings: [String: Int] = [:]
    for point in record.system.points {
      readings.add(Dictionary((point.openCircuits ?? []).map { ($0, 1) }, uniquingKeysWith: { first, _ in first }))
      if point.openCircuitsNotNamed != nil { readings[ForeignNames.others, default: 0] += 1 }
    }
    let named = readings.sorted { $0.key < $1.key }.map { "\($0.key) in \(NumberFormat.count($0.value))" }
    return named.isEmpty
      ? .empty : hint("Circuits seen open, and in how many readings: \(named.joined(separator: ", ")).")
  }

  private static func words(_ availability: TargetMetrics.Availability) -> String {
    switch availability {
    case .offered: "read once a second"
    case .notOffered: "not offered by this target"
    case .unreachable: "unreachable: it did not answer"
    case .unknown: "not known"
    }
  }
}
