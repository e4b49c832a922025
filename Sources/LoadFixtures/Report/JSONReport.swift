import Foundation

/// The summary of all scenarios of a run for other programs: `report.json`.
package struct JSONReport: Codable, Sendable {
  /// Raised whenever a key changes its name or meaning.
  package static let currentSchemaVersion = 3

  package var schemaVersion: Int
  /// ISO 8601, UTC.
  package var generatedAt: String
  /// `passed`, `failed`, `invalid` or `interrupted`: the worst of the scenarios.
  package var verdict: String
  /// The number of ``ExitCode``.
  package var exitCode: Int32
  package var scenarios: [Scenario]
  /// Records that are damaged and left out, a sentence each; absent when there is none.
  package var damaged: [String]?
  /// Scenarios that the last run was asked for and has no record of; absent in reports of earlier versions.
  package var unfinished: [String]?
  /// Files of records that another run wrote, left out; absent when there is none.
  package var others: [String]?
  /// Tests of scenarios that left no record, where the tests' event stream says so; absent when there is none.
  package var unrecorded: [UnrecordedTest]?

  /// One scenario; units are those of ``RunRecord``.
  package struct Scenario: Codable, Sendable {
    package var scenario: String
    package var title: String
    /// The file with the whole record.
    package var file: String
    package var verdict: Verdict
    package var interrupted: Bool
    package var target: RunMetadata.Target
    package var contract: String
    package var model: LoadModel
    package var startedAt: String
    package var duration: Double
    package var counts: CallCounts
    package var total: RequestStatistics
  }

  /// Throws ``ReportError/nothingToReport(path:)`` for results of nothing.
  package init(_ results: RunResults, generatedAt: Date = Date()) throws(ReportError) {
    guard !results.isEmpty else { throw .nothingToReport(path: nil) }
    let code = ExitCode(results)
    if !results.others.isEmpty { others = results.others }
    if !results.damaged.isEmpty { damaged = results.damaged.map(\.description) }
    if !results.unrecorded.isEmpty { unrecorded = results.unrecorded }
    unfinished = results.unfinished
    schemaVersion = Self.currentSchemaVersion
    self.generatedAt = generatedAt.formatted(.iso8601)
    verdict = code.label
    exitCode = code.rawValue
    scenarios = results.records.map { record in
      Scenario(
        scenario: record.scenario, title: record.title,
        file: results.fileName(of: record), verdict: record.verdict,
        interrupted: record.interrupted, target: record.target, contract: record.contract, model: record.model,
        startedAt: record.startedAt, duration: record.duration, counts: record.counts, total: record.total)
    }
  }

  /// The report as JSON, keys sorted, indented; throws the encoder's error for a number that JSON cannot hold.
  package func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self))
  }
}
