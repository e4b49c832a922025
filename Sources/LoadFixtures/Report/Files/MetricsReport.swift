/// The outcome of a run as OpenMetrics text, for what follows numbers from run to run, as GitLab's metrics report does.
///
/// Names are those of a run's live metrics where both have them. An invalid run has its verdict and its limits, and no
/// number that was observed: those must not be used. A percentile that its samples do not carry is left out.
package struct MetricsReport: Sendable {
  private let results: RunResults

  /// Throws ``ReportError/nothingToReport(path:)`` for results of nothing.
  package init(_ results: RunResults) throws(ReportError) {
    guard !results.isEmpty else { throw .nothingToReport(path: nil) }
    self.results = results
  }

  /// The file, UTF-8.
  package func document() -> String { ExpositionFormat.openMetrics.text(Families(results).all) }
}

/// One series for each scenario, or for each of its requirements.
private struct Families {
  private var verdict = MetricFamily(
    name: "loadtest_verdict", kind: .gauge, help: "1 with the verdict of a scenario: passed, failed, invalid.")
  private var missing = MetricFamily(
    name: "loadtest_missing", kind: .gauge, help: "1 for a scenario that left no record.")
  private var times = MetricFamily(
    name: "loadtest_response_time_percentile_seconds", kind: .gauge,
    help: "Response times of successful requests, warm-up left out.", unit: .seconds)
  private var requests = MetricFamily(
    name: "loadtest_requests", kind: .gauge, help: "Requests that ended, warm-up left out.")
  private var throughput = MetricFamily(
    name: "loadtest_throughput", kind: .gauge, help: "Successful requests answered within 3 s, a second.")
  private var errors = MetricFamily(
    name: "loadtest_error_ratio", kind: .gauge, help: "Failed requests and dropped arrivals, of all.", unit: .ratio)
  private var limit = MetricFamily(
    name: "loadtest_sla_limit", kind: .gauge, help: "The limit of a requirement: times in seconds, shares as ratios.")
  private var observed = MetricFamily(
    name: "loadtest_sla_observed", kind: .gauge, help: "What was observed of a requirement.")
  private var met = MetricFamily(
    name: "loadtest_sla_met", kind: .gauge, help: "1 where a requirement is met, 0 where not; absent when not judged.")

  var all: [MetricFamily] { [verdict, missing, times, requests, throughput, errors, limit, observed, met] }

  init(_ results: RunResults) {
    var seen: [String: Int] = [:]
    for record in results.records {
      let number = seen[record.scenario, default: 0] + 1
      seen[record.scenario] = number
      // A test that ran twice left two records: without it their series would be one.
      let repetition: MetricFamily.Labels = number > 1 ? [("repetition", "\(number)")] : []
      add(record, [("scenario", InertText.of(record.scenario))] + repetition)
    }
    for name in Set(results.missing.filter { !$0.isSkipped }.map(\.name)).sorted() {
      missing.add(1, [("scenario", InertText.of(name))])
    }
  }

  private mutating func add(_ record: RunRecord, _ scenario: MetricFamily.Labels) {
    verdict.add(1, scenario + [("status", record.verdict.status.rawValue)])
    for (number, item) in record.verdict.assessments.enumerated() { add(item, number + 1, of: record, scenario) }
    guard record.verdict.status != .invalid else { return }
    let total = record.total
    for percentile in [Percentile.p50, .p95, .p99] where total.successes >= percentile.samplesNeeded {
      times.add(Self.base(total.latency[percentile], .milliseconds), scenario + [("percentile", percentile.label)])
    }
    requests.add(Double(total.count), scenario)
    throughput.add(total.throughput, scenario)
    errors.add(total.errorRate, scenario)
  }

  private mutating func add(
    _ item: Assessment, _ number: Int, of record: RunRecord, _ scenario: MetricFamily.Labels
  ) {
    let labels: MetricFamily.Labels =
      scenario + [
        ("kpi", InertText.of(item.kpi)), ("severity", item.severity.rawValue),
        ("comparison", item.comparison.rawValue), ("stage", InertText.of(item.stage ?? "")),
        // Two of one KPI may differ in their limits alone.
        ("requirement", "\(number)"),
      ]
    limit.add(Self.base(item.limit, item.unit), labels)
    let outcome = RequirementOutcome(item, of: record.verdict.status)
    guard record.verdict.status != .invalid else { return }
    observed.add(Self.base(item.observed, item.unit), labels)
    guard outcome.reason(item) == nil else { return }
    met.add(item.met ? 1 : 0, labels)
  }

  /// In the unit that metrics have: seconds, to the nanosecond, for milliseconds.
  private static func base(_ value: Double?, _ unit: Unit) -> Double? {
    unit == .milliseconds ? value.map { ($0 * 1e6).rounded() / 1e9 } : value
  }
}
