import Foundation
import LoadFixtures

/// `probe URL`: aims the engine at one URL and says what it found.
struct ProbeCommand {
  let terminal: Terminal

  func run(_ arguments: [String], environment: [String: String]) async -> ExitCode {
    do {
      let options = try ProbeArguments(arguments)
      guard let request = options.request else {
        terminal.write(ProbeArguments.help, to: .output)
        return .met
      }
      // The URL is the target, whatever the environment says of another one.
      let settings = try TargetEnvironment(
        environment: environment.merging(["LOAD_TARGET_HOST": request.target.description]) { _, url in url })
      let log = Log(level: settings.logLevel, terminal: terminal)
      for warning in settings.warnings { log.warning(warning) }
      terminal.write("checking \(request.target) ...\n", to: .error)
      let record = try await Interruption(in: .tool).cancels {
        try await Probe(request, profile: options.profile, environment: settings).run(terminal: terminal)
      }
      if options.json {
        terminal.write(String(decoding: try record.encoded(), as: UTF8.self), to: .output)
      } else {
        terminal.write(ProbeSummary(record).text(color: terminal.usesColour(.output)), to: .output)
      }
      return ExitCode(records: [record])
    } catch let error as ConfigurationError {
      terminal.write("\(error)", to: .error)
      return .badConfiguration
    } catch let error as PlanError {
      terminal.write("\(error)", to: .error)
      return .badConfiguration
    } catch {
      terminal.write("\(error)", to: .error)
      return .other
    }
  }
}
