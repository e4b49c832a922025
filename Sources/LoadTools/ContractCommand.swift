import LoadFixtures

/// `run --check` and `run --debug`: calls one by one, and no load.
struct ContractCommand {
  let terminal: Terminal

  func run(_ options: RunArguments, environment: [String: String]) async throws -> ExitCode {
    let settings = try TargetEnvironment(environment: environment)
    for warning in settings.warnings { terminal.write(warning + "\n", to: .error) }
    do {
      if case .debug(let scenario) = options.instead { return try await debug(scenario, settings) }
      return check(try await ContractCheck(settings))
    } catch let refusal as Preflight.Refusal {
      terminal.write("\(refusal)\n", to: .error)
      return .badConfiguration
    }
  }

  private func debug(_ scenario: String, _ settings: TargetEnvironment) async throws -> ExitCode {
    let terminal = terminal
    let failures = try await DebugRun(settings, user: RunArguments.user(of: scenario)).run(scenario: scenario) {
      terminal.write($0 + "\n", to: .output)
    }
    terminal.write(
      failures == 0 ? "every call was answered as the contract has it\n" : "\(failures) calls failed\n", to: .output)
    return failures == 0 ? .met : .badConfiguration
  }

  private func check(_ check: ContractCheck) -> ExitCode {
    terminal.write("contract \(check.contract)\(check.reason.map { ": \($0)" } ?? "")\n", to: .output)
    var table = ConsoleTable(columns: [
      .init("operation"), .init("request"), .init("status", .right), .init("time (ms)", .right), .init("fits"),
    ])
    for row in check.rows {
      table.addRow(
        [
          .init(row.operation), .init(row.request), .init(row.status.map(String.init) ?? "-"),
          .init(row.milliseconds.map { NumberFormat.number($0) } ?? "-"),
          row.difference == nil ? .init("yes", tint: .green) : .init("no", tint: .red),
        ], notes: row.difference.map { [$0] } ?? [])
    }
    terminal.write(table.text(color: terminal.usesColour(.output)), to: .output)
    return check.fits ? .met : .badConfiguration
  }
}
