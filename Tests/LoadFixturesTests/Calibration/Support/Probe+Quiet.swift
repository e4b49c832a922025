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
  /// Loads a port of this machine without output.
  static func quietly(
    method: String = "GET", scheme: String = "http", port: Int, path: String = "/", profile: LoadProfile,
    pacing: Pacing = .none,
    loops: Int = 1, settings: [String: String] = [:], sla: SLA? = nil, terminal: Terminal = .silent
  ) async throws -> RunRecord {
    let target = "\(scheme)://127.0.0.1:\(port)"
    let usual = ["LOAD_TARGET_HOST": target, "LOAD_EVENT_LOOPS": "\(loops)", "LOAD_SEED": "7"]
    let environment = try TargetEnvironment(environment: usual.merging(settings) { _, new in new })
    var probe = Probe(try ProbeRequest(url: target + path, method: method), profile: profile, environment: environment)
    probe.pacing = pacing
    if let sla { probe.sla = sla }
    return try await probe.run(terminal: terminal)
  }
}
