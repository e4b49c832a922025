import LoadEngine

@testable import LoadFixtures

extension Terminal {
  /// Shows nothing.
  static var silent: Terminal {
    let nowhere = TerminalSink(isTerminal: false, width: { nil }, write: { _ in })
    return Terminal(output: nowhere, error: nowhere)
  }
}

extension Probe {
  /// Loads a port of this machine without a word.
  static func quietly(
    port: Int, path: String = "/", profile: LoadProfile, pacing: Pacing = .none, loops: Int = 1,
    settings: [String: String] = [:], terminal: Terminal = .silent
  ) async throws -> RunRecord {
    let environment = try TargetEnvironment(
      environment: [
        "LOAD_TARGET_HOST": "http://127.0.0.1:\(port)", "LOAD_EVENT_LOOPS": "\(loops)", "LOAD_SEED": "7",
      ].merging(settings) { _, new in new })
    var probe = Probe(
      try ProbeRequest(url: "http://127.0.0.1:\(port)\(path)"), profile: profile, environment: environment)
    probe.pacing = pacing
    return try await probe.run(terminal: terminal)
  }
}
