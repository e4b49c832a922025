import Foundation

extension ResultsDirectory {
  static let markdownReport = "report.md"
  static let junitReport = "junit.xml"
  static let metricsReport = "metrics.txt"

  package var htmlReportPath: String { "\(path)/\(Self.htmlReport)" }

  /// Writes the reports of the last run, ``write(reportsOf:now:)``.
  ///
  /// - Returns: What they tell of.
  /// - Throws: A ``ReportError`` when there is nothing to report, or a ``ResultsError`` that names the file that could not
  ///   be written, or the first damaged record when there is nothing else.
  package func writeReports(now: Date = Date()) throws -> RunResults {
    let results = try lastRun()
    try write(reportsOf: results, now: now)
    return results
  }

  /// Writes `report.html`, `report.json`, `report.md`, `junit.xml`, `metrics.txt` and for each record two tables in Locust's
  /// columns; all name what is left out.
  ///
  /// - Throws: As ``writeReports(now:)``.
  package func write(reportsOf results: RunResults, now: Date = Date()) throws {
    guard !results.isEmpty else {
      if let first = results.damaged.first { throw first }
      throw ReportError.nothingToReport(path: path)
    }
    // All are made before any is written: a failure must not leave one of them behind the others.
    var files: [(name: String, bytes: [UInt8])] = [
      (Self.htmlReport, Array(try HTMLReport(results, generatedAt: now).document().utf8)),
      (Self.jsonReport, try JSONReport(results, generatedAt: now).encoded()),
      (Self.markdownReport, Array(try MarkdownReport(results, generatedAt: now).document().utf8)),
      (Self.junitReport, Array(try JUnitReport(results).document().utf8)),
      (Self.metricsReport, Array(try MetricsReport(results).document().utf8)),
    ]
    for (base, record) in zip(Self.tableNames(of: results.records), results.records) {
      let tables = LocustTables(record: record)
      files += [
        (base + "_stats.csv", Array(tables.stats.utf8)), (base + "_stats_history.csv", Array(tables.history.utf8)),
      ]
    }
    for file in files { try write(file.bytes, named: file.name) }
  }

  /// Writes each chart of the page as an SVG file of its own, into `images`.
  ///
  /// - Returns: How many there are, and where.
  /// - Throws: As ``writeReports(now:)``.
  package func write(imagesOf results: RunResults) throws -> (count: Int, path: String) {
    let directory = try ResultsDirectory(path: "\(path)/images")
    let images = try HTMLReport(results).images()
    for image in images { try directory.write(image.svg, named: image.name) }
    return (images.count, directory.path)
  }

  /// What the names of a record's tables begin with: the scenario, and a number where a test ran more than once.
  static func tableNames(of records: [RunRecord]) -> [String] {
    var taken: Set<String> = []
    return records.map { record in
      // No file system takes more than 255 bytes, and the tables' endings are longer than a record's.
      let name = String(fileName(forScenario: record.scenario).dropLast(ScenarioFile.record.rawValue.count).prefix(200))
      var unique = name
      var number = 1
      while !taken.insert(unique).inserted {
        number += 1
        unique = "\(name)-\(number)"
      }
      return unique
    }
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
