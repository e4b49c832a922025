import Foundation
import LoadEngine
import Synchronization
import TestSupport
import Testing

@testable import LoadFixtures

@Suite("A run while it goes on", .timeLimit(.minutes(2)))
struct LiveRunTests {
  private static let sla: SLA = [
    .must(.p95ResponseTime, below: .milliseconds(1234)), .must(.errorRate, below: 0.01),
    .should(.throughput, atLeast: 100_000), .must(.cacheHitRate, atLeast: 0.1),
    .must(.blastRadius(of: .lose(.cache), outside: "start", "message"), atMost: 2),
  ]

  private final class Pages: RunObserver {
    let name = "the pages"
    let runs = LiveRuns()
    private let seen = Mutex<[LiveRun]>([])

    var all: [LiveRun] { seen.withLock { $0 } }

    func observe(_ event: RunEvent) async {
      await runs.observe(event)
      if let run = await runs.all.last { seen.withLock { $0.append(run) } }
    }
  }

  private static func run(_ observers: [any RunObserver]) async throws -> RunRecord {
    try await AgentUnderTest.with { agent in
      try await ScenarioRunner(
        scenario: Scenario("live", user: SalesUser.self, profile: .ramp(to: 5, perSecond: 50, for: .seconds(3))),
        sla: sla, environment: agent.environment(), terminal: .silent, observers: observers
      ).run()
    }
  }

  @Test("So far it is what the run says at its end; what only the end tells is not judged before")
  func standing() async throws {
    let pages = Pages()
    let record = try await Self.run([pages])
    let last = try #require(pages.all.last { !$0.isOver })
    let over = try #require(pages.all.last)
    let p95 = try #require(last.assessments.first)
    #expect(p95.met && p95.observed != nil && last.musts.breached == 0)
    #expect(last.assessments[3].unjudged != nil && last.assessments[4].unjudged != nil)
    #expect(over.isOver && over.assessments == record.verdict.assessments)
    #expect(over.points.map(\.completed).reduce(0, +) == record.counts.completed)
    #expect(over.heat.columns.reduce(0) { $0 + $1.counts.reduce(0, +) } == record.counts.completed)
    #expect(pages.all.contains { LivePage($0).parts["head"]?.contains("running") == true })
    #expect(LivePage(over).parts["verdict"]?.contains("p95 response time") == true)
  }

  @Test("From its timeline another process makes the same run, its requirements included")
  func followed() async throws {
    let (folder, pages) = (try ScratchDirectory(), Pages())
    let directory = try ResultsDirectory(path: folder.path)
    let record = try await Self.run([pages, TimelineFile(in: directory)])
    let text = try String(contentsOfFile: "\(folder.path)/live.timeline.jsonl", encoding: .utf8)
    // What had ended before the first look is no news, but a folder that comes later is.
    let late = try ScratchDirectory()
    var follower = GrowingTimelines("\(late.path)/run")
    _ = try follower.read()
    _ = try ResultsDirectory(path: "\(late.path)/run")
    try text.write(toFile: "\(late.path)/run/live.timeline.jsonl", atomically: true, encoding: .utf8)
    let run = try #require(try follower.read()?.run)
    let own = try #require(pages.all.last { !$0.isOver })
    #expect(run.beginning.requirements == Self.sla.requirements)
    #expect(run.assessments.map(\.kpi) == own.assessments.map(\.kpi) && run.status == record.verdict.status)
    #expect(run.assessments.prefix(2).map(\.observed) == record.verdict.assessments.prefix(2).map(\.observed))
    #expect(run.points == own.points)
  }

  @Test("Each KPI is found by its name")
  func names() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
      path: "../../../Sources/LoadFixtures/Verdict")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    let declared = try files.map { try String(contentsOf: $0, encoding: .utf8) }.joined()
      .matches(of: /package static var \w+: Self \{/).count
    // Two more are made by functions, with a trouble or without.
    #expect(KPI.all.count == declared + 2)
    for (name, kpi) in KPI.all {
      let read = try JSONDecoder().decode(KPI.self, from: JSONEncoder().encode(kpi))
      #expect(read == kpi && read.name == name && read.unit == kpi.unit)
    }
    for kpi in [
      LimitedKPI<Double>.blastRadius(of: .lose(.cache), outside: "a", "b").kpi,
      LimitedKPI<Double>.throughputKept(during: .freeze).kpi,
      LimitedKPI<Duration>.recoveryTime(after: .network(.latency(.milliseconds(500)))).kpi,
      LimitedKPI<Duration>.detectionTime(of: .lose(.llm)).kpi,
    ] {
      let read = try JSONDecoder().decode(KPI.self, from: JSONEncoder().encode(kpi))
      #expect(read == kpi && read.unit == kpi.unit)
    }
  }

  @Test("A heat map of any length has at most 240 columns and loses no call")
  func heat() {
    var map = LatencyHeatMap()
    for number in 0..<1000 {
      var second = RunSecond(number: number)
      var calls = CallTally()
      for milliseconds in [0.01, 3, 250, 200_000] {
        let time = Int64(milliseconds * 1e6)
        let sample = Sample(request: 0, outcome: .completed, intendedStart: 0, start: 0, end: time)
        calls.record(sample, response: HDRHistogram.Value(nanoseconds: time))
      }
      second.tally.cells[0] = calls
      map.add(second)
    }
    #expect(map.columns.count <= LatencyHeatMap.mostColumns && map.interval == 8)
    #expect(map.columns.reduce(0) { $0 + $1.counts.reduce(0, +) } == 4000)
    #expect(map.usedRows == 0...LatencyHeatMap.rows - 1)
    // 3 ms: the tenth of a decade that ends at 10^0.5 = 3.16 ms.
    #expect(map.columns[0].counts[14] == 8)
  }

  @Test("A picture is a PNG that another reader decodes to the same", .enabled { await PythonOracle.mayAsk("zlib") })
  func picture() async throws {
    // An odd width: the last byte of a line holds one pixel.
    var image = ShadeImage(width: 301, height: 240)
    for x in 0..<301 { image[x, x % 240] = UInt8(x % 16) }
    let script = """
      import sys, base64, struct, zlib
      data = base64.b64decode(sys.stdin.read())
      assert data[:8] == b"\\x89PNG\\r\\n\\x1a\\n"
      place, packed, names = 8, b"", []
      while place < len(data):
          size, name = struct.unpack(">I4s", data[place:place + 8])
          content = data[place + 8:place + 8 + size]
          assert struct.unpack(">I", data[place + 8 + size:place + 12 + size])[0] == zlib.crc32(name + content)
          if name == b"IDAT": packed += content
          if name == b"IHDR": width, height, depth = struct.unpack(">IIB", content[:9])
          names.append(name.decode()); place += 12 + size
      rows = zlib.decompress(packed)
      line = 1 + (width + 1) // 2
      assert depth == 4 and len(rows) == line * height
      def pixel(x, y): return rows[y * line + 1 + x // 2] >> (0 if x % 2 else 4) & 15
      print(names, sum(pixel(x, y) for y in range(height) for x in range(width)), pixel(245, 5))
      """
    let answer = try await PythonOracle.run(script, input: Data(image.png).base64EncodedString())
    let sum = (0..<301).reduce(0) { $0 + $1 % 16 }
    #expect(answer == "['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'] \(sum) 5\n")
  }
}
