import LoadFixtures

/// `report DIR`: writes the reports of a results directory and prints its table.
struct ReportCommand {
  let terminal: Terminal

  func run(_ arguments: [String]) throws -> ExitCode {
    guard arguments.count == 1, let path = arguments.first, !path.hasPrefix("-") else {
      terminal.write("usage: generate-report DIR   (a results directory, for example results/latest)", to: .error)
      return .badConfiguration
    }
    guard ResultsDirectory.exists(at: path) else {
      terminal.write("\(path.neutralised): no such directory; name one that a run has written", to: .error)
      return .badConfiguration
    }
    let directory = try ResultsDirectory(path: path)
    let report = try directory.writeReports()
    let table = SummaryTable(records: report.records).text(color: terminal.usesColour(.output))
    terminal.write("\(table)report: \(directory.htmlReportPath)", to: .output)
    for damage in report.damaged { terminal.write("left out: \(damage)", to: .error) }
    for file in report.others { terminal.write("left out: \(file): a record of another run", to: .error) }
    return report.damaged.isEmpty ? .met : .other
  }
}
