import Foundation

/// Everything one run of one scenario has to say, as it is written to `<scenario>.json`.
///
/// The keys of metadata and statistics stand beside its own. Latencies are milliseconds, `duration` and times in the
/// timeline are seconds, rates are requests a second, error rates and shares are 0 to 1. A value that is not known is
/// absent or `null`, never 0.
@dynamicMemberLookup
package struct RunRecord: Sendable {
  /// Raised whenever a key changes its name or meaning.
  package static let currentSchemaVersion = 5
  /// The note on a run whose target may have been anybody.
  package static let unverifiedNote = "TLS certificates were not verified (LOAD_TLS_INSECURE)."

  package var metadata: RunMetadata
  package var statistics: RunStatistics
  package var verdict: Verdict
  package var conditions: Conditions

  /// What is neither known before a run nor derived from its calls.
  package struct Conditions: Codable, Sendable {
    /// Seconds from the first call to the last answer or cut-off.
    package var duration: Double
    package var interrupted: Bool
    /// When the load began, seconds since 1970: where second 0 of the timeline lies on others' clocks. Absent on records of
    /// earlier versions, and of a run that sent no load.
    package var loadBegan: Double?
    package var generator: GeneratorHealth
    package var system: TargetMetrics
    /// Where the users' connections went, when the target's name has or had more than one address.
    package var endpoints: [Endpoint]?
    /// The operations that were tried before the load, by their labels; absent for none. Their calls are among
    /// `counts.instrument` alone.
    package var trial: [String]?
    /// How often the suite asked what the target says of itself, by operation; absent for never. Among
    /// `counts.instrument` as well.
    package var polled: [String: Int]?
    /// The scenario's own calls before its profile; absent where none were asked for. In no other count.
    package var warmUpCalls: WarmUpCalls?
    /// How the target was before the load.
    package var before: TargetState?
    /// The commands before and after the run; absent where none were asked for.
    package var prepared: SideCommandOutcome?
    package var cleanedUp: SideCommandOutcome?
    /// The troubles that the scenario planned; absent for none.
    package var faults: [FaultOutcome]?
    /// What came of the scenario's stampede; absent where it has none. Its calls are among `counts.instrument` alone.
    package var stampede: Stampede?
    /// How many requests the target counted of those that were sent; absent where it was not asked.
    package var reach: RequestReach?
    /// What the numbers show of the target and no requirement asked for; absent for none.
    package var findings: [Finding]?
    /// What a reader must know before using the numbers, in sentences (scales, insecure TLS, insufficient samples).
    package var notes: [String]
  }

  /// Calls that were made to warm a target up.
  package struct WarmUpCalls: Codable, Sendable, Equatable {
    /// As asked for.
    package var seconds: Double
    package var completed: Int
    package var failed: Int
  }

  /// One address of the target.
  package struct Endpoint: Codable, Sendable, Equatable {
    /// With its port, `127.0.0.1:8000`, or `other` for those beyond the first few.
    package var address: String
    /// Opened by users over the run.
    package var connections: Int
  }

  package subscript<Value>(dynamicMember path: WritableKeyPath<RunMetadata, Value>) -> Value {
    get { metadata[keyPath: path] }
    set { metadata[keyPath: path] = newValue }
  }

  package subscript<Value>(dynamicMember path: WritableKeyPath<RunStatistics, Value>) -> Value {
    get { statistics[keyPath: path] }
    set { statistics[keyPath: path] = newValue }
  }

  package subscript<Value>(dynamicMember path: WritableKeyPath<Conditions, Value>) -> Value {
    get { conditions[keyPath: path] }
    set { conditions[keyPath: path] = newValue }
  }

  /// The bytes of its file and of its attachment: JSON, keys sorted, indented.
  ///
  /// - Throws: The encoder's error for a number that JSON cannot hold.
  package func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self))
  }

  /// Bytes that everything about a run of so many seconds may take: the record, its copy as an attachment, the report.
  static func room(forSeconds seconds: Double) -> Int {
    // Measured: 20 KiB a record, written twice, 30 KiB a report; for each second 0.2 KiB on the record, 3 KiB in the
    // timeline and 2 KiB in the histogram log, three times that at 5,000 requests/s.
    // Not more than 64 MiB are tried: they are written.
    512 << 10 + Int(min(max(0, seconds) * 12_288, 64e6))
  }
}

extension RunRecord: Codable {
  private enum CodingKeys: CodingKey {
    case schemaVersion, verdict
  }

  package init(from decoder: any Decoder) throws {
    metadata = try RunMetadata(from: decoder)
    statistics = try RunStatistics(from: decoder)
    conditions = try Conditions(from: decoder)
    verdict = try decoder.container(keyedBy: CodingKeys.self).decode(Verdict.self, forKey: .verdict)
  }

  package func encode(to encoder: any Encoder) throws {
    try metadata.encode(to: encoder)
    try statistics.encode(to: encoder)
    try conditions.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Self.currentSchemaVersion, forKey: .schemaVersion)
    try container.encode(verdict, forKey: .verdict)
  }
}

extension RunRecord {
  /// What fails a test, a sentence each: the reasons of an invalid run, or the musts that were missed.
  package var errors: [String] {
    verdict.status == .invalid
      ? verdict.reasons.map { "INVALID run of \(metadata.scenario): \($0)" }
      : verdict.breaches.filter { $0.severity == .must }.map(sentence)
  }

  /// What does not: findings, missed shoulds, requirements that could not be judged, and in an invalid run, where a breach proves
  /// nothing, the musts as well.
  package var warnings: [String] {
    verdict.breaches.filter { $0.severity == .should || verdict.status == .invalid }.map(sentence)
      + verdict.warnedUnjudged.compactMap { item in
        item.unjudged.map { "\(item.severity.rawValue) not judged in scenario \(metadata.scenario): \($0)" }
      }
      + (conditions.findings ?? []).map { "\($0.sentence) \($0.evidence) (scenario \(metadata.scenario))" }
  }

  private func sentence(on breach: Assessment) -> String { "\(breach.sentence), scenario \(metadata.scenario)" }
}
