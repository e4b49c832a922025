#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Makes the reports of a results directory from the records in it.
package struct ReportGenerator {
  /// Where the reports are, and what is in them.
  package struct Reports: Sendable {
    package var html: String
    package var json: String
    package var records: [RunRecord]
    /// The records that are damaged and left out of both.
    package var damaged: [ResultsError]
    /// The files of records that another run wrote, left out of both.
    package var others: [String]
    /// What the reports say of the run.
    package var code: ExitCode
  }

  /// Writes `report.html` and `report.json` from the records found; both name those that are left out.
  ///
  /// Where a run has left its plan, its records alone are reported: it is not judged by what another one did.
  ///
  /// Throws a ``ReportError`` without a record and without a scenario that was asked for, or a ``ResultsError`` that
  /// names the file that could not be written, or the first damaged record when there is nothing else.
  package static func generate(in directory: ResultsDirectory, now: Date = Date()) throws -> Reports {
    let contents = try directory.readRecords()
    let (plan, damaged) = (try directory.loadPlan(), contents.damaged)
    let isReported = { (record: RunRecord) in plan == nil || record.run == plan?.run }
    let records = contents.records.filter(isReported)
    let others = contents.records.filter { !isReported($0) }
      .map { ResultsDirectory.fileName(forScenario: $0.scenario) }
    let unfinished = plan?.unfinished(records) ?? []
    guard !records.isEmpty || !unfinished.isEmpty else {
      if let first = damaged.first { throw first }
      throw ReportError.nothingToReport(path: directory.path)
    }
    // Both are made before either is written: a failure must not leave one of them behind the other.
    let html = try HTMLReport(
      records: records, damaged: damaged, unfinished: unfinished, others: others, generatedAt: now
    ).document()
    let json = try JSONReport(
      records: records, damaged: damaged, unfinished: unfinished, others: others, generatedAt: now
    ).encoded()
    try directory.write(html, named: ResultsDirectory.htmlReport)
    try directory.write(json, named: ResultsDirectory.jsonReport)
    return Reports(
      html: "\(directory.path)/\(ResultsDirectory.htmlReport)",
      json: "\(directory.path)/\(ResultsDirectory.jsonReport)", records: records, damaged: damaged,
      others: others, code: ExitCode(records: records, damaged: damaged, unfinished: unfinished))
  }
}

/// A report that cannot be made.
package enum ReportError: Error, Equatable, CustomStringConvertible {
  /// There is no record; `path` is where they were looked for, if anywhere.
  case nothingToReport(path: String?)

  package var description: String {
    switch self {
    case .nothingToReport(let path):
      InertText.of(
        "nothing to report: no run record" + (path.map { " in \($0)" } ?? "")
          + "; run a scenario first, or name the directory that holds its <scenario>.json")
    }
  }
}
