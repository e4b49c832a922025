import LoadEngine
import Testing

@testable import LoadFixtures

extension LoadProfile {
  /// A hundred virtual users, all of them there within 50 ms.
  static func crowd(for duration: Duration) -> LoadProfile {
    .ramp(to: 100, perSecond: 2000, for: duration).warmingUp(for: .zero)
  }
}

extension FaultyServer {
  /// As `with`, while neither a scenario nor a test that measures real time runs.
  static func inTurn<R: Sendable>(
    _ scheme: WireScheme, greeting: Greeting? = nil, answer: @escaping Answer,
    _ body: @Sendable (FaultyServer) async throws -> R
  ) async throws -> R {
    try await Serializer.scenarios.run { try await with(scheme, greeting: greeting, answer: answer, body) }
  }

  /// Loads this server, while no test runs that measures real time.
  func load(
    _ profile: LoadProfile, pacing: Pacing = .none, settings: [String: String] = [:]
  ) async throws -> RunRecord {
    try await Probe.quietly(
      scheme: scheme.rawValue, port: port, profile: profile, pacing: pacing,
      settings: settings.merging(scheme.trust()) { $1 })
  }

  /// The same by the real executable, in a process of its own.
  func loadFromOutside(
    _ options: [String], environment: [String: String] = [:], prelude: String? = nil
  ) async throws -> (outcome: ToolProcess.Outcome, peakMemory: Int) {
    let scratch = try ScratchDirectory()
    let tool = try ToolProcess(
      ["probe", "\(scheme.rawValue)://127.0.0.1:\(port)/", "--json"] + options,
      environment: environment.merging(scheme.trust()) { $1 },
      directory: scratch.path, output: scratch.path + "/output", prelude: prelude)
    let peak = try await tool.peakMemory()
    return (try await tool.outcome(), peak)
  }
}

/// Expects that no call is lost or counted twice, that each failure has one kind, and that the server was sent no
/// request that the record does not have.
func expectBooksBalance(
  _ record: RunRecord, with server: FaultyServer, sourceLocation: SourceLocation = #_sourceLocation
) {
  let counts = record.counts
  #expect(
    counts.scheduled == counts.completed + counts.failed + counts.dropped + counts.cancelled, "\(counts)",
    sourceLocation: sourceLocation)
  #expect(record.failureKinds.values.reduce(0, +) == counts.failed + counts.dropped, sourceLocation: sourceLocation)
  #expect(
    server.requests <= counts.completed + counts.failed + counts.cancelled + counts.repeats + counts.instrument,
    sourceLocation: sourceLocation)
  #expect(
    !record.verdict.sentences.contains { $0.contains("add up") || $0.contains("their own code") },
    "\(record.verdict.sentences)", sourceLocation: sourceLocation)
}

extension RunRecord {
  /// The kinds of the calls that failed: an arrival that was dropped made none.
  var callFailureKinds: [String: Int] { self.failureKinds.filter { $0.key != FailureKind.droppedLabel } }
}
