@testable import LoadFixtures

/// Results that hold what takes hold of pages, tables, terminals and spreadsheets, wherever a text can stand.
enum HostileRecord {
  /// By which each text is found again.
  static let mark = "alert(1)"

  static let text =
    "=cmd|' /C calc'!A0 \"quoted\" <script>\(mark)</script> | `code` ]]> <!-- & &lt; [a](https://b.example) "
    + "![i](https://c.example) @team #1 www.d.example https://e.example *b* _i_ ~s~ $m$\r\n\n# h\n| x | y |\n"
    + "\u{1B}[2J\u{9B}m\u{202E}\u{2028}\u{7}\0\u{FFFE},;"

  /// With requirements that were met, breached, missed, not judged and not offered.
  static func record(
    _ scenario: String? = nil, _ status: Verdict.Status = .failed, of text: String = text
  ) -> RunRecord {
    var missed = ReportSamples.breach(.should, kpi: "error rate \(text)")
    missed.stage = text
    missed.note = text
    var unjudged = ReportSamples.assessment("unjudged \(text)", limit: 1, observed: 2, severity: .should, met: false)
    unjudged.unjudged = "cannot be known: \(text)"
    var notOffered = ReportSamples.assessment("not offered", limit: 1, observed: nil, met: false)
    (notOffered.unjudged, notOffered.isNotOffered) = (text, true)
    let verdict = ReportSamples.verdict(
      status, breaches: [ReportSamples.breach(.must, kpi: "p95 \(text)"), missed, unjudged, notOffered],
      reasons: status == .invalid
        ? [InvalidReason(.other, "a reason \(text)"), InvalidReason(.other, "and another")] : [])
    var record = ReportSamples.record(scenario ?? text, verdict: verdict, seconds: 30)
    record.requests[0].name = text
    record.requests[1].name = "POST \(text)"
    record.contract = text
    record.target = .init(url: "http://127.0.0.1/\(text)", embedded: false)
    record.findings = [Finding(code: "drift", sentence: "a finding \(text)", evidence: text)]
    record.notes = [text]
    return record
  }

  static var results: RunResults { results(of: text) }

  /// The same with any text in their places.
  static func results(of text: String) -> RunResults {
    var results = RunResults(records: [record(of: text), record("invalid", .invalid, of: text)])
    results.unrecorded = [
      UnrecordedTest(name: text, ended: .crashed, reason: text, issues: [.init(text, severity: text)])
    ]
    results.notRun = ["not-run": text]
    results.damaged = [ResultsError(operation: "read the record", path: text, reason: text)]
    results.others = [text]
    return results
  }
}
