import Foundation

/// The outcome of a run as a page of Markdown: for the summary of a job of GitHub's, GitLab's, or a pull request.
package struct MarkdownReport: Sendable {
  /// Whatever the input: GitHub refuses a summary of more than 1 MiB.
  static let mostBytes = 1_000_000

  private let results: RunResults
  private let generatedAt: Date

  /// Throws ``ReportError/nothingToReport(path:)`` for results of nothing.
  package init(_ results: RunResults, generatedAt: Date = Date()) throws(ReportError) {
    guard !results.isEmpty else { throw .nothingToReport(path: nil) }
    self.results = results
    self.generatedAt = generatedAt
  }

  private var records: [RunRecord] { results.records }

  /// The page, UTF-8.
  package func document() -> String {
    var page = BoundedMarkdown(most: Self.mostBytes)
    page.add("## Load test \(verdict)\n")
    page.add("\(provenance)\n")
    list("Without a record", missing, "lines", on: &page)
    list("Left out", results.leftOut.map { Item(what: "left out", text: $0) }, "lines", on: &page)
    scenarios(on: &page)
    list("Why runs are INVALID", reasons, "reasons", on: &page)
    requirements("Requirements that were not met", unmet, on: &page)
    list("Findings", findings, "findings", on: &page)
    charts(on: &page)
    if !assessed.isEmpty {
      page.add("<details><summary>All \(assessed.count) requirements</summary>\n")
      requirements(nil, assessed, on: &page)
      page.add("\n</details>")
    }
    return page.text
  }

  /// The word, and the sentence behind it.
  private var verdict: String {
    let invalid = records.count { $0.verdict.status == .invalid }
    let failed = records.count { $0.verdict.isBreached }
    let lost = results.missing.count { !$0.isSkipped }
    let isWarned = records.contains { $0.verdict.warnings > 0 }
    return switch ExitCode(results) {
    case .interrupted: "interrupted: not everything that was asked for was run to its end"
    case .invalid where invalid > 0:
      "INVALID: the numbers of \(invalid) of \(Self.scenarios(records.count)) must not be used"
    case .invalid where lost > 0: "INVALID: \(Self.scenarios(lost)) left no record"
    case .invalid: "INVALID: a record is damaged and left out, or there is none"
    case .breached: "failed: \(failed) of \(Self.scenarios(records.count)) missed a must"
    case .met:
      isWarned
        ? "passed with warnings: every must is met, but not every should, or not provably"
        : "passed: every requirement of \(Self.scenarios(records.count)) is met"
    case .other, .badConfiguration: "error: see the log of the run"
    }
  }

  private static func scenarios(_ count: Int) -> String { "\(count) scenario\(count == 1 ? "" : "s")" }

  private var provenance: String {
    var targets: [String] = []
    for record in records {
      let name = record.target.embedded ? "the embedded reference agent" : record.target.url
      if !targets.contains(name) { targets.append(name) }
    }
    let against = targets.isEmpty ? "" : "Against \(MarkdownText.of(targets.joined(separator: ", "))). "
    return "\(against)Exit code \(ExitCode(results).rawValue), generated \(generatedAt.formatted(.iso8601))."
  }

  /// A line of a list: whose it is, or what it is, and a sentence.
  private struct Item {
    var scenario: String?
    var what = ""
    var text: String

    var line: String {
      let start = scenario.map { "- scenario **\(MarkdownText.of($0))**" } ?? "- \(what)"
      return "\(start): \(MarkdownText.of(text))"
    }
  }

  private func list(_ title: String, _ items: [Item], _ name: String, on page: inout BoundedMarkdown) {
    guard !items.isEmpty else { return }
    page.add("### \(title)\n")
    page.add(items, named: name, \.line)
    page.add("")
  }

  private var missing: [Item] {
    results.missing.flatMap { test in
      [Item(scenario: test.name, text: test.sentence)] + test.issues.map { Item(what: "its test's issue", text: $0) }
    }
  }

  private var reasons: [Item] {
    records.filter { $0.verdict.status == .invalid }.flatMap { record in
      record.verdict.reasons.map { Item(scenario: record.scenario, text: $0.sentence) }
    }
  }

  /// The numbers of an invalid run show nothing.
  private var findings: [Item] {
    records.filter { $0.verdict.status != .invalid }.flatMap { record in
      InsightRules(record: record, monitors: results.monitors).all.map {
        Item(scenario: record.scenario, text: "\($0.sentence) \($0.evidence)")
      }
    }
  }
}

// MARK: - Tables

extension MarkdownReport {
  private func scenarios(on page: inout BoundedMarkdown) {
    guard !records.isEmpty else { return }
    page.add("### Scenarios\n")
    page.add(
      "| Scenario | Verdict | Requests | Error rate | Mean (ms) | p95 (ms) | p99 (ms) | Requests/s | Throughput |")
    page.add("| :-- | :-- | --: | --: | --: | --: | --: | --: | --: |")
    page.add(records, named: "scenarios", row)
    let isVoid = records.contains { $0.verdict.status == .invalid }
    page.add("\nResponse times are of successful requests, warm-up left out. \(HTMLReport.rates)")
    page.add(isVoid ? "Numbers struck through are of invalid runs and must not be used.\n" : "")
  }

  private func row(of record: RunRecord) -> String {
    let total = record.total
    let numbers = [
      NumberFormat.count(total.count), NumberFormat.share(total.errorRate), NumberFormat.number(total.latency.mean),
      NumberFormat.percentile(.p95, of: total.latency, samples: total.successes),
      NumberFormat.percentile(.p99, of: total.latency, samples: total.successes),
      NumberFormat.number(total.requestRate), NumberFormat.number(total.throughput),
    ]
    let isVoid = record.verdict.status == .invalid
    let shown = numbers.map { isVoid && $0 != NumberFormat.missing ? "~~\($0)~~" : $0 }
    return Self.row([MarkdownText.of(record.scenario), "**\(VerdictBadge(record).label)**"] + shown)
  }

  private typealias Assessed = (scenario: String, item: Assessment, outcome: RequirementOutcome)

  private var assessed: [Assessed] {
    records.flatMap { record in
      record.verdict.assessments.map { item in
        (record.scenario, item, RequirementOutcome(item, of: record.verdict.status))
      }
    }
  }

  /// In an invalid run, those whose numbers look missed: they prove nothing, and a reader wants to know.
  private var unmet: [Assessed] { assessed.filter { $0.outcome != .met && !$0.item.met } }

  private func requirements(_ title: String?, _ rows: [Assessed], on page: inout BoundedMarkdown) {
    guard !rows.isEmpty else { return }
    if let title { page.add("### \(title)\n") }
    page.add("| Scenario | Requirement | Level | Limit | Observed | Result | Stage | Note |")
    page.add("| :-- | :-- | :-- | --: | --: | :-- | :-- | :-- |")
    page.add(rows, named: "requirements") { row in
      let item = row.item
      return Self.row([
        MarkdownText.of(row.scenario), MarkdownText.of(item.kpi), item.severity.rawValue,
        MarkdownText.of(NumberFormat.limit(item.limit, comparison: item.comparison, unit: item.unit)),
        MarkdownText.of(NumberFormat.observed(item.observed, limit: item.limit, unit: item.unit)),
        "**\(row.outcome.rawValue)**", MarkdownText.of(item.stageName),
        MarkdownText.of(item.unjudged ?? item.note ?? ""),
      ])
    }
    page.add("")
  }

  private static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
}

// MARK: - Charts

extension MarkdownReport {
  /// Scenarios that have a chart: a page of hundreds is not drawn.
  private static let mostCharts = 20
  /// Points of a chart: an axis of more labels cannot be read.
  private static let mostPoints = 60

  private func charts(on page: inout BoundedMarkdown) {
    let charts = records.compactMap(chart)
    guard !charts.isEmpty else { return }
    page.add("### p95 by second\n")
    page.add(Array(charts.prefix(Self.mostCharts)), named: "charts") { $0 }
    if charts.count > Self.mostCharts {
      page.add("\(charts.count - Self.mostCharts) more charts are not drawn here; report.html has them.\n")
    }
  }

  /// Mermaid knows no gap: a second without an answer has no point, and then each point says of which second it is.
  private func chart(of record: RunRecord) -> String? {
    let timeline = record.timeline
    let width = max(1, (timeline.count + Self.mostPoints - 1) / Self.mostPoints)
    let groups = stride(from: 0, to: timeline.count, by: width).map {
      timeline[$0..<min($0 + width, timeline.count)]
    }
    let points = groups.compactMap { group -> (second: Int, p95: Double)? in
      guard let first = group.first, let highest = group.compactMap(\.p95).max() else { return nil }
      return (first.second, highest)
    }
    guard let first = points.first, let last = points.last, points.count > 1 else { return nil }
    let silent = timeline.count { $0.p95 == nil }
    let thinned = width == 1 ? "p95 of each second" : "the highest p95 of each \(width) s"
    let gaps = silent == 0 ? "" : "; \(silent) s without an answer are no part of it"
    let axis =
      points.count == groups.count
      ? "\(first.second) --> \(last.second)" : "[\(points.map { "\"\($0.second)\"" }.joined(separator: ", "))]"
    return """
      Scenario **\(MarkdownText.of(record.scenario))**: \(thinned), milliseconds\(gaps)

      ```mermaid
      xychart-beta
        x-axis "second" \(axis)
        y-axis "p95 (ms)"
        line [\(points.map { PlainNumber.text($0.p95) }.joined(separator: ", "))]
      ```

      """
  }
}
