import LoadFixtures

/// `probe URL`: aims the engine at one URL and says what it found.
struct ProbeCommand {
  let terminal: Terminal

  func run(_ arguments: [String], environment: [String: String]) async throws -> ExitCode {
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
    terminal.write("checking \(request.target) ...", to: .error)
    let record = try await Interruption(in: .tool).cancels {
      try await Probe(request, profile: options.profile, environment: settings).run(terminal: terminal)
    }
    let text =
      options.json
      ? String(decoding: try record.encoded(), as: UTF8.self)
      : ProbeSummary(record).text(color: terminal.usesColour(.output))
    terminal.write(text, to: .output)
    return ExitCode(RunResults(records: [record]))
  }
}
