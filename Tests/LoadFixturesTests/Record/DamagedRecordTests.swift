import Foundation
import TestSupport
import Testing

@testable import LoadFixtures

@Suite("Records that something has damaged", .timeLimit(.minutes(2)))
struct DamagedRecordTests {
  private static let files = 25

  /// Seeded damage, in a process of its own since it may end one. Catches: a sum or a conversion that traps, a record
  /// that is left out without a word.
  @Test("No damage ends the report, and the whole record beside it is in it", .serialized, arguments: 0..<10)
  func fuzzed(round: Int) async throws {
    let scratch = try ScratchDirectory()
    let directory = try ResultsDirectory(path: scratch.path)
    try directory.save(ReportSamples.record("whole", seconds: 3))
    let data = try JSONEncoder().encode(ReportSamples.record("damaged", seconds: 12))
    let folder = scratch.path
    try await OwnThread.run {
      Result {
        var mutator = RecordMutator(generator: SeededRandom(seed: 29, user: round))
        for number in 0..<Self.files {
          try mutator.damaged(data).write(to: URL(fileURLWithPath: "\(folder)/d\(number).json"))
        }
      }
    }.get()
    let outcome = try await ToolProcess.run(["report", scratch.path])
    #expect([0, 1].contains(outcome.code), "it ended with \(outcome.code): \(outcome.lines.suffix(3).map(\.text))")
    let report = try JSONDecoder().decode(
      JSONReport.self, from: Data(contentsOf: URL(fileURLWithPath: scratch.path + "/report.json")))
    #expect(report.scenarios.contains { $0.scenario == "whole" })
    let damaged = report.damaged ?? []
    #expect(outcome.code == (damaged.isEmpty ? 0 : 1))
    #expect(outcome.lines.count { $0.text.hasPrefix("left out: ") } == damaged.count)
    // What is neither shown nor named has lost the key that makes it a record.
    #expect(damaged.count >= Self.files / 4 && report.scenarios.count + damaged.count >= Self.files - 5)
  }

  @Test(
    "A count that no run leaves is named, wherever it stands",
    arguments: [Int.max, .min, -1] as [Int],
    [
      \.counts.completed, \.counts.failed, \.counts.repeats,
      \.total.count, \.requests[1].failures, \.stages[0].statistics.count,
      \.timeline[1].second, \.timeline[0].dropped, \.distribution[0].count, \.business.tierAnswersJudged,
      \.generator.outOfRange,
    ] as [WritableKeyPath<RunRecord, Int> & Sendable])
  func counts(number: Int, place: WritableKeyPath<RunRecord, Int> & Sendable) {
    var record = ReportSamples.record(seconds: 3)
    #expect(record.damage == nil)
    record[keyPath: place] = number
    #expect(record.damage?.contains("\(number)") == true, "\(record.damage ?? "taken for whole")")
  }

  @Test(
    "So is one that may be missing", arguments: [Int.max, -1],
    [
      \.total.dropped, \.stages[0].statistics.cancelled, \.system.points[0].openCircuitsNotNamed,
      \.generator.peakMemory,
    ]
      as [WritableKeyPath<RunRecord, Int?> & Sendable])
  func optionalCounts(number: Int, place: WritableKeyPath<RunRecord, Int?> & Sendable) {
    var record = ReportSamples.record(seconds: 3)
    record[keyPath: place] = number
    #expect(record.damage?.contains("\(number)") == true, "\(record.damage ?? "taken for whole")")
    var other = ReportSamples.record(seconds: 3)
    other.system.notBelievable = ["hit_rate": number]
    #expect(other.damage == "system holds the count \(number)")
  }

  @Test(
    "So is a time of a trouble", arguments: [-1, 1e300] as [Double],
    [\.begun, \.detected, \.recovered] as [WritableKeyPath<FaultOutcome, Double?> & Sendable])
  func troubles(second: Double, place: WritableKeyPath<FaultOutcome, Double?> & Sendable) {
    var record = ReportSamples.record(seconds: 3)
    var fault = FaultOutcome(name: "cache lost", carrier: "a test", plannedStart: 1, plannedEnd: 2)
    record.faults = [fault]
    #expect(record.damage == nil)
    fault[keyPath: place] = second
    record.faults = [fault]
    #expect(record.damage == "faults holds \(second)")
  }

  @Test("So is a number of connections", arguments: [Int.max, -1])
  func connections(number: Int) {
    var record = ReportSamples.record(seconds: 3)
    record.endpoints = [.init(address: "127.0.0.1:8000", connections: number)]
    #expect(record.damage == "endpoints holds the count \(number)")
  }
}

/// Changes a record's JSON at random, at places of all depths.
private struct RecordMutator {
  var generator: SeededRandom

  mutating func damaged(_ record: Data) throws -> Data {
    if generator.chance(0.2) { return brokenOff(record) }
    var tree = try JSONSerialization.jsonObject(with: record)
    for _ in 0...generator.integer(in: 0...2) { tree = changed(tree) }
    return try JSONSerialization.data(withJSONObject: tree, options: .fragmentsAllowed)
  }

  /// Cut short, or with a byte that is another.
  private mutating func brokenOff(_ record: Data) -> Data {
    var bytes = Array(record)
    let index = generator.integer(in: 0...bytes.count - 1)
    if generator.chance(0.5) { bytes.removeSubrange(index...) } else { bytes[index] = 0x39 }
    return Data(bytes)
  }

  /// The value with one place in it changed.
  private mutating func changed(_ value: Any) -> Any {
    if !generator.chance(0.03), var object = value as? [String: Any], !object.isEmpty {
      let key = generator.element(of: object.keys.sorted())
      object[key] = generator.chance(0.03) ? nil : object[key].map { changed($0) }
      return object
    }
    if !generator.chance(0.05), var list = value as? [Any], !list.isEmpty {
      let index = generator.integer(in: 0...list.count - 1)
      list[index] = changed(list[index])
      return list
    }
    let others: [Any] = [
      Int.max, Int.min, -1, 0, 1_000_000_000_001, UInt64.max, 1e300, -1e308, Double.leastNonzeroMagnitude, 0.5, 1e18,
      "", "\u{202E}<script>",
      String(repeating: "x", count: 5000), NSNull(), true, [Any](), [String: Any](), [1, 2], ["a": "b"],
    ]
    return others[generator.integer(in: 0...others.count - 1)]
  }
}
