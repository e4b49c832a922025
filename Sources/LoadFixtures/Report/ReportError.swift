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
