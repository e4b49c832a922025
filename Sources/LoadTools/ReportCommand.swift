import LoadFixtures

/// `report DIR`: writes the reports of a results directory and prints its table.
struct ReportCommand {
  let terminal: Terminal

  func run(_ arguments: [String]) -> ExitCode {
    guard arguments.count == 1, let path = arguments.first, !path.hasPrefix("-") else {
      terminal.write("usage: generate-report DIR   (a results directory, for example results/latest)\n", to: .error)
      return .badConfiguration
    }
    guard ResultsDirectory.exists(at: path) else {
      terminal.write("\(path.neutralised): no such directory; name one that a run has written\n", to: .error)
      return .badConfiguration
    }
    do {
      let report = try ReportGenerator.generate(in: ResultsDirectory(path: path))
      let table = SummaryTable(records: report.records).text(color: terminal.usesColour(.output))
      terminal.write("\(table)report: \(report.html)\n", to: .output)
      for damage in report.damaged { terminal.write("left out: \(damage)\n", to: .error) }
      for file in report.others { terminal.write("left out: \(file): a record of another run\n", to: .error) }
      return report.damaged.isEmpty ? .met : .other
    } catch let error as ReportError {
      terminal.write("\(error)\n", to: .error)
      return .invalid
    } catch {
      terminal.write("\(error)\n", to: .error)
      return .other
    }
  }
}
