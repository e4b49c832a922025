import Foundation
import TestSupport
import Testing

@testable import LoadFixtures

@Suite("JUnit's XML")
struct JUnitReportTests {
  private static func cases(_ results: RunResults) throws -> [(name: String, outcome: String?, message: String?)] {
    let reader = MarkupReader(try JUnitReport(results).document())
    #expect(reader.problem == nil)
    var cases: [(name: String, outcome: String?, message: String?)] = []
    for element in reader.elements {
      switch element.name {
      case "testcase": cases.append((element.attributes["name"] ?? "", nil, nil))
      case "failure", "error", "skipped", "system-out":
        cases[cases.count - 1].outcome = element.name
        cases[cases.count - 1].message = element.attributes["message"]
      default: break
      }
    }
    return cases
  }

  @Test("A case for the run and one for each requirement, each with what came of it")
  func outcomes() throws {
    var record = HostileRecord.record("peak")
    record.notes = []
    let cases = try Self.cases(RunResults(records: [record]))
    #expect(
      cases.map(\.outcome) == ["failure", nil, nil, nil, nil, "failure", "system-out", "skipped", "skipped"])
    #expect(cases.first?.name == "peak")
    #expect(cases[1].name == "must: average response time < 200 ms, stage whole run")
    #expect(cases[0].message?.hasPrefix("p95 =cmd") == true && cases[0].message == cases[5].message)
    #expect(cases[5].message?.contains("1,523 ms, limit below 1,000 ms (must), stage whole run") == true)
    #expect(cases[7].message?.hasPrefix("not judged: cannot be known") == true)
    #expect(cases[8].message?.hasPrefix("not offered: =cmd") == true)
  }

  @Test("An INVALID run is an error with its reasons, and proves no requirement")
  func invalid() throws {
    let record = HostileRecord.record("peak", .invalid)
    let cases = try Self.cases(RunResults(records: [record]))
    #expect(cases[0].outcome == "error" && cases[0].message?.hasPrefix("a reason") == true)
    #expect(cases.dropFirst().allSatisfy { $0.outcome == "skipped" })
    #expect(cases[1].message?.hasPrefix("not proven") == true)
    let document = try JUnitReport(RunResults(records: [record])).document()
    #expect(document.contains("and another"), "each reason")
    #expect(document.contains("name=\"seed\" value=\"11400714819323198485\""))
    #expect(document.contains("time=\"302.4\" timestamp=\"2026-11-24T00:15:12\""))
  }

  @Test("A test without a record is an error by its name, one that skipped itself is skipped")
  func missing() throws {
    var results = RunResults(records: [ReportSamples.record("peak", seconds: 3)])
    results.unrecorded = [
      UnrecordedTest(name: "spike", ended: .failed, issues: [.init("Time limit was exceeded", severity: "error")]),
      UnrecordedTest(name: "custom", ended: .skipped, reason: "nothing asks for it"),
    ]
    results.unfinished = ["spike", "stress"]
    let cases = try Self.cases(results).suffix(3)
    #expect(cases.map(\.name) == ["spike", "custom", "stress"])
    #expect(cases.map(\.outcome) == ["error", "skipped", "error"])
    #expect(try JUnitReport(results).document().contains("error: Time limit was exceeded"))
  }

  @Test("Results of nothing make no report")
  func nothing() {
    #expect(throws: ReportError.self) { try JUnitReport(RunResults(records: [])) }
  }

  @Test(
    "junitparser counts the same, and reads each text whatever it holds",
    .enabled { await PythonOracle.mayAsk("junitparser") })
  func junitparser() async throws {
    let script = """
      import json, sys
      from junitparser import JUnitXml, Failure, Error, Skipped
      xml = JUnitXml.fromstring(sys.stdin.buffer.read())
      told = [xml.tests, xml.failures, xml.errors, xml.skipped]
      xml.update_statistics()
      assert told == [xml.tests, xml.failures, xml.errors, xml.skipped], (told, xml.tests)
      first = next(iter(xml))
      print(json.dumps({
          "counts": told, "suites": [suite.name for suite in xml], "time": first.time,
          "seed": {p.name: p.value for p in first.properties()}["seed"],
          "kinds": [[type(r).__name__ for r in case.result] for case in first],
          "texts": [r.text for suite in xml for case in suite for r in case.result if r.text],
      }))
      """
    let results = HostileRecord.results
    let answer = try await PythonOracle.run(script, input: JUnitReport(results).document())
    let read = try #require(try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any])
    // Nine cases each, of the second all but the run skipped; a crash, one that was not run, a damaged record, one of another run.
    #expect(read["counts"] as? [Int] == [22, 2, 4, 11])
    #expect(read["time"] as? Double == 302.4 && read["seed"] as? String == "11400714819323198485")
    #expect((read["suites"] as? [String])?.count == 5)
    let kinds = try #require(read["kinds"] as? [[String]])
    #expect(kinds == [["Failure"], [], [], [], [], ["Failure"], [], ["Skipped"], ["Skipped"]])
    let texts = try #require(read["texts"] as? [String])
    #expect(texts.contains { $0.contains("<script>\(HostileRecord.mark)</script>") && $0.contains("]]>") })
  }

  @Test("junit2html makes a page of it", .enabled { await PythonOracle.mayAsk("junit2htmlreport") })
  func junit2html() async throws {
    let script = """
      import sys
      from junit2htmlreport import parser
      report = parser.Junit(%@)
      page = report.html()
      assert "<script>alert(1)" not in page
      print(len(report.suites), len(page))
      """
    try await PythonOracle.withFile(JUnitReport(HostileRecord.results).document()) { file in
      let answer = try await PythonOracle.run(script.replacing("%@", with: "\"\(file)\""))
      #expect(answer.hasPrefix("5 "))
    }
  }
}
