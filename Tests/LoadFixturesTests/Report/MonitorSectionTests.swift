import Foundation
import TestSupport
import Testing

@testable import LoadFixtures

@Suite("What a report shows of a monitor's file")
struct MonitorSectionTests {
  /// A monitor that began 10 s before a load of 60 s: the machine's CPU each second, but not from 30 to 40 s of the load, and
  /// an alert from 15 s on.
  private static func report(from start: Date, seconds: Int = 90) -> MonitorReport {
    var state = MonitorState(
      target: "http://127.0.0.1:1", interval: 1, rules: AlertRule.usual, sources: [.machine, .target], at: start)
    for second in 0..<seconds where !(40..<50).contains(second) {
      var reading = SourceReading(.offered)
      reading.values = [.cpu: second >= 22 ? 0.95 : 0.25, .memory: 0.5]
      state.take(reading, from: .machine, at: Double(second), start.addingTimeInterval(Double(second)))
    }
    _ = state.tick(at: Double(seconds), start.addingTimeInterval(Double(seconds)))
    return MonitorReport(state)
  }

  /// The page of a directory with a record and the monitor's file.
  private static func page(loadBegan: Double?, _ report: MonitorReport) throws -> MarkupReader {
    let folder = try ScratchDirectory()
    let directory = try ResultsDirectory(path: folder.path)
    var record = ReportSamples.record("watched", seconds: 60)
    record.duration = 60
    record.loadBegan = loadBegan
    _ = try directory.save(record)
    try directory.write(try report.monitorJSON(pretty: true), named: "monitor.json")
    let results = try directory.lastRun()
    #expect(results.monitors.count == 1 && results.damaged.isEmpty)
    let reader = MarkupReader(try HTMLReport(results, generatedAt: Date(timeIntervalSince1970: 0)).document())
    #expect(reader.problem == nil)
    return reader
  }

  private static let start = Date(timeIntervalSince1970: 1_800_000_000.25)

  @Test("Samples and alerts stand on the load's time axis, to the tenth of a second, and a gap stays a gap")
  func axis() throws {
    let page = try Self.page(loadBegan: 1_800_000_010.25, Self.report(from: Self.start))
    #expect(page.text.contains("Machine CPU") && page.text.contains("Machine memory"))
    // Beyond for 3 s, from the monitor's second 25 on.
    let row = try #require(page.row("machine CPU"))
    #expect(row[1] == "HIGH" && row[4] == "15.0" && row[5] == "60.0", "\(row)")
    let paths = page.elements.filter { $0.name == "path" && $0.attributes["class"] == "s first" }.compactMap {
      $0.attributes["d"]
    }
    // Two lines a series: before and after the gap, the first from the load's second 0, where the plot begins.
    let lines = paths.suffix(4)
    #expect(lines.map { $0.split(separator: "L").count } == [30, 21, 30, 21] && lines.first?.hasPrefix("M54 ") == true)
    #expect(page.text.contains("an alert of that metric lasted"))
  }

  @Test("An alert that lasted when its monitor ended is not drawn beyond it")
  func ended() throws {
    let page = try Self.page(loadBegan: 1_800_000_010.25, Self.report(from: Self.start, seconds: 60))
    let row = try #require(page.row("machine CPU"))
    #expect(row[4] == "15.0" && row[5] == "50.0", "\(row)")
  }

  @Test("One that saw nothing of the load is not shown; without the load's beginning it is said")
  func elsewhere() throws {
    let before = try Self.page(loadBegan: 1_800_000_100, Self.report(from: Self.start))
    #expect(!before.text.contains("as a monitor saw it"))
    let unknown = try Self.page(
      loadBegan: nil, Self.report(from: try Date(ReportSamples.record("x", seconds: 1).startedAt, strategy: .iso8601)))
    #expect(unknown.text.contains("the axis may be off"))
  }

  @Test("What is no monitor's file is passed over")
  func damaged() throws {
    let folder = try ScratchDirectory()
    for (name, text) in [
      ("a", "{}"),
      (
        "b",
        #"{"began":"2026-01-01T00:00:00.000Z","target":"x","ended":"2026-01-01T00:00:00.000Z","series":[],"alerts":[{}]}"#
      ),
      ("c", #"{"began":"yesterday","ended":"2026-01-01T00:00:00.000Z","target":"x","series":[],"alerts":[]}"#),
      ("d", "no JSON"),
    ] {
      let path = "\(folder.path)/\(name).json"
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      #expect(MonitorFile.load(at: path) == nil, "\(text)")
    }
  }
}
