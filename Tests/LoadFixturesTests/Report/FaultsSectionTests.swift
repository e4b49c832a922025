import Foundation
import Testing

@testable import LoadFixtures

@Suite("What a report says of a run with troubles")
struct FaultsSectionTests {
  /// 60 s: steady until 20, troubled until 40 with half the throughput, and steady again.
  static func record(_ name: String = "troubled") -> RunRecord {
    var record = ReportSamples.record(name, seconds: 60)
    record.warmUp = 5
    record.timeline = (0..<60).map { second in
      TimelinePoint(
        second: second, users: 10, completed: (20..<40).contains(second) ? 50 : 100, failed: second == 21 ? 3 : 0,
        dropped: 0, p50: 10, p95: 20, p99: 30, max: 40)
    }
    func stage(_ name: String, _ start: Double, _ end: Double, throughput: Double) -> StageStatistics {
      var statistics = RequestStatistics.example(count: 1000)
      statistics.throughput = throughput
      return StageStatistics(name: name, start: start, end: end, target: 10, warmUp: false, statistics: statistics)
    }
    record.stages = [
      stage("before", 5, 20, throughput: 100), stage("cache lost", 20, 40, throughput: 50),
      stage("after cache lost", 40, 60, throughput: 100),
    ]
    record.faults = [
      FaultOutcome(
        name: "cache lost", carrier: "a test", plannedStart: 20, plannedEnd: 40, begun: 20.1, ended: 40.2, detected: 22,
        recovered: 43, touched: 7)
    ]
    record.system.circuitChanges = [
      .init(breaker: "llm", state: .open, second: 24, failures: 5), .init(breaker: "llm", state: .halfOpen, second: 36),
      .init(breaker: "llm", state: .closed, second: 42),
    ]
    return record
  }

  static func page(_ records: [RunRecord]) throws -> MarkupReader {
    let reader = MarkupReader(
      try HTMLReport(.init(records: records), generatedAt: Date(timeIntervalSince1970: 0)).document())
    #expect(reader.problem == nil)
    return reader
  }

  /// The section alone: other charts have strips and levels of their own.
  static func section(_ record: RunRecord) -> MarkupReader {
    let reader = MarkupReader(FaultsSection(article: .init(record: record, anchor: "a")).html.markup)
    #expect(reader.problem == nil)
    return reader
  }

  static func number(_ text: String?) -> Double { text.flatMap(Double.init) ?? .nan }

  /// Where a second stands: the plot goes from 54 to 548, and the time from 0 to 60.
  static func place(_ second: Double) -> Double { 54 + second / 60 * 494 }

  @Test("The table has when each was felt, when the target was back, and how many it touched")
  func table() throws {
    let row = try #require(try Self.page([Self.record()]).row("cache lost"))
    #expect(row[1...8].map { $0 } == ["20.0", "40.0", "20.1", "40.2", "1.90", "0.80", "7", "a test"], "\(row)")
  }

  @Test("Phases stand beside what there was before")
  func phases() throws {
    let reader = try Self.page([Self.record()])
    let rows = reader.rows.filter { $0.first?.hasSuffix("cache lost") == true && $0.count == 7 }
    #expect(rows.map { $0[3] } == ["50 %", "100 %"], "\(rows)")
    #expect(rows.map { $0[1] } == ["20 – 40", "40 – 60"])
  }

  @Test("A control run's numbers stand beside those with the troubles")
  func control() throws {
    var control = Self.record("troubled" + Scenario.controlSuffix)
    control.faults = nil
    control.stages[1].statistics.throughput = 98
    let reader = try Self.page([Self.record(), control])
    let rows = reader.rows.filter { $0.first == "cache lost" && $0[1] == "20 – 40" && $0.count == 10 }
    #expect(rows.map { $0[7] } == ["98.0"], "\(rows)")
    #expect(reader.text.contains("Without the troubles (control run)"))
    let warning = "The control run is invalid"
    #expect(!reader.text.contains(warning))
    control.verdict.status = .invalid
    #expect(try Self.page([Self.record(), control]).text.contains(warning))
    // Another scenario's says nothing of this one.
    control.scenario = "other" + Scenario.controlSuffix
    #expect(try !Self.page([Self.record(), control]).text.contains("Without the troubles (control run)"))
  }

  @Test("The chart's lane has each state of a breaker when it was, and its name in words")
  func lane() throws {
    let reader = Self.section(Self.record())
    let lanes = reader.elements.filter { $0.attributes["class"]?.hasPrefix("lane ") == true }
    #expect(lanes.map { $0.attributes["class"] } == ["lane closed", "lane open", "lane half", "lane closed"])
    for (lane, (from, to)) in zip(lanes, [(0.0, 24.0), (24, 36), (36, 42), (42, 60)]) {
      #expect(abs(Self.number(lane.attributes["x"]) - Self.place(from)) < 0.1)
      #expect(abs(Self.number(lane.attributes["width"]) - (Self.place(to) - Self.place(from))) < 0.1)
    }
    #expect(reader.text.contains("llm: closed from 0 s, open from 24.0 s, half open from 36.0 s, closed from 42.0 s"))
  }

  @Test("Arrows point at the instants of detection and recovery, and say what they are")
  func arrows() throws {
    let reader = try Self.page([Self.record()])
    let arrows = reader.elements.filter { $0.attributes["class"] == "arrow" }.compactMap { $0.attributes["d"] }
    let tips = arrows.map { path in
      Self.number(path.dropLast().components(separatedBy: "L").last?.components(separatedBy: " ").first)
    }
    #expect(tips.count == 2 && abs(tips[0] - Self.place(22)) < 0.1 && abs(tips[1] - Self.place(43)) < 0.1, "\(tips)")
    #expect(reader.text.contains("cache lost: felt at 22.0 s; cache lost: back at 43.0 s"))
    var record = Self.record()
    record.faults?[0].detected = nil
    record.faults?[0].recovered = nil
    #expect(try Self.page([record]).elements.allSatisfy { $0.attributes["class"] != "arrow" })
  }

  @Test("100 % is what there was before")
  func level() throws {
    let reader = Self.section(Self.record())
    let dashed = try #require(
      reader.elements.first { $0.name == "line" && $0.attributes["class"] == "mark" && $0.attributes["x1"] == "54" })
    let level = Self.number(dashed.attributes["y1"])
    // The one line that lies on it until the trouble, and at half its height within.
    let heights = reader.elements.filter { $0.attributes["class"] == "s first" }.map { line in
      (line.attributes["d"] ?? "").dropFirst().components(separatedBy: "L").map {
        Self.number($0.components(separatedBy: " ").last)
      }
    }
    #expect(
      heights.contains {
        $0.count == 60 && $0[10] == level && abs($0[30] - (226 + level) / 2) < 0.1 && $0[50] == level
      },
      "\(level)")
  }

  @Test("100 % is exact in a run so long that a point stands for seconds before and within the trouble")
  func thinned() throws {
    var record = Self.record()
    record.timeline = (0..<1200).map { second in
      TimelinePoint(
        second: second, users: 10, completed: (20..<40).contains(second) ? 50 : 100, failed: 0, dropped: 0, p95: 20)
    }
    let text = try Self.page([record]).text
    #expect(text.contains("of before: highest 100 %;"))
  }

  @Test("Without a steady state there is nothing to draw, and no 100 %")
  func nothingBefore() throws {
    var record = Self.record()
    record.stages.removeFirst()
    let reader = Self.section(record)
    #expect(reader.text.contains("no data"))
    #expect(!reader.elements.contains { $0.attributes["class"] == "mark" && $0.attributes["x1"] == "54" })
  }

  @Test("The verdict's table is pointed to where there is one")
  func requirements() throws {
    let pointer = "stands in the verdict's table above"
    #expect(try Self.page([Self.record()]).text.contains(pointer))
    var record = Self.record()
    record.verdict.assessments = []
    #expect(try !Self.page([record]).text.contains(pointer))
  }

  @Test("Without a trouble there is none of this, and a breaker's name is inert")
  func without() throws {
    var record = Self.record()
    record.faults = nil
    #expect(FaultsSection(article: .init(record: record, anchor: "a")).html == .empty)
    #expect(Self.section(Self.record()).elements.contains { $0.attributes["id"] == "a-kept-svg-t" })
    record = Self.record()
    for index in 0..<3 { record.system.circuitChanges?[index].breaker = "<script>\u{1B}[2J" }
    let reader = Self.section(record)
    #expect(reader.count("script") == 0 && reader.count("rect", style: "lane open") == 1)
  }
}
