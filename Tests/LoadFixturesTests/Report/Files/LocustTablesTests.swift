import Foundation
import TestSupport
import Testing

@testable import LoadFixtures

@Suite("Tables in Locust's columns")
struct LocustTablesTests {
  /// Typed from `StatsCSV` and `StatsCSVFileWriter` of Locust 2.47 with its usual percentiles.
  private static let statsColumns =
    "Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,"
    + "Max Response Time,Average Content Size,Requests/s,Failures/s,50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%"
  private static let historyColumns =
    "Timestamp,User Count,Type,Name,Requests/s,Failures/s,50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%,"
    + "Total Request Count,Total Failure Count,Total Median Response Time,Total Average Response Time,"
    + "Total Min Response Time,Total Max Response Time,Total Average Content Size"

  private static func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

  @Test("The columns are Locust's, and each row has one cell for each")
  func columns() {
    let tables = LocustTables(record: ReportSamples.record(seconds: 40))
    #expect(Self.lines(tables.stats).first == Self.statsColumns)
    #expect(Self.lines(tables.history).first == Self.historyColumns)
    #expect(Self.lines(tables.stats).count == 1 + 7 + 1)
    #expect(Self.lines(tables.history).count == 1 + 40, "no second is left out")
    for text in [tables.stats, tables.history] {
      let counts = Set(Self.lines(text).map { line in line.count { $0 == "," } })
      #expect(counts.count == 1)
    }
  }

  @Test("A row by request name and one for all; what the record lacks is N/A, and no number is made up")
  func stats() {
    var record = ReportSamples.record(seconds: 3)
    record.curve = [
      CurvePoint(quantile: 0.5, response: 118, low: 117, high: 119),
      CurvePoint(quantile: 0.66, response: 150, low: 140, high: 160),
      CurvePoint(quantile: 0.76, response: 200, low: 190, high: 210),
      CurvePoint(quantile: 0.98, response: 800, low: 700, high: 900),
    ]
    let rows = Self.lines(LocustTables(record: record).stats)
    // By name, as Locust has them. A request without a sample has no time, and neither has what its samples do not
    // carry.
    #expect(rows[1] == "HTTP,analytics,0,0,NaN,NaN,NaN,NaN,NaN,0,0" + String(repeating: ",N/A", count: 11))
    #expect(
      rows[3].hasPrefix("HTTP,login,100,0,35.4,42.72,0.96,862.2,NaN,0.37037,0,35.4,N/A,N/A,N/A,86.1,123.6,N/A,N/A,N/A"))
    // 75 % and 80 % are the smallest values of the curve at or above them; 99.99 % is beyond its end.
    #expect(
      rows.last
        == ",Aggregated,8512,53,118,142.4,3.2,2874,NaN,31.525926,0.196296,118,150,200,800,287,412,800,1263,2210,N/A,2874"
    )
  }

  @Test("The method stands in a column of its own where the label has it")
  func methods() {
    var record = ReportSamples.record(seconds: 1)
    record.requests = [
      ReportSamples.statistics("GET /health", count: 10, failures: 0),
      ReportSamples.statistics("message", count: 10, failures: 0),
      ReportSamples.statistics("GETTING on", count: 10, failures: 0),
    ]
    let rows = Self.lines(LocustTables(record: record).stats)
    #expect(rows[1].hasPrefix("GET,/health,10,0,"))
    #expect(rows[2].hasPrefix("HTTP,GETTING on,") && rows[3].hasPrefix("HTTP,message,"))
  }

  @Test("The history adds up second by second, from where the load began")
  func history() {
    var record = ReportSamples.record(seconds: 3)
    record.loadBegan = 1_795_479_312.9
    record.timeline = [
      TimelinePoint(
        second: 0, users: 2, completed: 9, failed: 1, dropped: 0, p50: 10.5, p95: 20, p99: 30, max: 40),
      TimelinePoint(second: 1, users: 5, completed: 0, failed: 2, dropped: 3),
    ]
    let rows = Self.lines(LocustTables(record: record).history)
    #expect(
      rows[1]
        // Nine answers carry a median, and neither p95 nor p99.
        == "1795479313,2,,Aggregated,10,1,10.5,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,40,10,1,NaN,NaN,NaN,40,NaN")
    #expect(
      rows[2] == "1795479314,5,,Aggregated,2,2" + String(repeating: ",N/A", count: 11) + ",12,3,NaN,NaN,NaN,40,NaN")
  }

  @Test(
    "Numbers are what programs read",
    arguments: [
      (1_234_567.5, "1234567.5"), (0, "0"), (-0.0004, "0"), (-1.25, "-1.25"), (0.05, "0.05"), (12.0049, "12.005"),
      (.nan, "NaN"), (.infinity, "NaN"), (9.9996, "10"),
    ])
  func numbers(value: Double, text: String) {
    #expect(PlainNumber.text(value) == text)
  }

  @Test(
    "A cell is no formula, and stays one cell",
    arguments: [
      ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("a,b", "\"a,b\""),
      ("say \"x\"", "\"say \"\"x\"\"\""), ("a\r\nb", "a  b"), ("\t=1", " =1"), ("\u{1B}[2J", "\u{241B}[2J"),
      ("a,\u{301}b", "\"a,\u{301}b\""), ("\"\u{301}", "\"\"\"\u{301}\""), ("", ""),
    ])
  func cells(text: String, cell: String) {
    #expect(LocustTables.cell(text) == cell)
  }

  @Test(
    "Python's csv reads every row to its end, with numbers where Locust has numbers",
    .enabled("Python is missing") { await PythonOracle.mayAsk("csv") })
  func python() async throws {
    let script = """
      import csv, io, json, sys
      tables = json.load(sys.stdin)
      read = [list(csv.DictReader(io.StringIO(table))) for table in tables]
      for rows in read:
          for row in rows:
              assert None not in row and None not in row.values(), row
              for column, value in row.items():
                  if column in ("Type", "Name"):
                      assert not value or value[0] not in "=+-@", value
                  elif value != "N/A":
                      float(value)
      print(json.dumps([len(rows) for rows in read] + [read[0][-1]["Name"], read[1][-1]["Name"]]))
      """
    let tables = LocustTables(record: HostileRecord.record())
    let input = String(decoding: try JSONEncoder().encode([tables.stats, tables.history]), as: UTF8.self)
    #expect(try await PythonOracle.run(script, input: input) == "[8, 30, \"Aggregated\", \"Aggregated\"]\n")
    #expect(tables.stats.contains(HostileRecord.mark) && (tables.stats + tables.history).controls.isEmpty)
  }
}
