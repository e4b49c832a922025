import Foundation
import Testing

@testable import LoadFixtures

@Suite("The files of a results folder")
struct WrittenFilesTests {
  private let scratch: ScratchDirectory

  init() throws { scratch = try ScratchDirectory() }

  @Test("Every report is there, and names what left no record")
  func written() throws {
    let directory = try ResultsDirectory(path: scratch.path)
    try directory.save(ReportSamples.record("baseline", seconds: 5))
    try scratch.put(EventStream.killedInTheSecond.text, at: "events.jsonl")
    _ = try directory.writeReports()
    #expect(
      try scratch.names() == [
        "baseline.json", "baseline_stats.csv", "baseline_stats_history.csv", "events.jsonl", "junit.xml", "metrics.txt",
        "report.html", "report.json", "report.md",
      ])
    for name in ["junit.xml", "metrics.txt", "report.json", "report.md"] {
      #expect(try scratch.text(name).contains("normal"), "\(name)")
    }
  }

  @Test("All are made before the first is written")
  func allOrNone() throws {
    let directory = try ResultsDirectory(path: scratch.path)
    var record = ReportSamples.record("baseline", seconds: 5)
    // No JSON can hold it.
    record.total.latency.mean = .nan
    #expect(throws: (any Error).self) { try directory.write(reportsOf: RunResults(records: [record])) }
    #expect(try scratch.names().isEmpty)
  }

  @Test("A scenario's tables are in its directory, whatever its name; two records of one have two names")
  func tableNames() {
    let names = ["a/b", "..", "peak", "peak"].map { ReportSamples.record($0, seconds: 1) }
    #expect(ResultsDirectory.tableNames(of: names) == ["a%2Fb", "%2E.", "peak", "peak-2"])
  }

  @Test("Nothing that is written has power over a terminal")
  func inert() throws {
    let directory = try ResultsDirectory(path: scratch.path)
    try directory.write(reportsOf: HostileRecord.results)
    let texts = try scratch.names().map { (name: $0, text: try scratch.text($0)) }
    #expect(texts.count >= 7)
    // JSON is for programs, which read such a text as the text that it is.
    for (name, text) in texts where !name.hasSuffix(".json") {
      #expect(text.controls.isEmpty, "\(name): \(text.controls)")
      #expect(!text.contains("\u{FFFE}"), "\(name)")
    }
  }
}
