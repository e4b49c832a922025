import Foundation

/// What all scenarios of one process share: the environment, read once, and one results directory.
struct Session: Sendable {
  let environment: TargetEnvironment
  let results: ResultsDirectory
  let terminal: Terminal
  let log: Log

  /// Reads the environment and opens the results directory; the first error stays for every scenario.
  static func result(terminal: Terminal = .standard) -> Result<Session, any Error> {
    Result {
      let environment = try TargetEnvironment.current()
      try environment.checkCredentials()
      let results =
        if let path = environment.resultsDirectory {
          try ResultsDirectory(path: path)
        } else {
          try ResultsDirectory.standard()
        }
      try results.updateLatestLink()
      let session = Session(
        environment: environment, results: results, terminal: terminal,
        log: Log(level: environment.logLevel, terminal: terminal))
      session.announce()
      return session
    }
  }

  private func announce() {
    for name in environment.unknownVariables {
      log.warning("\(name) is set and is no variable of this suite: see the table in the README")
    }
    let target =
      switch environment.target {
      case .embedded: "the embedded reference agent"
      case .remote(let url): url.description
      }
    log.info(
      "target: \(target), contract \(environment.contract.name), time scale \(environment.timeScale), think time scale "
        + "\(environment.thinkTimeScale), users scale \(environment.usersScale), seed \(environment.seed)")
  }

  /// Runs one scenario, writes its record and brings the report up to date.
  func run(_ scenario: Scenario, sla: SLA) async throws -> RunRecord {
    await CalmMachine(log: log).wait()
    let record = try await ScenarioRunner(
      scenario: scenario, sla: sla, environment: environment, terminal: terminal
    ).run()
    try results.save(record)
    let report = try ReportGenerator.generate(in: results)
    terminal.write(SummaryTable(records: [record]).text(color: terminal.usesColour(.error)), to: .error)
    log.info("report: \(report.html)")
    return record
  }

  func encoded(_ record: RunRecord) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return Array(try encoder.encode(record))
  }
}
