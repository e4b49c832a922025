import Foundation

/// The outcome of a run as JUnit's XML, for what shows test results: a suite for each scenario, with a case for the run
/// as a whole and one for each requirement.
///
/// A missed must is a failure, an INVALID run an error, a missed should output of a case that passed. What cannot be
/// said is skipped with its reason. Times are seconds; a requirement takes none.
package struct JUnitReport: Sendable {
  private let results: RunResults

  /// Throws ``ReportError/nothingToReport(path:)`` for results of nothing.
  package init(_ results: RunResults) throws(ReportError) {
    guard !results.isEmpty else { throw .nothingToReport(path: nil) }
    self.results = results
  }

  /// The file, XML 1.0 in UTF-8. What XML does not allow in any form, as NUL, stands as its picture.
  package func document() -> String {
    let suites = results.records.map(suite(of:)) + results.missing.map(suite(of:)) + (leftOut.map { [$0] } ?? [])
    let all = Tally(suites.flatMap(\.cases))
    let seconds = results.records.reduce(0) { $0 + $1.duration }
    let root = HTML.tag(
      "testsuites",
      [
        "name": "load tests", "tests": "\(all.tests)", "failures": "\(all.failures)", "errors": "\(all.errors)",
        "skipped": "\(all.skipped)", "time": Self.time(seconds),
      ], Self.lines(suites.map(\.markup)))
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\(root.markup)\n"
  }

  private struct Suite {
    var name: String
    var seconds: Double?
    /// Without a zone, as the format has it; UTC.
    var timestamp: String?
    var properties: [(name: String, value: String)] = []
    var cases: [Case]

    var markup: HTML {
      let tally = Tally(cases)
      let rows = properties.map { HTML.tag("property", ["name": $0.name, "value": $0.value]) }
      return .tag(
        "testsuite",
        [
          "name": name, "tests": "\(tally.tests)", "failures": "\(tally.failures)", "errors": "\(tally.errors)",
          "skipped": "\(tally.skipped)", "time": JUnitReport.time(seconds ?? 0), "timestamp": timestamp,
        ],
        JUnitReport.lines(
          (rows.isEmpty ? [] : [.tag("properties", [:], rows)]) + cases.map { $0.markup(in: name) }))
    }
  }

  private struct Case {
    enum Outcome {
      case passed(output: [String])
      case failure([String])
      case error([String])
      case skipped(String)
    }

    var name: String
    var seconds = 0.0
    var outcome: Outcome

    func markup(in suite: String) -> HTML {
      let content: [HTML] =
        switch outcome {
        case .passed(let output): output.isEmpty ? [] : [.tag("system-out", [:], Self.lines(output))]
        case .failure(let sentences):
          [.tag("failure", ["type": "breach", "message": sentences.first], Self.lines(sentences))]
        case .error(let sentences):
          [.tag("error", ["type": "invalid", "message": sentences.first], Self.lines(sentences))]
        case .skipped(let reason): [.tag("skipped", ["message": reason])]
        }
      return .tag(
        "testcase", ["classname": suite, "name": name, "time": JUnitReport.time(seconds)], content)
    }

    private static func lines(_ texts: [String]) -> HTML {
      HTML(texts.map { HTML([HTML(text: $0), HTML(HTML.Raw("\n"))]) })
    }
  }

  private struct Tally {
    private(set) var tests = 0
    private(set) var failures = 0
    private(set) var errors = 0
    private(set) var skipped = 0

    init(_ cases: [Case]) {
      for item in cases {
        tests += 1
        switch item.outcome {
        case .passed: break
        case .failure: failures += 1
        case .error: errors += 1
        case .skipped: skipped += 1
        }
      }
    }
  }

  private static func time(_ seconds: Double) -> String { PlainNumber.text(seconds) }

  /// Each on a line of its own: whoever looks for a text finds its case.
  private static func lines(_ parts: [HTML]) -> [HTML] {
    let end = HTML(HTML.Raw("\n"))
    return parts.isEmpty ? [] : [end] + parts.flatMap { [$0, end] }
  }
}

// MARK: - Suites

extension JUnitReport {
  private func suite(of record: RunRecord) -> Suite {
    Suite(
      name: record.scenario, seconds: record.duration, timestamp: record.sortableStart,
      properties: [
        ("target", record.target.embedded ? "embedded reference agent" : record.target.url),
        ("contract", record.contract), ("seed", "\(record.seed)"), ("timeScale", "\(record.timeScale)"),
        ("thinkTimeScale", "\(record.thinkTimeScale)"), ("usersScale", "\(record.usersScale)"),
        ("model", record.model.rawValue), ("buildConfiguration", record.buildConfiguration),
      ], cases: [run(of: record)] + record.verdict.assessments.map { requirement($0, of: record) })
  }

  /// The scenario as a whole.
  private func run(of record: RunRecord) -> Case {
    let verdict = record.verdict
    let missed = verdict.breaches.filter { $0.severity == .must }.map(\.sentence)
    let outcome: Case.Outcome =
      if verdict.status == .invalid {
        .error(verdict.reasons.isEmpty ? ["INVALID, for no reason on its record"] : verdict.reasons.map(\.sentence))
      } else if record.interrupted {
        .error(["interrupted: the profile was not played to its end"])
      } else if verdict.isBreached {
        .failure(missed.isEmpty ? ["failed, for no breach on its record"] : missed)
      } else {
        .passed(output: record.notes)
      }
    return Case(name: record.scenario, seconds: record.duration, outcome: outcome)
  }

  private func requirement(_ item: Assessment, of record: RunRecord) -> Case {
    let outcome = RequirementOutcome(item, of: record.verdict.status)
    let result: Case.Outcome =
      if let reason = outcome.reason(item) {
        .skipped(reason)
      } else {
        switch outcome {
        case .breached: .failure([item.sentence] + (item.note.map { [$0] } ?? []))
        case .missed: .passed(output: ["missed: \(item.sentence)"] + (item.note.map { [$0] } ?? []))
        default: .passed(output: [])
        }
      }
    return Case(name: item.title, outcome: result)
  }

  private func suite(of test: MissingScenario) -> Suite {
    Suite(
      name: test.name,
      cases: [
        Case(
          name: test.name, outcome: test.isSkipped ? .skipped(test.sentence) : .error([test.sentence] + test.issues))
      ])
  }

  /// What a report says nothing of is not passed over here either.
  private var leftOut: Suite? {
    guard !results.damaged.isEmpty || !results.others.isEmpty else { return nil }
    return Suite(
      name: "left out",
      cases: results.damaged.map { Case(name: $0.path, outcome: .error([$0.description])) }
        + results.others.map { Case(name: $0, outcome: .skipped("a record of another run")) })
  }
}
