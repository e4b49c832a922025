import Foundation
import Testing

@testable import LoadFixtures

@Suite struct RecordLoaderTests {
  let scratch = Result { try ScratchDirectory() }

  private func json(_ record: RunRecord) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(record), as: UTF8.self)
  }

  @Test func whatIsSavedIsWhatIsLoaded() throws {
    let directory = try ResultsDirectory(path: scratch.get().path)
    var record = ReportSamples.record(seconds: 12)
    record.seed = .max
    record.title = "\u{1B}[31m \"quoted\" <ñ>"
    record.generator.cpuShare = nil
    #expect(try directory.save(record) == directory.path + "/peak.json")
    let loaded = try directory.loadRecords()
    #expect(try loaded.map(json) == [json(record)])
  }

  @Test func aRecordFromBeforeRepeatsWereCountedIsRead() throws {
    let old = #"{"scheduled":6,"completed":1,"failed":2,"dropped":2,"cancelled":1,"instrument":3}"#
    let counts = try JSONDecoder().decode(CallCounts.self, from: Data(old.utf8))
    #expect(
      counts == CallCounts(scheduled: 6, completed: 1, failed: 2, dropped: 2, cancelled: 1, instrument: 3))
    var record = ReportSamples.record(seconds: 1)
    record.counts.repeats = 7
    let copy = try JSONDecoder().decode(RunRecord.self, from: Data(json(record).utf8))
    #expect(copy.counts.repeats == 7 && copy.failures == nil)
  }

  @Test func comesInOrderOfTheStart() throws {
    let directory = try ResultsDirectory(path: scratch.get().path)
    let starts = [
      ("d", "2026-11-24T00:00:12.5Z"), ("c", "2026-11-24T00:00:12Z"), ("a", "2026-11-24T00:00:13Z"),
      ("b", "2026-11-24T00:00:12Z"),
    ]
    for (name, start) in starts { try directory.save(ReportSamples.record(name, startedAt: start, seconds: 1)) }
    #expect(try directory.loadRecords().map(\.scenario) == ["b", "c", "d", "a"])
  }

  @Test func passesOverWhatIsNotARecord() throws {
    let scratch = try scratch.get()
    let directory = try ResultsDirectory(path: scratch.path)
    try directory.save(ReportSamples.record(seconds: 1))
    for (name, text) in [
      ("report.json", "not even JSON"), ("events.jsonl", "{}\n{}"), ("peak.hlog", "x"), (".writing-1", "{"),
      (".hidden.json", "{"), ("list.json", "[1, 2]"), ("other.json", #"{"schemaVersion": 1, "alerts": []}"#),
    ] {
      try scratch.put(text, at: name)
    }
    #expect(try directory.loadRecords().map(\.scenario) == ["peak"])
  }

  @Test(arguments: [
    ("", "not whole JSON"), (#"{"schemaVersion": 1, "scenario": "pea"#, "not whole JSON"),
    (#"{"schemaVersion": 1, "scenario": "peak"}"#, "missing"),
    (#"{"schemaVersion": 1, "scenario": 7}"#, "scenario is not String"),
    (#"{"schemaVersion": 2, "scenario": "peak"}"#, "missing"),
    (#"{"schemaVersion": 6, "scenario": "peak"}"#, "schemaVersion is 6"),
    (#"{"schemaVersion": 0, "scenario": "peak"}"#, "schemaVersion is 0"),
    (#"{"schemaVersion": -7, "scenario": "peak"}"#, "schemaVersion is -7"),
    (#"{"scenario": "peak"}"#, "no schemaVersion"),
    (#"{"schemaVersion": 99, "name": "renamed key"}"#, "schemaVersion is 99"),
  ])
  func namesTheRecordThatItCannotRead(text: String, reason: String) throws {
    let scratch = try scratch.get()
    let directory = try ResultsDirectory(path: scratch.path)
    try directory.save(ReportSamples.record(seconds: 1))
    try scratch.put(text, at: "stress.json")
    let error = #expect(throws: ResultsError.self) { try directory.loadRecords() }
    #expect(error?.path == scratch.path + "/stress.json")
    #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
  }

  /// What it called the throughput was the rate of all calls; what is called so now it had of stages alone.
  @Test func aRecordOfVersion1IsReadByTodaysWords() throws {
    let scratch = try scratch.get()
    try scratch.put(RecordOfVersion1.json, at: "probe.json")
    let record = try #require(try ResultsDirectory(path: scratch.path).loadRecords().first)
    #expect(record.seed == .max)
    #expect(record.total.requestRate == 20 && record.total.throughput == 18)
    #expect(record.stages.map(\.statistics.requestRate) == [20] && record.stages.map(\.statistics.throughput) == [18])
    #expect(record.requests.map(\.requestRate) == [20] && record.requests.map(\.throughput) == [nil])
    #expect(record.total.errorRate == 0.1 && record.total.dropped == nil)
    #expect(record.verdict.status == .failed && record.verdict.unjudged.isEmpty)
  }

  /// Version 1 left dropped arrivals out of the error rate: read as it stood, a run that lost two thirds had 10 %.
  @Test(arguments: [(0.0, 32.0 / 50.0 as Double?), (0.5, nil)])
  func droppedArrivalsOfVersion1AreFailures(warmUp: Double, errorRate: Double?) throws {
    let scratch = try scratch.get()
    let json = RecordOfVersion1.json.replacing(
      #""counts": {"cancelled": 0, "completed": 18, "dropped": 0"#,
      with: #""counts": {"cancelled": 0, "completed": 18, "dropped": 30"#
    ).replacing(#""warmUp": 0}"#, with: #""warmUp": \#(warmUp)}"#)
    try scratch.put(json, at: "probe.json")
    let record = try #require(try ResultsDirectory(path: scratch.path).loadRecords().first)
    #expect(record.warmUp == warmUp && record.counts.dropped == 30)
    #expect(record.failureKinds == ["status 500": 2, "dropped": 30])
    #expect(record.total.errorRate == errorRate)
    #expect(record.stages.map(\.statistics.errorRate) == [nil])
    // Of one kind of request it is a share of calls, as ever.
    #expect(record.requests.map(\.errorRate) == [0.1])
  }

  /// Version 3 called the stage of a requirement of the whole run "whole run", and 2 gave reasons no code.
  @Test func aRecordOfVersion3HasNoStageOfThatName() throws {
    let scratch = try scratch.get()
    let record = ReportSamples.record(
      verdict: ReportSamples.verdict(.invalid, reasons: [InvalidReason(.generatorLate, "late")]))
    let json = String(decoding: try record.encoded(), as: UTF8.self)
    var object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    var verdict = try #require(object["verdict"] as? [String: Any])
    let assessments = try #require(verdict["assessments"] as? [[String: Any]])
    #expect(!assessments.isEmpty && assessments.allSatisfy { $0["stage"] == nil })
    verdict["assessments"] = assessments.map { $0.merging(["stage": "whole run"]) { $1 } }
    (object["verdict"], object["schemaVersion"]) = (verdict, 3)
    let directory = try ResultsDirectory(path: scratch.path)
    try directory.write(Array(try JSONSerialization.data(withJSONObject: object)), named: "peak.json")
    #expect(try directory.loadRecords().first?.verdict == record.verdict)
  }

  @Test func aNumberThatJSONCannotHoldIsRefusedAndTheEarlierRecordKept() throws {
    let scratch = try scratch.get()
    let directory = try ResultsDirectory(path: scratch.path)
    try directory.save(ReportSamples.record(seconds: 1))
    let before = try scratch.text("peak.json")
    var record = ReportSamples.record(seconds: 1)
    record.duration = .nan
    let error = #expect(throws: ResultsError.self) { try directory.save(record) }
    #expect(error?.path == scratch.path + "/peak.json")
    #expect(try scratch.text("peak.json") == before)
  }
}
