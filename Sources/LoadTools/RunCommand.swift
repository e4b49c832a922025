import AgentContracts
import Foundation
import LoadFixtures

/// `run`: checks the configuration, runs the built tests of the chosen scenarios, and reports; the exit code is the
/// verdict.
struct RunCommand {
  let terminal: Terminal

  func run(_ arguments: [String], environment: [String: String]) async throws -> ExitCode {
    let options = try RunArguments(arguments, environment: environment)
    switch options.instead {
    case .help:
      terminal.write(RunArguments.help, to: .output)
      return .met
    case .list:
      terminal.write(RunArguments.list, to: .output)
      return .met
    case .contract(let name):
      guard let contract = AgentContract.builtIn.first(where: { $0.name == name }) else { return .badConfiguration }
      terminal.write(contract.json.pretty + "\n", to: .output)
      return .met
    case .check, .debug:
      return try await ContractCommand(terminal: terminal).run(
        options, environment: environment.merging(options.overrides) { _, option in option })
    case nil: break
    }
    let environment = environment.merging(options.overrides) { _, option in option }
    if options.isCustom {
      // Refused here, and not by a test that fails.
      _ = try CustomScenario(environment: environment)
    }
    guard options.repeats > 1 else { return try await runOnce(options, environment) }
    var codes: [ExitCode] = []
    for number in 1...options.repeats {
      var own = environment
      if let path = environment[EnvironmentVariable.resultsDirectory.rawValue] {
        own[EnvironmentVariable.resultsDirectory.rawValue] = "\(path)/run-\(number)"
      }
      terminal.write("run \(number) of \(options.repeats)", to: .error)
      codes.append(try await runOnce(options, own))
      if codes.last == .interrupted || codes.last == .badConfiguration { break }
    }
    // What spoils most comes first.
    return [.interrupted, .badConfiguration, .other, .invalid, .breached].first(where: codes.contains) ?? .met
  }

  private func runOnce(_ options: RunArguments, _ given: [String: String]) async throws -> ExitCode {
    var environment = given
    environment[EnvironmentVariable.runID.rawValue] = TargetEnvironment.newRunID()
    let settings = try TargetEnvironment(environment: environment)
    try settings.checkCredentials()
    _ = try SideCommands(settings)
    _ = try FaultCommands(settings)
    let bundle = try TestBundle(in: Self.products)
    let tests = TestProcess(terminal: terminal)
    if case .remote(let url) = settings.target { terminal.write("checking \(url) ...", to: .error) }
    if let refusal = try await Preflight.refusal(of: settings) {
      terminal.write("INVALID: \(refusal)", to: .error)
      return .invalid
    }
    let results =
      if let path = settings.resultsDirectory {
        try ResultsDirectory(path: path)
      } else {
        try ResultsDirectory.standard(in: options.package + "/results")
      }
    let lock = try ResultsLock(results, run: settings.runID, inherited: true)
    defer { lock.release() }
    environment[EnvironmentVariable.resultsDirectory.rawValue] = results.path
    try results.save(RunPlan(run: settings.runID, scenarios: options.names))

    let attachments = results.path + "/attachments"
    _ = try ResultsDirectory(path: attachments)
    let status = try await tests.run(
      bundle.command + [
        "--testing-library", "swift-testing", "--filter", options.filter, "--attachments-path", attachments,
        "--event-stream-output-path", results.path + "/events.jsonl",
      ], environment: environment.merging(try TestBundle.environment()) { _, needed in needed })
    // Whoever sends a second signal does not wait for a report.
    if tests.endRequest == .second { return .interrupted }
    let records = try results.readRecords().records.filter { $0.run == settings.runID }
    return try conclude(options, results, records, status: status, wasSignalled: tests.endRequest != nil)
  }

  /// The build directory: the tests lie beside this program.
  private static var products: URL {
    let program = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    return program.resolvingSymlinksInPath().deletingLastPathComponent()
  }

  /// Reports what this run has left, however it ended.
  private func conclude(
    _ options: RunArguments, _ results: ResultsDirectory, _ records: [RunRecord], status: Int32, wasSignalled: Bool
  ) throws -> ExitCode {
    if !records.isEmpty {
      // The numbers first: a full disk has no place for a report.
      let table = SummaryTable(records: records).text(color: terminal.usesColour(.output))
      terminal.write("\n\(table)\n", to: .output)
    }
    var report: RunResults?
    do {
      report = try results.writeReports()
    } catch {
      terminal.write("\(error)", to: .error)
    }
    for damage in report?.damaged ?? [] { terminal.write("left out of the report: \(damage)", to: .error) }
    if report != nil { terminal.write("report: \(results.htmlReportPath)", to: .output) }
    let isInterrupted =
      wasSignalled || status == ExitCode.interrupted.rawValue || records.contains(where: \.interrupted)
    let missing = options.names.filter { name in !records.contains { $0.scenario == name } }
    guard missing.isEmpty else {
      let reason = isInterrupted ? "the run was interrupted" : "the tests' output above says why"
      terminal.write("no record of: \(missing.joined(separator: ", ")); \(reason)", to: .error)
      if isInterrupted { return .interrupted }
      let refused = try results.loadPlan()?.refused ?? [:]
      let notRun = try results.loadPlan()?.notRun ?? [:]
      for (name, reason) in notRun.sorted(by: { $0.key < $1.key }) {
        terminal.write("not run: \(name): \(reason)", to: .error)
      }
      if missing.allSatisfy({ notRun[$0] != nil }) { return .invalid }
      if missing.allSatisfy({ refused[$0] != nil }) { return .badConfiguration }
      return records.isEmpty ? .invalid : .other
    }
    if isInterrupted { return .interrupted }
    guard let report else { return .other }
    // The tests failed for a reason that no record has.
    let code = ExitCode(report)
    return code == .met && status != 0 ? .other : code
  }
}
