#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Makes the reports of a results directory from the records in it.
public struct ReportGenerator {
  public static let htmlName = "report.html"
  public static let jsonName = "report.json"

  /// Where the reports are, and what is in them.
  public struct Reports: Sendable {
    public var html: String
    public var json: String
    public var records: [RunRecord]
    /// The records that are damaged and left out of both.
    public var damaged: [ResultsError]
    /// The files of records that another run wrote, left out of both.
    public var others: [String]
    /// What the reports say of the run.
    public var code: ExitCode
  }

  /// Writes `report.html` and `report.json` from the records found; both name those that are left out.
  ///
  /// Where a run has left its plan, its records alone are reported: it is not judged by what another one did.
  ///
  /// Throws a ``ReportError`` without a record and without a scenario that was asked for, or a ``ResultsError`` that
  /// names the file that could not be written, or the first damaged record when there is nothing else.
  public static func generate(in directory: ResultsDirectory, now: Date = Date()) throws -> Reports {
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
    try directory.write(html, named: htmlName)
    try directory.write(json, named: jsonName)
    return Reports(
      html: "\(directory.path)/\(htmlName)", json: "\(directory.path)/\(jsonName)", records: records, damaged: damaged,
      others: others, code: ExitCode(records: records, damaged: damaged, unfinished: unfinished))
  }
}
