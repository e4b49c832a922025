import LoadEngine
import Testing

/// Runs scenarios as test cases: the only place that knows Swift Testing.
public enum LoadTest {
  /// Also passed by those tests of the instrument that measure real time.
  static let gate = Gate()
  private static let session = Session.result()

  /// Runs one scenario and holds it against its SLA.
  ///
  /// Scenarios wait for each other, whatever suites they are in. The record goes to the results directory and to the
  /// test's attachments. Each must that was missed is an issue at the caller's line, each should a warning; a run whose
  /// numbers cannot be trusted is an issue as well.
  public static func run(
    _ scenario: Scenario, sla: SLA, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let session: Session
    switch Self.session {
    case .success(let value): session = value
    case .failure(let failure):
      Issue.record("\(failure)", sourceLocation: sourceLocation)
      return
    }
    try session.expect(scenario)
    try await gate.pass {
      let record = try await session.run(scenario, sla: sla)
      Attachment.record(
        try session.encoded(record), named: ResultsDirectory.fileName(forScenario: record.scenario),
        sourceLocation: sourceLocation)
      report(record, at: sourceLocation)
    }
  }

  /// Asks whether load could be sent at all, without sending any.
  ///
  /// - Returns: Why not, in one sentence; `nil` when it could, and for the embedded agent, which is not started for it.
  public static func refusal(of environment: TargetEnvironment) async throws -> String? {
    guard case .remote = environment.target else { return nil }
    let target = try await PreparedTarget(environment)
    let loop = try EventLoop(name: "pre-flight")
    var refusal: String?
    do {
      let catalogue = try CallCatalogue(
        contract: environment.contract, target: target.url, credentials: target.credentials,
        timeout: environment.requestTimeout, testID: "")
      _ = try await Preflight(
        url: target.url, allowPublicTarget: environment.allowPublicTarget, trust: environment.tlsTrust,
        transport: environment.transport
      ).check(
        peakConnections: 0, call: catalogue.healthCall, on: loop)
    } catch let error as Preflight.Refusal {
      refusal = error.description
    }
    await loop.shutDown()
    return refusal
  }

  private static func report(_ record: RunRecord, at sourceLocation: SourceLocation) {
    for reason in record.verdict.reasons {
      Issue.record("INVALID run of \(record.scenario): \(reason)", sourceLocation: sourceLocation)
    }
    for breach in record.verdict.breaches {
      // In an invalid run a breach proves nothing; it is told, and does not fail the test by itself.
      let isError = breach.severity == .must && record.verdict.status != .invalid
      Issue.record("\(breach)", severity: isError ? .error : .warning, sourceLocation: sourceLocation)
    }
  }
}
