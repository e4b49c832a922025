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

  /// Most times that a scenario is tried against the embedded agent.
  private static let attempts = 8
  /// A neighbour on the same machine takes its CPU for half a minute or so: each attempt waits longer than the last.
  private static func pause(beforeAttempt number: Int) -> Duration { .seconds(min(5 * number, 30)) }

  /// Runs one scenario, writes its record and brings the report up to date.
  ///
  /// Against the embedded agent a run in which the generator fared badly is told, and made again: there an invalid run
  /// speaks of a busy machine alone. A run against a real target is never repeated.
  func run(_ scenario: Scenario, sla: SLA) async throws -> RunRecord {
    let runner = ScenarioRunner(scenario: scenario, sla: sla, environment: environment, terminal: terminal)
    var earlier: [String] = []
    while true {
      await machine.wait()
      var record = try await runner.run()
      record.notes += earlier
      let disturbance = record.target.embedded && !record.interrupted ? record.generatorDisturbance : nil
      guard let disturbance, earlier.count + 1 < Self.attempts else {
        try keep(record)
        return record
      }
      log.warning("\(record.scenario) is invalid and is run again: \(disturbance)")
      try await Task.sleep(for: Self.pause(beforeAttempt: earlier.count + 1))
      earlier.append("Attempt \(earlier.count + 1) was invalid and was repeated: \(disturbance).")
    }
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

extension RunRecord {
  /// The first reason of an invalid run if all of them speak of the generator's machine; else `nil`.
  var generatorDisturbance: String? {
    let machine = ["generator late", "generator stalled", "generator out of CPU"]
    guard verdict.status == .invalid, let first = verdict.reasons.first,
      verdict.reasons.allSatisfy({ reason in machine.contains { reason.hasPrefix($0) } })
    else { return nil }
    return first
  }
}
