/// What the target said of itself.
struct TargetSection: ScenarioSection {
  let article: ScenarioArticle

  /// One number of the target's readings.
  private struct Metric {
    let name: String
    /// The value's name in the target's answer.
    let key: String
    /// What it can be; older records hold what it cannot.
    let range: ClosedRange<Double>
    let format: (Double?) -> String
    let value: (TargetMetrics.Point) -> Double?
  }

  /// What was read of a metric.
  private struct Readings {
    let metric: Metric
    let values: [Double]
    let notBelievable: Int

    init(_ metric: Metric, in system: TargetMetrics) {
      let told = system.points.compactMap(metric.value)
      self.metric = metric
      values = told.filter(metric.range.contains)
      notBelievable = told.count - values.count + (system.notBelievable?[metric.key] ?? 0)
    }
  }

  var html: HTML {
    let system = record.system
    let sources = HTML.facts([
      ("Metrics", Self.words(system.metrics)), ("Connections", Self.words(system.connections)),
      ("Circuit breakers", Self.words(system.breakers)), ("Cache", Self.words(system.cache)),
    ])
    guard !system.points.isEmpty else {
      return section("The target's own metrics", "target", [sources, .hint("No reading was taken.")])
    }
    let table = HTMLTable(
      caption: "\(NumberFormat.count(system.points.count)) readings, as the target reports itself",
      columns: [
        .words("Metric", \.metric.name), .text("First") { $0.metric.format($0.values.first) },
        .text("Lowest") { $0.metric.format($0.values.min()) }, .text("Highest") { $0.metric.format($0.values.max()) },
        .text("Last") { $0.metric.format($0.values.last) }, .count("Readings", \.values.count),
        .count("Not believable") { $0.notBelievable > 0 ? $0.notBelievable : nil },
      ],
      rows: Self.metrics.map { Readings($0, in: system) }.filter { !$0.values.isEmpty || $0.notBelievable > 0 })
    return section(
      "The target's own metrics", "target",
      [sources, grid(charts), table.rows.isEmpty ? .empty : table.render(), openCircuits, breakers, changes])
  }

  /// What is drawn over time: by its name among ``metrics``, with its unit.
  private static let drawn: [(name: String, unit: String, factor: Double)] = [
    ("Cache hit rate", "%", 100), ("Active connections", "", 1), ("Memory of its process", "MiB", 1 / 1_048_576),
    ("Mean response time", "ms", 1), ("Open circuits", "", 1),
  ]

  var charts: [Chart] {
    Self.drawn.enumerated().compactMap { number, drawn in
      guard let metric = Self.metrics.first(where: { $0.name == drawn.name }) else { return nil }
      let points = HTMLTable<TargetMetrics.Point>.thinned(record.system.points, to: TimelineSeries.mostPoints)
      let values = points.map { point in
        metric.value(point).flatMap { metric.range.contains($0) ? $0 * drawn.factor : nil }
      }
      // What never changed is in the table.
      guard Set(values.compactMap(\.self)).count > 1 else { return nil }
      let chart = LineChart(
        id: id("target-\(number)"), title: drawn.name, unit: .count, unitLabel: drawn.unit,
        seconds: points.map(\.second),
        series: [.init(name: drawn.name.lowercased(), style: "users", values: values)], warmUps: record.warmUps,
        troubles: record.troubles)
      return Chart(name: "target-\(number)", svg: chart.render(), table: chart.table)
    }
  }

  private static var metrics: [Metric] {
    let counts = 0...Double(Believable.counts.upperBound)
    return [
      Metric(
        name: "Mean response time", key: "avg_response_time", range: Believable.milliseconds,
        format: NumberFormat.milliseconds, value: \.averageResponseTime),
      Metric(
        name: "Error rate", key: "error_rate", range: Believable.shares, format: NumberFormat.share,
        value: \.errorRate),
      Metric(
        name: "Request rate", key: "requests_per_second", range: Believable.rates, format: NumberFormat.rate,
        value: \.requestsPerSecond),
      Metric(name: "Active connections", key: "active_connections", range: counts, format: NumberFormat.number) {
        $0.activeConnections.map(Double.init)
      },
      Metric(name: "Open circuits", key: "open_circuits", range: counts, format: NumberFormat.number) { point in
        point.openCircuits.map { Double($0.count) + Double(point.openCircuitsNotNamed ?? 0) }
      },
      Metric(
        name: "Cache hit rate", key: "hit_rate", range: Believable.shares, format: NumberFormat.share,
        value: \.cacheHitRate),
      Metric(name: "Half-open probes, most", key: "peak_probes", range: counts, format: NumberFormat.number) {
        $0.halfOpenProbes.map(Double.init)
      },
      Metric(name: "Refused by open breakers", key: "rejections", range: counts, format: NumberFormat.number) {
        $0.circuitRejections.map(Double.init)
      },
      Metric(
        name: "Memory of its process", key: "resident memory", range: counts, format: Self.mebibytes
      ) { $0.residentMemory.map(Double.init) },
      Metric(name: "Summaries computed", key: "computations", range: counts, format: NumberFormat.number) {
        $0.cacheComputations.map(Double.init)
      },
      Metric(name: "Cache keys", key: "total_keys", range: counts, format: NumberFormat.number) {
        $0.cacheKeys.map(Double.init)
      },
    ]
  }

  private var openCircuits: HTML {
    var readings: [String: Int] = [:]
    for point in record.system.points {
      // Bounded: a record comes from a file.
      readings.add(Dictionary((point.openCircuits ?? []).map { ($0, 1) }, uniquingKeysWith: { first, _ in first }))
      if point.openCircuitsNotNamed != nil { readings[ForeignNames.others, default: 0] += 1 }
    }
    let named = readings.sorted { $0.key < $1.key }.map { "\($0.key) in \(NumberFormat.count($0.value))" }
    return named.isEmpty
      ? .empty : .hint("Circuits seen open, and in how many readings: \(named.joined(separator: ", ")).")
  }

  /// The states of breakers over time.
  private var changes: HTML {
    guard let changes = record.system.circuitChanges, !changes.isEmpty else { return .empty }
    let shown = changes.prefix(30).map {
      "\(NumberFormat.duration(seconds: $0.second)) \($0.breaker) \($0.state.rawValue)"
        + ($0.failures.map { " after \($0) failures" } ?? "")
    }
    let rest = changes.count - shown.count
    return .hint(
      "Breakers changed: \(shown.joined(separator: ", "))\(rest > 0 ? ", and \(NumberFormat.count(rest)) more" : "").")
  }

  /// What each breaker came to.
  private var breakers: HTML {
    guard let totals = record.system.breakerTotals, !totals.isEmpty else { return .empty }
    return HTMLTable(
      caption: "Circuit breakers over the run",
      columns: [
        .words("Breaker", \.breaker), .count("Openings", \.openings), .count("Half open", \.probing),
        .count("Closings", \.closings),
        .text("Longest until closed") { NumberFormat.duration(seconds: $0.longestOpen) },
        .text("At the end") { $0.isLeftOpen ? "not closed" : "closed" },
      ], rows: totals
    ).render()
  }

  private static func mebibytes(_ bytes: Double?) -> String {
    bytes.map { "\(NumberFormat.number($0 / 1_048_576)) MiB" } ?? NumberFormat.number(nil)
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
