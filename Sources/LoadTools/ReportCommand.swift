import Foundation
import LoadFixtures

/// `report DIR`: writes the reports of a results directory, or of what the tests of a plain `swift test` left, and
/// prints its table.
struct ReportCommand {
  let terminal: Terminal

  func run(_ arguments: [String]) throws -> ExitCode {
    let options = try ReportArguments(arguments)
    let directory: ResultsDirectory
    let report: RunResults
    switch options.source {
    case nil:
      terminal.write(ReportArguments.help, to: .output)
      return .met
    case .directory(let path):
      directory = try existing(path)
      report = try directory.writeReports()
    case .tests(let stream, let attachments):
      let records = try existing(attachments)
      guard FileManager.default.fileExists(atPath: stream) else {
        throw ConfigurationError(
          variable: "--events", value: stream, reason: "there is no such file",
          allowed: "what --event-stream-output-path named")
      }
      let events = try TestEvents(contentsOf: stream)
      report = try records.results(of: events)
      directory = if let output = options.output { try ResultsDirectory(path: output) } else { records }
      try directory.write(reportsOf: report)
    }
    if options.wantsImages {
      let images = try directory.write(imagesOf: report)
      terminal.write("\(images.count) images: \(images.path)", to: .output)
    }
    let table = SummaryTable(records: report.records).text(color: terminal.usesColour(.output))
    terminal.write("\(table)report: \(directory.htmlReportPath)", to: .output)
    for damage in report.damaged { terminal.write("left out: \(damage)", to: .error) }
    for file in report.others { terminal.write("left out: \(file.neutralised): a record of another run", to: .error) }
    for test in report.unrecorded {
      terminal.write("no record: \(test.name.neutralised): \(test.sentence.neutralised)", to: .error)
      for issue in test.issues {
        terminal.write("  \(issue.severity.neutralised): \(issue.text.neutralised)", to: .error)
      }
    }
    let isWhole = report.damaged.isEmpty && report.unrecorded.allSatisfy { $0.ended == .skipped }
    guard isWhole else { return .other }
    // Tests that skip themselves alone are no run.
    return report.records.isEmpty && !report.unrecorded.isEmpty ? .invalid : .met
  }

  /// A directory that is there: none is made of a name that was mistyped.
  private func existing(_ path: String) throws -> ResultsDirectory {
    guard ResultsDirectory.exists(at: path) else {
      throw ConfigurationError(
        variable: "directory", value: path, reason: "there is no such directory", allowed: "one that a run has written")
    }
    return try ResultsDirectory(path: path)
  }
}
