import Foundation
import Testing

@testable import LoadFixtures

/// Reports are made of what tests leave: their event stream says who left nothing.
@Suite("A test without a record stands in the results by name")
struct TestOutputTests {
  /// Of each test: it lives as long as the test does.
  private let scratch: ScratchDirectory

  init() throws { scratch = try ScratchDirectory() }

  /// A folder with the records of some scenarios, and a stream beside them.
  private func folder(
    _ stream: EventStream, _ records: [RunRecord], plan: RunPlan? = nil
  ) throws -> ResultsDirectory {
    let directory = try ResultsDirectory(path: scratch.path)
    for record in records { try directory.save(record) }
    if let plan { try directory.save(plan) }
    try scratch.put(stream.text, at: TestEvents.fileName)
    return directory
  }

  /// Began at the same second as the streams.
  private static func record(_ scenario: String, run: String? = nil) -> RunRecord {
    var record = ReportSamples.record(scenario, seconds: 3)
    record.run = run
    return record
  }

  @Test("A results folder: killed in its second scenario")
  func killed() throws {
    let directory = try folder(.killedInTheSecond, [Self.record("baseline")])
    let results = try directory.lastRun()
    #expect(results.unrecorded == [UnrecordedTest(name: "normal", ended: .crashed)])
    #expect(ExitCode(results) == .invalid, "one that is not known to have passed")
    #expect(results.damaged.isEmpty)
  }

  @Test(
    "Whatever it ended by, no run is passed of which a scenario left nothing",
    arguments: [
      (EventStream.cancelled, UnrecordedTest.End.cancelled), (.timedOut, .failed), (.refused, .failed),
    ])
  func neverPassed(stream: EventStream, end: UnrecordedTest.End) throws {
    let directory = try folder(stream, [Self.record("normal")])
    let results = try directory.lastRun()
    #expect(results.unrecorded.map(\.ended) == [end] && results.unrecorded.map(\.name) == ["baseline"])
    #expect(ExitCode(results) != .met)
    let report = try JSONReport(results)
    #expect(report.unrecorded == results.unrecorded && report.exitCode != 0 && report.verdict != "passed")
    // And of nothing else there is a report as well.
    try FileManager.default.removeItem(atPath: scratch.path + "/normal.json")
    #expect(try JSONReport(directory.lastRun()).exitCode == 98)
  }

  @Test("One that skips itself was not asked for: it is named and changes nothing")
  func skipped() throws {
    var results = RunResults(records: [Self.record("baseline")])
    results.unrecorded = [UnrecordedTest(name: "custom", ended: .skipped, reason: "nothing asks for it")]
    #expect(ExitCode(results) == .met)
    #expect(try JSONReport(results).unrecorded?.first?.ended == .skipped)
  }

  @Test("While a run goes on its record is there before it is attached")
  func notYetAttached() throws {
    let directory = try folder(EventStream("baseline"), [Self.record("baseline")])
    #expect(try directory.lastRun().unrecorded.isEmpty)
  }

  @Test("The stream of an earlier run in the same folder says nothing of this one")
  func earlierStream() throws {
    let directory = try folder(.timedOut, [Self.record("normal")])
    #expect(try directory.lastRun().unrecorded.count == 1)
    var later = Self.record("normal")
    later.startedAt = "2026-11-24T01:00:00Z"
    try directory.save(later)
    #expect(try directory.lastRun().unrecorded.isEmpty)
  }

  @Test("A stream that is none is damaged, and is named")
  func noStream() throws {
    let directory = try folder(EventStream(lines: ["none"]), [Self.record("baseline")])
    let results = try directory.lastRun()
    #expect(results.damaged.count == 1 && ExitCode(results) == .invalid)
    #expect(results.damaged.first?.path.hasSuffix("/events.jsonl") == true)
  }

  @Test("What is missing is said once, however many know of it")
  func saidOnce() throws {
    var plan = RunPlan(run: "7-a", scenarios: ["baseline", "normal", "peak", "network"])
    plan.notRun = ["network": "the target does not allow it"]
    let directory = try folder(.killedInTheSecond, [Self.record("baseline", run: "7-a")], plan: plan)
    let missing = try directory.lastRun().missing
    #expect(missing.map(\.name) == ["normal", "network", "peak"])
    #expect(missing.first?.sentence.hasPrefix("began and did not end") == true)
    #expect(missing.last?.sentence == "was asked for and is not finished")
  }

  @Test("Of a plain swift test: its attachments are the records, and those of another run are left out")
  func attachments() throws {
    var stream = EventStream("baseline", "normal", "peak")
    stream.attachment("baseline-1x.json", of: "baseline")
    stream.end("baseline")
    stream.attachment("normal.json", of: "normal")
    stream.end("normal")
    stream.attachment("peak.json", of: "peak")
    let directory = try folder(stream, [Self.record("baseline"), Self.record("stress")])
    let text = try scratch.text("baseline.json")
    try scratch.put(text, at: "baseline-1x.json")
    try scratch.put("{\"scenario\":", at: "peak.json")
    let events = try TestEvents(contentsOf: scratch.path + "/events.jsonl")
    let results = try directory.results(of: events)
    #expect(results.records.map(\.scenario) == ["baseline"])
    #expect(results.others == ["baseline.json", "stress.json"])
    // One was attached and is lost; one is damaged, and that says more than that it is not there.
    #expect(results.unrecorded.map(\.name) == ["normal"])
    #expect(results.unrecorded.first?.reason == "what it attached is not there: normal.json")
    #expect(results.damaged.map { $0.path.hasSuffix("/peak.json") } == [true])
  }

  @Test("A test that ran twice has both records, each with its file")
  func twice() throws {
    var stream = EventStream("baseline")
    stream.attachment("baseline.json", of: "baseline")
    stream.end("baseline")
    stream.event("testStarted", of: "baseline")
    stream.attachment("baseline-2.json", of: "baseline")
    stream.end("baseline")
    let directory = try folder(stream, [])
    var again = Self.record("baseline")
    again.startedAt = "2026-11-24T00:16:00Z"
    try directory.save(again)
    let text = try scratch.text("baseline.json")
    try directory.save(Self.record("baseline"))
    try scratch.put(text, at: "baseline-2.json")
    let results = try directory.results(of: TestEvents(contentsOf: scratch.path + "/events.jsonl"))
    #expect(results.unrecorded.isEmpty && results.others.isEmpty)
    #expect(try JSONReport(results).scenarios.map(\.file) == ["baseline.json", "baseline-2.json"])
    try directory.write(reportsOf: results)
    #expect(
      try scratch.names().filter { $0.hasSuffix("_stats.csv") } == ["baseline-2_stats.csv", "baseline_stats.csv"])
  }
}
