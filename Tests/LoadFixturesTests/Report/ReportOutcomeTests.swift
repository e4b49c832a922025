import Foundation
import Testing

@testable import LoadFixtures

@Suite struct ReportOutcomeTests {
  private static let passed = ReportSamples.record("passed", seconds: 3)
  private static let warned = ReportSamples.record(
    "warned", verdict: ReportSamples.verdict(.passed, breaches: [ReportSamples.breach(.should)]), seconds: 3)
  private static let failed = ReportSamples.record(
    "failed", verdict: ReportSamples.verdict(.failed, breaches: [ReportSamples.breach(.must)]), seconds: 3)
  private static let invalid = ReportSamples.record(
    "invalid", verdict: ReportSamples.verdict(.invalid, reasons: ["no sample"]), seconds: 3)
  private static let interrupted = ReportSamples.record("interrupted", interrupted: true, seconds: 3)
  private static let contradictory = ReportSamples.record(
    "contradictory", verdict: ReportSamples.verdict(.passed, breaches: [ReportSamples.breach(.must)]), seconds: 3)

  @Test(arguments: [
    ([], ExitCode.invalid), ([passed], .met), ([warned], .met), ([passed, warned], .met),
    ([passed, failed], .breached),
    ([failed, invalid], .invalid), ([invalid, failed, interrupted], .interrupted),
    ([interrupted, passed], .interrupted),
    ([contradictory], .breached),
  ])
  func theWorstScenarioDecidesTheExitCode(records: [RunRecord], code: ExitCode) {
    #expect(ExitCode(RunResults(records: records)) == code)
  }

  @Test func aScenarioThatWasAskedForAndNotFinishedStandsInTheReportByName() throws {
    let scratch = try ScratchDirectory()
    let directory = try ResultsDirectory(path: scratch.path)
    var (mine, others) = (Self.passed, Self.warned)
    (mine.run, others.run) = ("7-a", "6-b")
    for record in [mine, others] { try directory.save(record) }
    try directory.save(RunPlan(run: "7-a", scenarios: ["passed", "warned", "step"]))
    _ = try directory.writeReports()
    let json = try JSONDecoder().decode(JSONReport.self, from: Data(scratch.text("report.json").utf8))
    // The record of "warned" is another run's.
    #expect(json.unfinished == ["warned", "step"])
    #expect(json.exitCode == 105 && json.verdict == "interrupted")
    #expect(try scratch.text("report.html").contains("asked for and not finished: warned, step."))

    try directory.save(RunPlan(run: "7-a", scenarios: ["passed"]))
    _ = try directory.writeReports()
    #expect(try scratch.text("report.json").contains("\"exitCode\" : 0"))
  }

  /// Before, its verdict was the worst of all records in the folder, this run's or not.
  @Test func aRunIsNotJudgedByRecordsOfAnother() throws {
    let scratch = try ScratchDirectory()
    let directory = try ResultsDirectory(path: scratch.path)
    var (mine, old) = (Self.passed, Self.failed)
    (mine.run, old.run) = ("7-a", nil)
    for record in [mine, old] { try directory.save(record) }
    try directory.save(RunPlan(run: "7-a", scenarios: ["passed"]))
    let report = try directory.writeReports()
    #expect(ExitCode(report) == .met && report.others == ["failed.json"])
    let json = try JSONDecoder().decode(JSONReport.self, from: Data(scratch.text("report.json").utf8))
    #expect(json.exitCode == 0 && json.scenarios.map(\.scenario) == ["passed"] && json.others == ["failed.json"])
    let page = try scratch.text("report.html")
    #expect(page.contains("Left out: records of another run in the same folder, failed.json"))
    #expect(!page.contains("Failed:"))
    // Records that were put together by hand have no plan: all are shown.
    try FileManager.default.removeItem(atPath: scratch.path + "/" + RunPlan.fileName)
    #expect(try ExitCode(directory.writeReports()) == .breached)
  }

  /// Before, the report of an earlier run was left in the folder, as if it were this one's.
  @Test func aRunThatEndedBeforeItsFirstRecordHasAReport() throws {
    let scratch = try ScratchDirectory()
    let directory = try ResultsDirectory(path: scratch.path)
    try directory.save(Self.passed)
    _ = try directory.writeReports()
    try directory.save(RunPlan(run: "7-a", scenarios: ["passed", "step"]))
    #expect(try ExitCode(directory.writeReports()) == .interrupted)
    let json = try JSONDecoder().decode(JSONReport.self, from: Data(scratch.text("report.json").utf8))
    #expect(json.scenarios.isEmpty && json.unfinished == ["passed", "step"] && json.exitCode == 105)
    let reader = MarkupReader(try scratch.text("report.html"))
    #expect(reader.problem == nil && reader.count("article") == 0)
  }

  @Test func exitCodesAreThePublishedNumbers() {
    #expect(ExitCode.allCases.map(\.rawValue) == [0, 1, 98, 99, 104, 105])
  }

  @Test func theJSONReportNamesVerdictCodeAndScenarios() throws {
    let report = try JSONReport(
      RunResults(records: [Self.passed, Self.failed]), generatedAt: Date(timeIntervalSince1970: 1_795_479_312))
    let read = try #require(try JSONSerialization.jsonObject(with: Data(report.encoded())) as? [String: Any])
    #expect(Set(read.keys) == ["schemaVersion", "generatedAt", "verdict", "exitCode", "scenarios", "unfinished"])
    #expect(read["verdict"] as? String == "failed" && read["exitCode"] as? Int == 99)
    #expect(read["generatedAt"] as? String == "2026-11-24T00:15:12Z")
    let scenarios = try #require(read["scenarios"] as? [[String: Any]])
    #expect(scenarios.map { $0["scenario"] as? String } == ["passed", "failed"])
    #expect(scenarios.map { $0["file"] as? String } == ["passed.json", "failed.json"])
    #expect((scenarios[1]["verdict"] as? [String: Any])?["status"] as? String == "failed")
    #expect((scenarios[0]["counts"] as? [String: Any])?["scheduled"] as? Int == 8_702)
    #expect((scenarios[0]["total"] as? [String: Any])?["count"] as? Int == 8_512)
  }

  @Test func theSummaryIsAlignedWithBreachesBeneath() {
    let text = SummaryTable(records: [Self.passed, Self.failed, Self.invalid]).text(color: false)
    #expect(
      text == """
        scenario  verdict  requests  error rate  avg (ms)  p95 (ms)  p99 (ms)  requests/s  throughput
        --------  -------  --------  ----------  --------  --------  --------  ----------  ----------
        passed    passed      8,512      0.62 %       142       412     1,263        31.5        31.3
        failed    failed      8,512      0.62 %       142       412     1,263        31.5        31.3
            p95 response time 1,523 ms, limit below 1,000 ms (must), stage whole run
        invalid   invalid     8,512      0.62 %       142       412     1,263        31.5        31.3
            invalid: no sample

        """)
  }

  @Test func colourChangesNothingButTheColour() {
    let table = SummaryTable(records: [Self.passed, Self.warned, Self.failed, Self.invalid, Self.interrupted])
    let plain = table.text(color: false)
    let colored = table.text(color: true)
    #expect(!plain.contains("\u{1B}") && colored.contains("\u{1B}[31mfailed\u{1B}[0m"))
    let stripped = colored.replacing(/\u{1B}\[[0-9]+m/, with: "")
    #expect(stripped == plain)
  }

  @Test func aRunWithoutSamplesShowsDashesAndFewSamplesAreSaid() {
    var record = Self.invalid
    record.total = ReportSamples.statistics("total", count: 0, failures: 0)
    record.total.requestRate = nil
    record.total.throughput = nil
    let line = SummaryTable(records: [record]).text(color: false).split(separator: "\n")[2]
    #expect(line.split(separator: " ").map(String.init) == ["invalid", "invalid", "0", "–", "–", "–", "–", "–", "–"])
    record.total = ReportSamples.statistics("total", count: 12, failures: 2)
    let few = SummaryTable(records: [record]).text(color: false)
    #expect(few.contains("insufficient (10)") && few.contains("142"))
  }

  @Test func noStringReachesTheTerminalAlive() {
    let evil = "x\u{1B}[2J\u{9B}31m\r\n\u{7}" + String(repeating: "y", count: 500)
    var record = ReportSamples.record(evil, interrupted: true, seconds: 3)
    record.verdict.reasons = [InvalidReason(.other, evil)]
    record.verdict.assessments = [ReportSamples.breach(.should, kpi: evil)]
    let text = SummaryTable(records: [record]).text(color: false)
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
    #expect(text.split(separator: "\n").count == 6, "a line break in a name must not make a line")
    #expect(text.split(separator: "\n")[0].count < 160, "a long name is cut")
    let error = ResultsError(operation: "write", path: evil, reason: evil).description
    #expect(!error.unicodeScalars.contains { $0.value < 0x20 })
  }

  @Test func noRecordIsSaid() {
    #expect(SummaryTable(records: []).text(color: true) == "no run record\n")
  }

  @Test func aRowMayBeShorterOrLongerThanTheColumns() {
    var table = ConsoleTable(columns: [.init("a"), .init("n", .right)])
    table.addRow([.init("only")])
    table.addRow([.init("x"), .init("12"), .init("beyond")])
    #expect(table.text(color: false) == "a      n\n----  --\nonly\nx     12\n")
  }
}

@Suite struct WrittenReportsTests {
  @Test func writesBothReportsFromTheRecordsFoundAndAgainOverThem() throws {
    let scratch = try ScratchDirectory()
    let directory = try ResultsDirectory(path: scratch.path)
    try directory.save(ReportSamples.record("peak", seconds: 30))
    _ = try directory.writeReports()
    try directory.save(ReportSamples.record("report", seconds: 30))
    let results = try directory.writeReports()
    #expect(directory.htmlReportPath == scratch.path + "/report.html")
    #expect(results.damaged.isEmpty && results.others.isEmpty && ExitCode(results) == .met)
    #expect(results.records.map(\.scenario) == ["peak", "report"])
    let names = try scratch.names()
    #expect(
      Set(["%72eport.json", "peak.json", "report.html", "report.json", "report.md", "junit.xml"]).isSubset(of: names))
    let reader = MarkupReader(try scratch.text("report.html"))
    #expect(reader.problem == nil && reader.count("article") == 2)
  }

  @Test func anEmptyDirectoryIsRefusedByName() throws {
    let scratch = try ScratchDirectory()
    let directory = try ResultsDirectory(path: scratch.path)
    let error = #expect(throws: ReportError.self) { try directory.writeReports() }
    #expect(error?.description.contains(scratch.path) == true)
    #expect(try scratch.names().isEmpty)
  }

  @Test func aDamagedRecordIsNamedAndLeftOut() throws {
    let scratch = try ScratchDirectory()
    let directory = try ResultsDirectory(path: scratch.path)
    try directory.save(ReportSamples.record("peak", seconds: 30))
    var damaged = ReportSamples.record("stress", seconds: 3)
    damaged.counts.failed = .max
    try directory.save(damaged)
    let results = try directory.writeReports()
    #expect(results.damaged.map(\.path) == [scratch.path + "/stress.json"])
    #expect(results.damaged.first?.reason.hasPrefix("counts holds the count 9223372036854775807") == true)
    let reader = MarkupReader(try scratch.text("report.html"))
    #expect(reader.problem == nil && reader.count("article") == 1)
    #expect(reader.text.contains("Left out: cannot read the record \(scratch.path)/stress.json"))
    let report = try JSONDecoder().decode(JSONReport.self, from: Data(scratch.text("report.json").utf8))
    #expect(report.scenarios.map(\.scenario) == ["peak"] && report.damaged?.count == 1)
    #expect(report.verdict == "invalid" && report.exitCode == 98, "a run of which nothing is shown did not pass")
  }

  @Test func aCorruptRecordAloneLeavesTheEarlierReports() throws {
    let scratch = try ScratchDirectory()
    let directory = try ResultsDirectory(path: scratch.path)
    try directory.save(ReportSamples.record("peak", seconds: 30))
    _ = try directory.writeReports()
    let before = try scratch.text("report.html")
    try scratch.put("{", at: "peak.json")
    #expect(throws: ResultsError.self) { try directory.writeReports() }
    #expect(try scratch.text("report.html") == before)
  }
}
