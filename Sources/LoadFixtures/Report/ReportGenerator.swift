#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Makes the reports of a results directory from the records in it.
public struct ReportGenerator {
  public static let htmlName = "report.html"
  public static let jsonName = "report.json"

  /// Where the reports are.
  public struct Paths: Sendable, Equatable {
    public var html: String
    public var json: String
    /// The records that are damaged and left out of both.
    public var damaged: [ResultsError]
  }

  /// Writes `report.html` and `report.json` from the records found; both name those that are damaged and left out.
  ///
  /// Throws a ``ReportError`` without records, or a ``ResultsError`` that names the file that could not be written, or
  /// the first damaged record when there is no other.
  public static func generate(in directory: ResultsDirectory, now: Date = Date()) throws -> Paths {
    let contents = try directory.readRecords()
    let (records, damaged) = (contents.records, contents.damaged)
    guard !records.isEmpty else {
      if let first = damaged.first { throw first }
      throw ReportError.nothingToReport(path: directory.path)
    }
    // Both are made before either is written: a failure must not leave one of them behind the other.
    let unfinished = try directory.loadPlan()?.unfinished(records) ?? []
    let html = try HTMLReport(records: records, damaged: damaged, unfinished: unfinished, generatedAt: now).document()
    let json = try JSONReport(records: records, damaged: damaged, unfinished: unfinished, generatedAt: now).encoded()
    try directory.write(html, named: htmlName)
    try directory.write(json, named: jsonName)
    return Paths(html: "\(directory.path)/\(htmlName)", json: "\(directory.path)/\(jsonName)", damaged: damaged)
  }
}
