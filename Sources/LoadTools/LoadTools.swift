import Foundation
import LoadEngine
import LoadFixtures

/// The one executable behind the scripts.
@main
enum LoadTools {
  private static let usage = """
    usage: LoadTools run [options]      run scenarios and report (scripts/run-load-tests)
           LoadTools report DIR         make the report of a results directory (scripts/generate-report)
           LoadTools compare [options]  run two targets in turns and compare (scripts/compare)
           LoadTools compare-runs A.. -- B..  compare runs that exist (scripts/compare-runs)
           LoadTools probe URL          aim the engine at one URL (scripts/probe)
           LoadTools agent [options]    run the reference agent alone (scripts/reference-agent)
           LoadTools proxy [options]    pass connections on, broken as asked (scripts/fault-proxy)
           LoadTools monitor [options]  follow a target and a load test (scripts/monitor-performance)
           LoadTools import DOCUMENT    make a contract's beginning of an OpenAPI document (scripts/import-openapi)
           LoadTools benchmark SUBJECT  measure the instrument's own cost (scripts/benchmark)
    """

  static func main() async {
    let terminal = Terminal.standard
    var code: ExitCode
    do {
      code = try await run(
        Array(CommandLine.arguments.dropFirst()), terminal, environment: ProcessInfo.processInfo.environment)
    } catch {
      terminal.write("\(error)", to: .error)
      code =
        switch error {
        case is ConfigurationError, is PlanError, is TLSConfigurationError: .badConfiguration
        case is ReportError, is ComparisonRefusal: .invalid
        default: .other
        }
    }
    if let failure = terminal.outputFailure {
      terminal.write("standard output is not whole: \(failure)", to: .error)
      if code == .met { code = .other }
    }
    exit(code.rawValue)
  }

  private static func run(
    _ arguments: [String], _ terminal: Terminal, environment: [String: String]
  ) async throws -> ExitCode {
    let rest = Array(arguments.dropFirst())
    switch arguments.first {
    case "run": return try await RunCommand(terminal: terminal).run(rest, environment: environment)
    case "report": return try ReportCommand(terminal: terminal).run(rest)
    case "compare": return try await CompareCommand(terminal: terminal).run(rest, environment: environment)
    case "compare-runs": return try CompareRunsCommand(terminal: terminal).run(rest)
    case "import": return try await ImportCommand(terminal: terminal).run(rest)
    case "probe": return try await ProbeCommand(terminal: terminal).run(rest, environment: environment)
    case "benchmark": return try await BenchmarkCommand(terminal: terminal).run(rest, environment: environment)
    case "agent": return try await AgentCommand(terminal: terminal).run(rest, environment: environment)
    case "monitor": return try await MonitorCommand(terminal: terminal).run(rest, environment: environment)
    case "proxy": return try await ProxyCommand(terminal: terminal).run(rest, environment: environment)
    case "--help", "-h", "help":
      terminal.write(usage, to: .output)
      return .met
    case let command:
      terminal.write("\(command == nil ? "no command" : "unknown command")\n\(usage)", to: .error)
      return .badConfiguration
    }
  }
}
