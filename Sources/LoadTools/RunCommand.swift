import Dispatch
import Foundation
import LoadFixtures

/// `run`: checks the configuration, runs `swift test` over the chosen scenarios, reports, and says by its exit code
/// what came of it.
struct RunCommand {
  let terminal: Terminal

  func run(_ arguments: [String], environment: [String: String]) async -> ExitCode {
    do {
      let options = try RunArguments(arguments)
      if options.wantsHelp {
        terminal.write(RunArguments.help + "\n", to: .output)
        return .met
      }
      return try await run(options, environment: environment)
    } catch let error as ConfigurationError {
      terminal.write("\(error)\n", to: .error)
      return .badConfiguration
    } catch let error as ResultsError {
      terminal.write("\(error)\n", to: .error)
      return .other
    } catch {
      terminal.write("\(error)\n", to: .error)
      return .other
    }
  }

  private func run(_ options: RunArguments, environment: [String: String]) async throws -> ExitCode {
    var environment = environment.merging(options.overrides) { _, option in option }
    let settings = try TargetEnvironment(environment: environment)
    try settings.checkCredentials()
    if let refusal = try await LoadTest.refusal(of: settings) {
      terminal.write("INVALID: \(refusal)\n", to: .error)
      return .invalid
    }
    let results =
      if let path = settings.resultsDirectory {
        try ResultsDirectory(path: path)
      } else {
        try ResultsDirectory.standard(in: options.package + "/results")
      }
    let directory = URL(fileURLWithPath: results.path).standardizedFileURL.path
    environment[EnvironmentVariable.resultsDirectory.rawValue] = directory
    let before = try results.loadRecords()

    let attachments = directory + "/attachments"
    _ = try ResultsDirectory(path: attachments)
    let tests = TestProcess(
      arguments: [
        "test", "--package-path", options.package, "--skip-build", "--filter", options.filter,
        "--attachments-path", attachments, "--event-stream-output-path", directory + "/events.jsonl",
      ], environment: environment)
    let outcome = try await tests.run()
    return try conclude(options, results: results, before: before, outcome: outcome)
  }

  /// Reports what this run has left, however it ended.
  private func conclude(
    _ options: RunArguments, results: ResultsDirectory, before: [RunRecord], outcome: TestProcess.Outcome
  ) throws -> ExitCode {
    let earlier = Dictionary(before.map { ($0.scenario, $0.startedAt) }, uniquingKeysWith: { first, _ in first })
    let records = try results.loadRecords().filter { record in
      options.names.contains(record.scenario) && earlier[record.scenario] != record.startedAt
    }
    if !records.isEmpty {
      let report = try ReportGenerator.generate(in: results)
      let table = SummaryTable(records: records).text(color: terminal.usesColour(.output))
      terminal.write("\n\(table)\nreport: \(report.html)\n", to: .output)
    }
    if outcome.interrupted { return .interrupted }
    let missing = options.names.filter { name in !records.contains { $0.scenario == name } }
    guard missing.isEmpty else {
      terminal.write("no record of: \(missing.joined(separator: ", ")); the tests' output above says why\n", to: .error)
      return records.isEmpty ? .invalid : .other
    }
    let code = ExitCode(records: records)
    // The tests failed for a reason that no record has.
    return code == .met && outcome.status != 0 ? .other : code
  }
}
