import Foundation
import LoadFixtures

/// The one executable behind the scripts.
@main
enum LoadTools {
  static let usage = """
    usage: LoadTools run [options]      run scenarios and report (scripts/run-load-tests)
           LoadTools report DIR         make the report of a results directory (scripts/generate-report)
           LoadTools probe URL          aim the engine at one URL (scripts/probe)
           LoadTools agent [options]    run the reference agent alone (scripts/reference-agent)
           LoadTools benchmark SUBJECT  measure the instrument's own cost (scripts/benchmark)
    """

  static func main() async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let rest = Array(arguments.dropFirst())
    let terminal = Terminal.standard
    let environment = ProcessInfo.processInfo.environment
    let code: ExitCode =
      switch arguments.first {
      case "run": await RunCommand(terminal: terminal).run(rest, environment: environment)
      case "report": ReportCommand(terminal: terminal).run(rest)
      case "probe": await ProbeCommand(terminal: terminal).run(rest, environment: environment)
      case "benchmark": await BenchmarkCommand(terminal: terminal).run(rest, environment: environment)
      case "agent": await AgentCommand(terminal: terminal).run(rest, environment: environment)
      case "--help", "-h", "help": help(terminal)
      default: refuse(arguments.first, terminal)
      }
    if let failure = terminal.outputFailure {
      terminal.write("standard output is not whole: \(failure)\n", to: .error)
      exit(code == .met ? ExitCode.other.rawValue : code.rawValue)
    }
    exit(code.rawValue)
  }

  private static func help(_ terminal: Terminal) -> ExitCode {
    terminal.write(usage + "\n", to: .output)
    return .met
  }

  private static func refuse(_ command: String?, _ terminal: Terminal) -> ExitCode {
    let what = command == nil ? "no command" : "unknown command"
    terminal.write("\(what)\n\(usage)\n", to: .error)
    return .badConfiguration
  }
}
