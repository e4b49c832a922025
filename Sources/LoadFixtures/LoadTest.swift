import LoadEngine
import Testing

/// Runs scenarios as test cases: the only place that knows Swift Testing.
public enum LoadTest {
  /// Also passed by those tests of the instrument that measure real time.
  static let gate = Gate()
  private static let session = Session.result()

  /// Runs one scenario and holds it against its SLA.
  ///
  /// Scenarios wait for each other, whatever suites they are in. The record goes to the results directory. In a test of
  /// Swift Testing it is attached as well, each must that was missed is an issue at the caller's line, each should a
  /// warning, and a run whose numbers cannot be trusted is an issue too.
  ///
  /// - Throws: Where no test of Swift Testing calls, as in an `XCTestCase`, where its issues would reach nobody:
  ///   ``LoadTestFailure`` with each must that was missed or each reason of an invalid run. Shoulds go to the log there.
  public static func run(
    _ scenario: Scenario, sla: SLA, fileID: String = #fileID, filePath: String = #filePath, line: Int = #line,
    column: Int = #column
  ) async throws {
    let location = SourceLocation(fileID: fileID, filePath: filePath, line: line, column: column)
    let session: Session
    switch Self.session {
    case .success(let value): session = value
    case .failure(let failure):
      guard Test.current != nil else { throw failure }
      Issue.record("\(failure)", sourceLocation: location)
      return
    }
    try session.expect(scenario)
    try await gate.pass {
      let record = try await session.run(scenario, sla: sla)
      guard Test.current != nil else {
        for sentence in record.warnings { session.log.warning(sentence) }
        if let failure = LoadTestFailure(record) { throw failure }
        return
      }
      Attachment.record(
        try session.encoded(record), named: ResultsDirectory.fileName(forScenario: record.scenario),
        sourceLocation: location)
      for sentence in record.errors { Issue.record("\(sentence)", sourceLocation: location) }
      for sentence in record.warnings {
        Issue.record("\(sentence)", severity: .warning, sourceLocation: location)
      }
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
        timeout: environment.requestTimeout, bodyLimit: environment.bodyLimit, testID: "")
      _ = try await Preflight(
        url: target.url, allowPublicTarget: environment.allowPublicTarget, trust: environment.tlsTrust,
        transport: environment.transport, requestTimeout: environment.requestTimeout, secrets: catalogue.secrets
      ).check(
        peakConnections: 0, call: catalogue.healthCall, on: loop)
    } catch let error as Preflight.Refusal {
      refusal = error.description
    }
    await loop.shutDown()
    return refusal
  }
}

/// What a load test failed of, for a test framework that knows thrown errors only.
public struct LoadTestFailure: Error, Sendable, CustomStringConvertible {
  /// A sentence for each must that was missed, or for each reason of an invalid run.
  public let sentences: [String]

  public var description: String { sentences.joined(separator: "\n") }

  init?(_ record: RunRecord) {
    guard !record.errors.isEmpty else { return nil }
    sentences = record.errors
  }
}

extension RunRecord {
  /// What fails a test, a sentence each: the reasons of an invalid run, or the musts that were missed.
  var errors: [String] {
    verdict.status == .invalid
      ? verdict.reasons.map { "INVALID run of \(scenario): \($0)" }
      : verdict.breaches.filter { $0.severity == .must }.map(\.description)
  }

  /// What does not: missed shoulds, requirements that could not be judged, and in an invalid run, where a breach proves
  /// nothing, the musts as well.
  var warnings: [String] {
    verdict.breaches.filter { $0.severity == .should || verdict.status == .invalid }.map(\.description)
      + verdict.warnedUnjudged.compactMap { item in
        item.unjudged.map { "\(item.severity.rawValue) not judged in scenario \(scenario): \($0)" }
      }
  }
}
