import Foundation
import LoadFixtures
import Testing

/// Runs scenarios as test cases: the only place that knows Swift Testing.
package enum LoadTest {
  private static let session = Session.result()

  /// Whether a scenario is asked for by its name: by the filter of the tests, or by `LOAD_ENDURANCE_DURATION`.
  package static func isNamed(_ scenario: String) -> Bool {
    let (arguments, environment) = (CommandLine.arguments, ProcessInfo.processInfo.environment)
    let filters = zip(arguments, arguments.dropFirst()).filter { $0.0 == "--filter" }.map(\.1)
    return filters.contains { $0.contains(scenario) }
      || environment[EnvironmentVariable.enduranceDuration.rawValue] != nil
  }

  /// Runs one scenario and holds it against its SLA.
  ///
  /// Scenarios wait for each other, whatever suites they are in. The record goes to the results directory. In a test of
  /// Swift Testing it is attached as well, each must that was missed is an issue at the caller's line, each should a
  /// warning, and a run whose numbers cannot be trusted is an issue too.
  ///
  /// - Throws: Where no test of Swift Testing calls, as in an `XCTestCase`, where its issues would reach nobody:
  ///   ``LoadTestFailure`` with each must that was missed or each reason of an invalid run; shoulds go to the log.
  package static func run(
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
    try await Serializer.scenarios.run {
      let record: RunRecord
      do {
        record = try await session.run(scenario, sla: sla)
      } catch let notRun as ScenarioNotRun {
        // Neither passed nor failed.
        guard Test.current != nil else { throw notRun }
        try Test.cancel("\(notRun)", sourceLocation: location)
      }
      guard Test.current != nil else {
        for sentence in record.warnings { session.log.warning(sentence) }
        guard record.errors.isEmpty else { throw LoadTestFailure(sentences: record.errors) }
        return
      }
      Attachment.record(
        try record.encoded(), named: ResultsDirectory.fileName(forScenario: record.scenario), sourceLocation: location)
      for sentence in record.errors { Issue.record("\(sentence)", sourceLocation: location) }
      for sentence in record.warnings {
        Issue.record("\(sentence)", severity: .warning, sourceLocation: location)
      }
    }
  }
}

/// What a load test failed of, for a test framework that knows thrown errors only.
package struct LoadTestFailure: Error, Sendable, CustomStringConvertible {
  /// A sentence for each must that was missed, or for each reason of an invalid run.
  package let sentences: [String]

  package var description: String { sentences.joined(separator: "\n") }
}
