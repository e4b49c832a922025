#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// All scenarios of a run on one page that needs nothing from elsewhere: no script, no font, no network.
package struct HTMLReport: Sendable {
  private let records: [RunRecord]
  private let damaged: [ResultsError]
  private let unfinished: [String]
  private let others: [String]
  private let generatedAt: Date

  /// Throws ``ReportError/nothingToReport(path:)`` without a record and without a scenario that was asked for: an empty
  /// page reads as if all were well.
  ///
  /// - Parameters:
  ///   - damaged: Records that could not be read; the page names them.
  ///   - unfinished: Scenarios that were asked for and have no record; the page names them too.
  ///   - others: Files of records that another run wrote; the page names them.
  package init(
    records: [RunRecord], damaged: [ResultsError] = [], unfinished: [String] = [], others: [String] = [],
    generatedAt: Date = Date()
  ) throws(ReportError) {
    guard !records.isEmpty || !unfinished.isEmpty else { throw .nothingToReport(path: nil) }
    self.records = records
    self.damaged = damaged
    self.unfinished = unfinished
    self.others = others
    self.generatedAt = generatedAt
  }

  /// The page, UTF-8; markup that is HTML and well-formed XML alike.
  package func document() -> String {
    let body: [HTML] =
      [header, banner, overview]
      + records.enumerated().map { ScenarioSection(record: $1, anchor: Self.anchor($0)).render() }
    let page = HTML.tag(
      "html", ["xmlns": "http://www.w3.org/1999/xhtml", "lang": "en"], head,
      .tag("body", [:], .tag("main", [:], body)))
    return "<!DOCTYPE html>\n" + page.markup + "\n"
  }

  private static func anchor(_ index: Int) -> String { "scenario-\(index + 1)" }

  private var title: String {
    let names = records.count <= 3 ? records.map(\.scenario).joined(separator: ", ") : "\(records.count) scenarios"
    return records.isEmpty ? "Load test report" : "Load test report: \(names)"
  }

  private var head: HTML {
    // Should escaping ever fail, the browser still loads and runs nothing.
    let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    return .tag(
      "head", [:], .tag("meta", ["charset": "utf-8"]),
      .tag("meta", ["http-equiv": "Content-Security-Policy", "content": policy]),
      .tag("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
      .tag("meta", ["name": "referrer", "content": "no-referrer"]), .tag("title", [:], HTML(text: title)),
      .tag("style", [:], HTML(ReportStyle.css)))
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
    let code = ExitCode(records: records, damaged: damaged, unfinished: unfinished)
    let invalid = records.count { $0.verdict.status == .invalid }
    let failed = records.count { $0.verdict.isBreached }
    let warned = records.contains { $0.verdict.warnings > 0 }
    let (style, sentence): (String, HTML) =
      switch code {
      case .interrupted:
        (
          "interrupted",
          unfinished.isEmpty
            ? "Interrupted: at least one profile was not played to its end."
            : "Interrupted: asked for and not finished: \(unfinished.joined(separator: ", "))."
        )
      case .invalid:
        (
          "invalid",
          invalid == 0
            ? "Invalid: a record is damaged and left out."
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
      leftOut.isEmpty ? .empty : .tag("ul", [:], leftOut.map { .tag("li", [:], HTML(text: "Left out: \($0)")) }),
      .tag("p", ["class": "hint"], "Exit code \(code.rawValue)."))
  }

  private var leftOut: [String] {
    damaged.map(\.description)
      + (others.isEmpty ? [] : ["records of another run in the same folder, \(others.joined(separator: ", "))"])
  }

  /// What the two rates are, in each table that has them.
  static let rates = "Requests/s: all calls that ended; throughput: successful ones answered within 3 s."

  private var overview: HTML {
    if records.isEmpty { return .empty }
    var table = HTMLTable(
      caption: "Response times of successful requests; warm-up left out. \(Self.rates)",
      headings: [
        .words("Scenario"), .words("Verdict"), .numberHeading("Requests"), .numberHeading("Error rate"),
        .numberHeading("Mean (ms)"), .numberHeading("p95 (ms)"), .numberHeading("p99 (ms)"),
        .numberHeading("Requests/s"), .numberHeading("Throughput (req/s)"),
      ])
    for (index, record) in records.enumerated() {
      let total = record.total
      let outcome = Outcome(record)
      let link = HTML.tag("a", ["href": "#\(Self.anchor(index))"], HTML(text: record.scenario))
      table.rows.append([
        .init(content: link, style: "name"),
        .init(content: .tag("span", ["class": "badge \(outcome.style)"], HTML(text: outcome.label))),
        .number(NumberFormat.count(total.count)), .number(NumberFormat.share(total.errorRate)),
        .number(NumberFormat.number(total.latency.mean)),
        .percentile(total.latency.p95, 0.95, samples: total.successes),
        .percentile(total.latency.p99, 0.99, samples: total.successes),
        .number(NumberFormat.number(total.requestRate)), .number(NumberFormat.number(total.throughput)),
      ])
      if record.verdict.status == .invalid { table.voidRows.insert(index) }
    }
    let note: HTML =
      table.voidRows.isEmpty
      ? .empty : .tag("p", ["class": "hint"], "Numbers struck through are of invalid runs and must not be used.")
    return .tag("section", [:], .tag("h3", [:], "Overview"), table.render(), note)
  }
}
