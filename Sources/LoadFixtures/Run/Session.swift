import Foundation

/// What all scenarios of one process share: the environment, read once, and one results directory.
struct Session: Sendable {
  let environment: TargetEnvironment
  let results: ResultsDirectory
  let terminal: Terminal
  let log: Log
  private let machine: CalmMachine

  private init(environment: TargetEnvironment, results: ResultsDirectory, terminal: Terminal) {
    self.environment = environment
    self.results = results
    self.terminal = terminal
    log = Log(level: environment.logLevel, terminal: terminal)
    machine = CalmMachine(log: log)
  }

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
      let session = Session(environment: environment, results: results, terminal: terminal)
      session.announce()
      return session
    }
  }

  private func announce() {
    for warning in environment.warnings { log.warning(warning) }
    let target =
      switch environment.target {
      case .embedded: "the embedded reference agent"
      case .remote(let url): url.description
      }
    log.info(
      "target: \(target), contract \(environment.contract.name), time scale \(environment.timeScale), think time scale "
        + "\(environment.thinkTimeScale), users scale \(environment.usersScale), seed \(environment.seed)")
  }

  /// Runs one scenario, more than once where ``Attempts`` allows it, writes its record and brings the report up to date.
  func run(_ scenario: Scenario, sla: SLA) async throws -> RunRecord {
    let runner = ScenarioRunner(scenario: scenario, sla: sla, environment: environment, terminal: terminal)
    let attempts = Attempts(
      isEmbedded: environment.target == .embedded, log: log, waitForCalm: { await machine.wait(atMost: $0) })
    let record = try await attempts.run { try await runner.run() }
    try keep(record)
    return record
  }

  private func keep(_ record: RunRecord) throws {
    try results.save(record)
    let report = try ReportGenerator.generate(in: results)
    terminal.write(SummaryTable(records: [record]).text(color: terminal.usesColour(.error)), to: .error)
    for damage in report.damaged { log.warning("left out of the report: \(damage)") }
    log.info("report: \(report.html)")
  }

  func encoded(_ record: RunRecord) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return Array(try encoder.encode(record))
  }
}
