import Foundation
import TestSupport
import Testing

@testable import LoadFixtures

@Suite("The summary of a CI job")
struct MarkdownReportTests {
  private static func page(_ results: RunResults) throws -> String {
    try MarkdownReport(results, generatedAt: Date(timeIntervalSince1970: 0)).document()
  }

  private static func lines(_ page: String) -> [String] { page.split(separator: "\n").map(String.init) }

  @Test("The verdict stands first, in a word and a sentence")
  func verdict() throws {
    let failed = ReportSamples.record(
      "peak", verdict: ReportSamples.verdict(.failed, breaches: [ReportSamples.breach(.must)]))
    let passed = ReportSamples.record("baseline", seconds: 3)
    let invalid = ReportSamples.record(
      "step", verdict: ReportSamples.verdict(.invalid, reasons: [InvalidReason(.other, "no sample")]), seconds: 3)
    let warned = ReportSamples.record(
      verdict: ReportSamples.verdict(.passed, breaches: [ReportSamples.breach(.should)]), seconds: 3)
    func first(_ records: RunRecord...) throws -> String {
      try Self.page(RunResults(records: records)).split(separator: "\n").first.map(String.init) ?? ""
    }
    #expect(try first(passed) == "## Load test passed: every requirement of 1 scenario is met")
    #expect(try first(warned).hasPrefix("## Load test passed with warnings: "))
    #expect(try first(passed, failed) == "## Load test failed: 1 of 2 scenarios missed a must")
    #expect(try first(failed, invalid) == "## Load test INVALID: the numbers of 1 of 2 scenarios must not be used")
    var lost = RunResults(records: [passed])
    lost.unrecorded = [UnrecordedTest(name: "spike", ended: .crashed)]
    #expect(try Self.page(lost).hasPrefix("## Load test INVALID: 1 scenario left no record\n"))
    #expect(try Self.page(lost).contains("- scenario **spike**: began and did not end"))
    lost.unrecorded = []
    lost.unfinished = ["spike"]
    #expect(try Self.page(lost).hasPrefix("## Load test interrupted"))
  }

  @Test("What was not met has a table of its own, and all requirements are folded away")
  func requirements() throws {
    let record = ReportSamples.record(
      verdict: ReportSamples.verdict(
        .failed, breaches: [ReportSamples.breach(.must), ReportSamples.breach(.should, kpi: "x")]),
      seconds: 3)
    let lines = Self.lines(try Self.page(RunResults(records: [record])))
    let breach = "| peak | p95 response time | must | &#60; 1,000 ms | 1,523 ms | **breached** | whole run |  |"
    #expect(lines.filter { $0 == breach }.count == 2)
    #expect(lines.filter { $0.hasPrefix("| peak | ") }.count == 1 + 2 + 6)
    #expect(lines.contains("<details><summary>All 6 requirements</summary>") && lines.contains("</details>"))
    #expect(lines.contains { $0.hasPrefix("| peak | **failed** | 8,512 | 0.62 % | 142 | 412 | 1,263 | 31.5 | 31.3 |") })
  }

  @Test("Numbers of an INVALID run are struck through, and its reasons are told")
  func invalid() throws {
    let page = try Self.page(HostileRecord.results)
    #expect(page.contains("| invalid | **invalid** | ~~8,512~~ | ~~0.62 %~~ |"))
    #expect(page.contains("### Why runs are INVALID\n\n- scenario **invalid**: a reason &#61;cmd"))
    #expect(page.contains("**not proven**"))
  }

  @Test("A chart has 60 points at most, the highest of each group among them, and no point where no answer was")
  func chart() throws {
    func points(_ record: RunRecord) throws -> (axis: String, values: [Double]) {
      let lines = Self.lines(try Self.page(RunResults(records: [record])))
      let axis = try #require(lines.first { $0.contains("x-axis") })
      let line = try #require(lines.first { $0.hasPrefix("  line [") })
      return (axis, line.dropFirst(8).dropLast().split(separator: ",").compactMap { Double($0.drop { $0 == " " }) })
    }
    var record = ReportSamples.record(seconds: 12 * 3600)
    record.timeline = record.timeline.map { point in
      var point = point
      point.p95 = point.p95 ?? 1
      return point
    }
    record.timeline[30_001].p95 = 98_765.4321
    let long = try points(record)
    #expect(long.values.count == 60 && long.values.contains(98_765.432))
    #expect(long.axis == "  x-axis \"second\" 0 --> 42480")
    // Six seconds of a stall have no point, and then the axis says which seconds have.
    let gaps = try points(ReportSamples.record(seconds: 40))
    #expect(gaps.values.count == 34 && gaps.axis.contains("\"19\", \"26\""))
    #expect(try Self.page(RunResults(records: [ReportSamples.record(seconds: 40)])).contains("6 s without an answer"))
    #expect(!(try Self.page(RunResults(records: [ReportSamples.record(seconds: 1)])).contains("mermaid")))
  }

  @Test("At most 1 MB, whatever is put in, and what is cut is counted")
  func bounds() throws {
    var big = HostileRecord.record(String(repeating: "|@", count: 4_000))
    big.verdict.assessments += (0..<3_000).map { ReportSamples.breach(.must, kpi: "\($0) \(HostileRecord.text)") }
    big.findings = (0..<2_000).map { Finding(code: "x", sentence: "\($0) \(HostileRecord.text)", evidence: "") }
    var results = RunResults(records: [RunRecord](repeating: big, count: 5))
    results.unrecorded = (0..<5_000).map {
      UnrecordedTest(name: "\($0)", ended: .crashed, issues: [.init(HostileRecord.text, severity: "error")])
    }
    results.others = (0..<20_000).map { "\($0).json" }
    let page = try Self.page(results)
    #expect(page.utf8.count <= 1_000_000 && page.utf8.count > 500_000)
    #expect(page.hasSuffix("</details>\n"), "what was opened is closed")
    let cut = Self.lines(page).filter { $0.contains(" are left out here; report.json and the records have them.") }
    #expect(cut.count >= 4, "\(cut)")
    let shown = Self.lines(page).filter { $0.hasPrefix("- left out: ") }.count
    #expect(cut.contains { $0.hasPrefix("\(20_000 - shown) more lines") })
  }

  @Test(
    "Text is on one line and gives Markdown nothing to take",
    arguments: [
      ("a|b", "a&#124;b"), ("`x`", "&#96;x&#96;"), ("<b>", "&#60;b&#62;"), ("[a](b)", "&#91;a&#93;&#40;b&#41;"),
      ("@team", "&#64;\u{200B}team"), ("#1", "&#35;\u{200B}1"), ("a\r\nb", "a  b"), ("https://x", "https:\u{200B}//x"),
      ("www.x.y", "www\u{200B}.x.y"), ("&amp;", "&#38;\u{200B}amp;"), ("a*b_c~d", "a&#42;b&#95;c&#126;\u{200B}d"),
      ("5 % of 1.5 x, -2", "5 % of 1.5 x, -2"), ("\\|", "&#92;&#124;"), ("\0\u{1B}[", "\u{2400}\u{241B}&#91;"),
      ("", ""),
      (String(repeating: "x", count: 600), String(repeating: "x", count: 499) + "…"),
    ])
  func text(text: String, inert: String) {
    #expect(MarkdownText.of(text) == inert)
  }

  /// What GitHub's own reader of Markdown makes of it: elements with the names of their attributes, and the words.
  private static let shape = """
    import json, sys
    from html.parser import HTMLParser
    import cmarkgfm
    from cmarkgfm.cmark import Options
    class Shape(HTMLParser):
        def __init__(self):
            super().__init__()
            self.found, self.words = [], ""
        def handle_starttag(self, tag, attributes):
            self.found.append(tag + " " + " ".join(sorted(name for name, _ in attributes)))
        def handle_comment(self, data):
            self.found.append("a comment")
        def handle_data(self, data):
            self.words += data
    shape = Shape()
    text = sys.stdin.buffer.read().decode("utf-8")
    shape.feed(cmarkgfm.github_flavored_markdown_to_html(text, Options.CMARK_OPT_UNSAFE))
    shape.close()
    print(json.dumps([sorted(shape.found), shape.words]))
    """

  @Test(
    "To GitHub's reader a page of hostile texts is made of the same elements as one of plain ones",
    .enabled { await PythonOracle.mayAsk("cmarkgfm") })
  func gitHub() async throws {
    func read(_ results: RunResults) async throws -> (shape: [String], words: String) {
      let answer = try await PythonOracle.run(Self.shape, input: Self.page(results))
      let pair = try #require(try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [Any])
      return (try #require(pair[0] as? [String]), try #require(pair[1] as? String))
    }
    let hostile = try await read(HostileRecord.results)
    let plain = try await read(HostileRecord.results(of: "plain"))
    #expect(hostile.shape == plain.shape && hostile.shape.contains("table "))
    #expect(!hostile.shape.contains { $0.hasPrefix("a ") || $0.hasPrefix("img") || $0.hasPrefix("script") })
    #expect(hostile.words.contains("<script>\(HostileRecord.mark)</script>"))
    // Mentions and references are looked for in the words.
    #expect(!hostile.words.contains("@team") && !hostile.words.contains("#1") && !hostile.words.contains("://"))
  }
}
