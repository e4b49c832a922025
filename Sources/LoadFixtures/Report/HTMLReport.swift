import Foundation

/// All scenarios of a run on one page that needs nothing from elsewhere: no font, no network, and no script to be read.
package struct HTMLReport: Sendable {
  private let results: RunResults
  private let generatedAt: Date

  /// Throws ``ReportError/nothingToReport(path:)`` for results of nothing: an empty page reads as if all were well.
  package init(_ results: RunResults, generatedAt: Date = Date()) throws(ReportError) {
    guard !results.isEmpty else { throw .nothingToReport(path: nil) }
    self.results = results
    self.generatedAt = generatedAt
  }

  /// The page, UTF-8; markup that is HTML and well-formed XML alike.
  package func document() -> String {
    let body: [HTML] = [header, banner, strip, overview] + articles.map(\.html)
    return HTMLPage(title: title, body: body).document
  }

  private var articles: [ScenarioArticle] {
    records.enumerated().map { number, record in
      ScenarioArticle(
        record: record, anchor: Self.anchor(number),
        control: records.first { $0.scenario == record.scenario + Scenario.controlSuffix }, monitors: results.monitors)
    }
  }

  /// Each chart as a drawing of its own, by the name of its file.
  package func images() -> [(name: String, svg: String)] {
    zip(ResultsDirectory.tableNames(of: records), articles).flatMap { scenario, article in
      article.parts.flatMap(\.charts).map { (name: "\(scenario)-\($0.name).svg", svg: $0.file) }
    }
  }

  private static func anchor(_ index: Int) -> String { "scenario-\(index + 1)" }

  private var records: [RunRecord] { results.records }

  private var title: String {
    let names = records.count <= 3 ? records.map(\.scenario).joined(separator: ", ") : "\(records.count) scenarios"
    return records.isEmpty ? "Load test report" : "Load test report: \(names)"
  }

  private var header: HTML {
    var targets: [String] = []
    for record in records {
      let name = record.target.embedded ? "embedded reference agent" : record.target.url
      if !targets.contains(name) { targets.append(name) }
    }
    let number = records.count == 1 ? "1 scenario" : "\(records.count) scenarios"
    let against = targets.isEmpty ? "" : " against " + targets.joined(separator: ", ")
    return .tag(
      "header", [:], .tag("h1", [:], "Load test report"),
      .tag("p", ["class": "sub"], "\(number)\(against); generated \(generatedAt.formatted(.iso8601))"))
  }

  private var banner: HTML {
    let code = ExitCode(results)
    let invalid = records.count { $0.verdict.status == .invalid }
    let failed = records.count { $0.verdict.isBreached }
    let warned = records.contains { $0.verdict.warnings > 0 }
    let (style, sentence): (String, HTML) =
      switch code {
      case .interrupted:
        (
          "interrupted",
          results.unfinished.isEmpty
            ? "Interrupted: at least one profile was not played to its end."
            : "Interrupted: asked for and not finished: \(results.unfinished.joined(separator: ", "))."
        )
      case .invalid:
        (
          "invalid",
          invalid == 0
            ? results.damaged.isEmpty
              ? results.notRun.isEmpty
                ? "Invalid: tests left no record; what became of them stands below."
                : "Not run: what was asked for and is not possible here stands below."
              : "Invalid: a record is damaged and left out."
            : "Invalid: the numbers of \(invalid) of \(records.count) must not be used; the reasons stand below."
        )
      case .breached:
        ("failed", "Failed: \(failed) of \(records.count) did not meet every requirement of the SLA.")
      default:
        warned
          ? ("warned", "Passed with warnings: every must is met, but not every should, or not provably.")
          : ("passed", "Passed: every requirement of the SLA is met.")
      }
    return .tag(
      "div", ["class": "banner \(style)"],
      .tag("p", [:], .tag("strong", ["class": "badge \(style)"], sentence)),
      .list(results.notRun.sorted { $0.key < $1.key }.map { "Not run: \($0.key): \($0.value)" }),
      .list(
        results.unrecorded.filter { $0.ended != .skipped || records.isEmpty }.map { test in
          "No record: \(test.name): \(test.sentence)" + test.issues.map { "; \($0.text)" }.joined()
        }),
      leftOut.isEmpty ? .empty : .tag("ul", [:], leftOut.map { .tag("li", [:], HTML(text: "Left out: \($0)")) }),
      .tag("p", ["class": "hint"], "Exit code \(code.rawValue)."))
  }

  private var leftOut: [String] {
    results.damaged.map(\.description)
      + (results.others.isEmpty
        ? [] : ["records of another run in the same folder, \(results.others.joined(separator: ", "))"])
  }

  /// What the two rates are, in each table that has them.
  static let rates = "Requests/s: all calls that ended; throughput: successful ones answered within 3 s."

  private typealias Row = (offset: Int, element: RunRecord)

  /// What each table of scenarios begins with.
  private static var names: [HTMLTable<Row>.Column] {
    [
      .cells("Scenario") { row in
        let link = HTML.tag("a", ["href": "#\(Self.anchor(row.offset))"], HTML(text: row.element.scenario))
        return HTMLCell(content: link, style: "name")
      },
      .cells("Verdict") { row in
        let badge = VerdictBadge(row.element)
        return .badge(badge.label, badge.style)
      },
    ]
  }

  /// The verdicts, a line each.
  private var strip: HTML {
    if records.isEmpty { return .empty }
    let table = HTMLTable<Row>(
      caption: "Musts that are met, and the one that is nearest to its limit",
      columns: Self.names + [
        .text("Musts met") { row in
          let musts = row.element.verdict.assessments.filter { $0.severity == .must }
          if row.element.verdict.status == .invalid { return "not proven" }
          return musts.isEmpty ? "none" : "\(musts.count(where: \.met)) of \(musts.count)"
        },
        .words("Nearest to its limit") { row in
          guard row.element.verdict.status != .invalid, let (item, used) = row.element.verdict.nearest else {
            return ""
          }
          return "\(item.kpi): \(NumberFormat.share(used)) of it"
        },
        .words("In a sentence", style: "sentence", \.element.verdict.sentence),
      ], rows: Array(records.enumerated()))
    return .tag(
      "section", ["class": "strip", "data-section": "verdict"], [.tag("h2", [:], "Verdict"), table.render()])
  }

  private var overview: HTML {
    if records.isEmpty { return .empty }
    let rows = Array(records.enumerated())
    let table = HTMLTable(
      caption: "Response times of successful requests; warm-up left out. \(Self.rates)",
      columns: Self.names + [
        .count("Requests", \.element.total.count), .share("Error rate", \.element.total.errorRate),
        .number("Mean (ms)", \.element.total.latency.mean), percentile(.p95), percentile(.p99),
        .number("Requests/s", \.element.total.requestRate), .number("Throughput (req/s)", \.element.total.throughput),
      ], rows: rows, isVoid: { $0.element.verdict.status == .invalid })
    let note: HTML =
      rows.contains(where: table.isVoid)
      ? .hint("Numbers struck through are of invalid runs and must not be used.") : .empty
    return .tag("section", ["data-section": "overview"], [.tag("h2", [:], "Overview"), table.render(), note])
  }

  private func percentile(_ percentile: Percentile) -> HTMLTable<Row>.Column {
    .percentile("\(percentile.label) (ms)", percentile) { ($0.element.total.latency, $0.element.total.successes) }
  }
}
