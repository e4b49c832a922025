import Foundation

extension ResultsDirectory {
  package var htmlReportPath: String { "\(path)/\(Self.htmlReport)" }

  /// Writes `report.html` and `report.json` of the last run; both name what is left out.
  ///
  /// - Returns: What they tell of.
  /// - Throws: A ``ReportError`` when there is nothing to report, or a ``ResultsError`` that names the file that could not
  ///   be written, or the first damaged record when there is nothing else.
  package func writeReports(now: Date = Date()) throws -> RunResults {
    let results = try lastRun()
    guard !results.isEmpty else {
      if let first = results.damaged.first { throw first }
      throw ReportError.nothingToReport(path: path)
    }
    // Both are made before either is written: a failure must not leave one of them behind the other.
    let html = try HTMLReport(results, generatedAt: now).document()
    let json = try JSONReport(results, generatedAt: now).encoded()
    try write(html, named: Self.htmlReport)
    try write(json, named: Self.jsonReport)
    return results
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
