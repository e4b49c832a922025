import AgentContracts
import Foundation
import LoadEngine
import TestSupport
import Testing

@testable import LoadFixtures

/// Validity check 28 from the target to every file and table; `HTMLReportTests` has it for a record that is made up.
///
/// Catches: a text that goes into a page, a table or a line as it came.
@Suite("Harms nobody: what a target says is shown inert", .timeLimit(.minutes(1)))
struct HostileTextTests {
  /// What a run against such a target left.
  private struct Left: Sendable {
    var record: RunRecord
    /// By their names.
    var files: [String: String]
    /// Both outputs while it went on.
    var log: String
  }

  /// Made once, for all tests to look at.
  private static let left = Task { try await HostileTextTests.run() }

  private static func run() async throws -> Left {
    let scratch = try ScratchDirectory()
    let directory = try ResultsDirectory(path: scratch.path)
    let screen = Screen()
    let record = try await AgentUnderTest.with(answering: { HostileAgent.answer($0) }) { agent in
      var environment = try agent.environment(["LOAD_LOG_LEVEL": "trace", "LOAD_EVENT_LOOPS": "1"])
      environment.contract = .fixed(try HostileAgent.contract())
      let profile = LoadProfile.ramp(to: 5, perSecond: 50, for: .milliseconds(2500))
      var runner = ScenarioRunner(
        scenario: Scenario("hostile", user: SalesUser.self, profile: profile), sla: [.must(.errorRate, below: 0.01)],
        environment: environment, terminal: screen.terminal(output: false, error: false),
        observers: [HistogramLog(in: directory), TimelineFile(in: directory), DetailLog(.trace, in: directory)])
      // A status that is not the contract's would end the run before it begins.
      runner.makesTrial = false
      return try await runner.run()
    }
    try directory.save(record)
    _ = try directory.writeReports(now: Date(timeIntervalSince1970: 0))
    var files: [String: String] = [:]
    for name in try scratch.names() { files[name] = try scratch.text(name) }
    return Left(record: record, files: files, log: screen.text())
  }

  /// The same record with a harmless text in place of each that is not.
  private static func harmless(_ record: RunRecord) throws -> RunRecord {
    var names: [String: String] = [:]
    func plain(_ text: String) -> String {
      guard text.contains(HostileText.mark) else { return text }
      let name = names[text] ?? "plain \(names.count)"
      names[text] = name
      return name
    }
    func tamed(_ json: JSON) -> JSON {
      switch json {
      case .string(let text): .string(plain(text))
      case .array(let elements): .array(elements.map { tamed($0) })
      case .object(let members): .object(members.map { (plain($0.0), tamed($0.1)) })
      default: json
      }
    }
    let json = try JSON(parsing: record.encoded())
    return try JSONDecoder().decode(RunRecord.self, from: Data(tamed(json).bytes))
  }

  private static func page(of record: RunRecord) throws -> String {
    try HTMLReport(.init(records: [record]), generatedAt: Date(timeIntervalSince1970: 0)).document()
  }

  @Test("It came in by every way: what is looked for below is there")
  func cameIn() async throws {
    let record = try await Self.left.value.record
    func isThere(_ texts: [String]) -> Bool { texts.contains { $0.contains(HostileText.mark) } }
    #expect(isThere(record.notes), "what the target calls its health, and its open circuits")
    #expect(isThere((record.failures ?? []).compactMap(\.example)), "the reasons of failures")
    #expect(isThere(Array(record.business.tierAnswers.keys)))
    #expect(isThere(Array(record.business.phasesReached.keys)) && isThere(Array(record.business.transitions.keys)))
    #expect(isThere((record.answers ?? []).compactMap(\.mostFrequent)), "an answer's words")
    #expect(isThere((record.findings ?? []).map(\.evidence)))
    #expect(isThere(record.system.points.flatMap { $0.openCircuits ?? [] }))
    #expect(isThere((record.system.circuitChanges ?? []).map(\.breaker)))
    #expect(isThere((record.system.breakerTotals ?? []).map(\.breaker)))
    #expect(isThere(record.requests.map(\.name)) && isThere([record.contract]))
    // Where a number should be, a text is no number, and no text that is kept.
    #expect(record.system.points.allSatisfy { $0.averageResponseTime == nil && $0.activeConnections == nil })
    #expect(record.system.notBelievable?["avg_response_time"] ?? 0 > 0)
    #expect(Set(record.business.roiFigures.keys).isSubset(of: ["confidence"]))
  }

  @Test("The page has no element and no attribute that it lacks when every text is harmless")
  func page() async throws {
    let left = try await Self.left.value
    let page = try #require(left.files["report.html"])
    let reader = MarkupReader(page)
    #expect(reader.problem == nil)
    #expect(page.controls.isEmpty && page.components(separatedBy: "<script").count == 2, "its own alone")
    #expect(reader.text.contains(HostileText.mark), "shown, not dropped")
    let twin = MarkupReader(try Self.page(of: Self.harmless(left.record)))
    #expect(twin.problem == nil && !twin.text.contains(HostileText.mark))
    func shape(_ reader: MarkupReader) -> [String] {
      reader.elements.map { "\($0.name) \($0.attributes.keys.sorted())" }.sorted()
    }
    #expect(shape(reader) == shape(twin))
    // The heat map is a picture in the page.
    #expect(
      reader.elements.allSatisfy { element in
        element.attributes["href"].map {
          $0.hasPrefix("#") || element.name == "image" && $0.hasPrefix("data:image/png;")
        }
          ?? true
      })
  }

  /// Markup as browsers read it, where an error in it is no error.
  private static let shape = #"""
    import sys
    from html.parser import HTMLParser
    class Shape(HTMLParser):
        def __init__(self):
            super().__init__()
            self.found = []
        def handle_starttag(self, tag, attributes):
            self.found.append(tag + " " + " ".join(sorted(name for name, _ in attributes)))
        def handle_startendtag(self, tag, attributes):
            self.handle_starttag(tag, attributes)
        def handle_comment(self, data):
            self.found.append("a comment")
        def unknown_decl(self, data):
            self.found.append("a declaration")
    shape = Shape()
    shape.feed(sys.stdin.buffer.read().decode("utf-8"))
    shape.close()
    print("\n".join(sorted(shape.found)))
    """#

  @Test(
    "Nor to a reader of HTML that forgives",
    .enabled("Python is missing") { await PythonOracle.mayAsk("html.parser") })
  func forgivingReader() async throws {
    let left = try await Self.left.value
    let hostile = try await PythonOracle.run(Self.shape, input: Self.page(of: left.record))
    let harmless = try await PythonOracle.run(Self.shape, input: Self.page(of: Self.harmless(left.record)))
    #expect(hostile == harmless && hostile.contains("td class"))
    let scripts = hostile.split(separator: "\n").filter { $0.hasPrefix("script") }
    #expect(scripts.count == 1 && !hostile.contains("a comment"))
  }

  @Test("Every file can be read to its end, line by line where it has lines")
  func files() async throws {
    let files = try await Self.left.value.files
    let wanted = [
      "hostile.json", "hostile.hlog", "hostile.log", "hostile.timeline.jsonl", "report.html", "report.json",
    ]
    #expect(Set(files.keys).isSuperset(of: wanted))
    for (name, text) in files {
      let lines = text.utf8.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
      #expect(!lines.isEmpty, "\(name)")
      switch name.split(separator: ".").last ?? "" {
      case "json": #expect(throws: Never.self, "\(name)") { try JSON(parsing: Array(text.utf8)) }
      case "jsonl":
        for line in lines { #expect(throws: Never.self, "\(name)") { try JSON(parsing: Array(line.utf8)) } }
      case "hlog": Self.checkHistograms(lines)
      case "log": Self.checkDetails(lines)
      case "html": break
      case "xml": #expect(MarkupReader(text).problem == nil && text.controls.isEmpty, "\(name)")
      case "md", "txt", "csv": #expect(text.controls.isEmpty, "\(name)")
      default: Issue.record("\(name) is of a kind that nothing here reads: check it for hostile text as well")
      }
    }
  }

  private static func checkHistograms(_ lines: [String]) {
    let intervals = lines.filter { !$0.hasPrefix("#") && !$0.hasPrefix("\"") }
    #expect(intervals.count > 2 && lines.allSatisfy { $0.controls.isEmpty })
    for line in intervals {
      let fields = line.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
      guard fields.count == 5 else {
        Issue.record("\(fields.count) fields: \(line)")
        continue
      }
      #expect(fields[0].hasPrefix("Tag=") && !fields[0].contains { $0.isWhitespace }, "\(line)")
      #expect(fields[1...3].allSatisfy { Double($0) != nil } && Data(base64Encoded: fields[4]) != nil, "\(line)")
    }
  }

  private static func checkDetails(_ lines: [String]) {
    #expect(lines.allSatisfy { $0.controls.isEmpty } && lines.contains { $0.contains(HostileText.mark) })
    for line in lines {
      // A line that a target forges begins as it likes.
      #expect(line.hasPrefix("# ") || line.prefixMatch(of: /\d+\.\d{6} user \d+\s/) != nil, "\(line)")
    }
  }

  @Test("Tables and log have no power over a terminal, and not a line more than with harmless texts")
  func terminal() async throws {
    let left = try await Self.left.value
    func tables(_ record: RunRecord) -> String {
      SummaryTable(records: [record]).text(color: false) + ProbeSummary(record).text(color: false)
    }
    let shown = tables(left.record)
    let plain = tables(try Self.harmless(left.record))
    #expect(shown.controls.isEmpty && left.log.controls.isEmpty)
    #expect(shown.contains(HostileText.mark))
    func lines(_ text: String) -> Int { text.utf8.count { $0 == UInt8(ascii: "\n") } }
    #expect(lines(shown) == lines(plain))
    // In colour there are the tables' own sequences, and no others.
    let coloured = SummaryTable(records: [left.record]).text(color: true)
    #expect(!coloured.controls.isEmpty)
    #expect(coloured.replacing(/\u{1B}\[(0|31|32|33|35)m/, with: "").controls.isEmpty)
  }

  @Test(
    "A status's words and a header are shown nowhere, and with a control character they are no HTTP",
    arguments: [
      ("<script>alert(1)</script> =1+1 | `said-by-target`", "status 500"), ("\u{1B}[2Jsaid-by-target", "protocol"),
      ("said-by-target\u{7}", "protocol"),
    ])
  func statusPhrase(phrase: String, kind: String) async throws {
    try await FaultyServer.with(
      .http,
      answer: { _, _ in
        WireScript("HTTP/1.1 500 \(phrase)\r\nX-Said: \(phrase)\r\nContent-Length: 14\r\n\r\nsaid-by-target")
      }
    ) { server in
      let record = try await server.load(
        .ramp(to: 2, perSecond: 100, for: .milliseconds(600)).warmingUp(for: .zero),
        pacing: .constant(.milliseconds(20)))
      // Beside all other tests there may be time for no more than one.
      #expect(record.counts.failed > 0 && record.failureKinds == [kind: record.counts.failed])
      let shown = String(decoding: try record.encoded(), as: UTF8.self) + (try Self.page(of: record))
      #expect(!shown.contains("said-by-target") && !shown.contains(HostileText.mark))
    }
  }

  @Test("A comma is none in a tag, whatever stands on it")
  func accentedComma() {
    #expect(HistogramLogLines.tag("a,\u{301}b \u{301}c").utf8.allSatisfy { $0 != UInt8(ascii: ",") && $0 > 0x20 })
  }
}
