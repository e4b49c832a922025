import Foundation
import Testing

@testable import LoadFixtures

@Suite("What Swift Testing tells of scenarios")
struct TestEventsTests {
  private static func read(_ text: String) throws -> TestEvents {
    let scratch = try ScratchDirectory()
    try scratch.put(text, at: "events")
    return try TestEvents(contentsOf: scratch.path + "/events")
  }

  private static func unrecorded(_ stream: EventStream) throws -> [UnrecordedTest] {
    try read(stream.text).unrecorded { $0.attachments == ["\($0.scenario).json"] }
  }

  @Test("Killed in its second scenario: the second is named, the first has its record")
  func killed() throws {
    #expect(
      try Self.unrecorded(.killedInTheSecond) == [
        UnrecordedTest(name: "normal", ended: .crashed)
      ])
    #expect(try Self.read(EventStream.killedInTheSecond.text).ended == nil)
  }

  @Test("A last line that was cut is no line; the second scenario is found all the same")
  func cut() throws {
    let text = EventStream.killedInTheSecond.text
    for missing in [1, 20, 90] {
      let cut = String(text.dropLast(missing))
      #expect(try Self.read(cut).unrecorded { !$0.attachments.isEmpty }.map(\.name) == ["normal"], "\(missing)")
    }
  }

  @Test("Cancelled: with the reason, although such a test ends as well")
  func cancelled() throws {
    let tests = try Self.unrecorded(.cancelled)
    #expect(tests.map(\.ended) == [.cancelled])
    #expect(tests.first?.sentence == "cancelled: nothing can make the trouble")
    // Where nothing tells of the cancelling the end does.
    let lines = EventStream.cancelled.lines.filter { !$0.contains("Cancelled") }
    #expect(try Self.unrecorded(EventStream(lines: lines)) == tests)
  }

  @Test("Out of time, or refused: the issues say why, warnings among them; known issues are none")
  func failed() throws {
    let late = UnrecordedTest(
      name: "baseline", ended: .failed,
      issues: [.init("Time limit was exceeded: 60.000 seconds", severity: "error")])
    #expect(try Self.unrecorded(.timedOut) == [late])
    let refused = try Self.unrecorded(.refused)
    #expect(refused.map(\.ended) == [.failed])
    #expect(refused.first?.issues.map(\.severity) == ["error", "warning"])
    #expect(refused.first?.issues.first?.text.hasPrefix("LOAD_SEED is \"x\"") == true)
  }

  @Test("Skipped by a condition of its own: it never began")
  func skipped() throws {
    var stream = Self.described("custom", in: "BaselineTests")
    stream.event("testSkipped", of: "custom", says: "Test custom skipped: \"nothing asks for it\"")
    let tests = try Self.unrecorded(stream)
    #expect(tests.map(\.ended) == [.skipped] && tests.first?.reason == "nothing asks for it")
  }

  /// A stream that knows a test which has not begun.
  private static func described(_ function: String, in target: String) -> EventStream {
    let whole = EventStream(target: target, function)
    return EventStream(lines: whole.lines.filter { !$0.contains("testStarted") })
  }

  @Test("The instrument's own tests are none of scenarios, and what only was there to be run is not missing")
  func otherTests() throws {
    #expect(try Self.read(EventStream(target: "LoadFixturesTests", "peak").text).attempts.isEmpty)
    #expect(try Self.read(Self.described("peak", in: "PeakTests").text).attempts.isEmpty)
  }

  @Test("A test that runs again has a record for each time, or stands there")
  func repeated() throws {
    var stream = EventStream("baseline")
    stream.attachment("baseline.json", of: "baseline")
    stream.end("baseline")
    stream.event("testStarted", of: "baseline")
    let events = try Self.read(stream.text)
    #expect(events.attempts.count == 2)
    #expect(events.unrecorded { !$0.attachments.isEmpty } == [UnrecordedTest(name: "baseline", ended: .crashed)])
  }

  @Test("Version 0 says the severity in another key, and lines of unknown kinds are passed over")
  func earlierAndLaterVersions() throws {
    let text = EventStream.refused.text.replacing("\"severity\"", with: "\"_severity\"").replacing(
      "\"6.3.0\"", with: "0")
    let later = "{\"kind\":\"metadata\",\"version\":\"9.9\",\"payload\":[1]}\n" + text
    let tests = try Self.read(later).unrecorded { _ in false }
    #expect(tests.first?.issues.map(\.severity) == ["error", "warning"])
  }

  @Test(
    "A file that is no event stream is refused, and the line is named",
    arguments: [
      "no JSON\n", "no JSON", "{\"kind\":\"event\"}", "{}\n{}\n", "[1,2]\n", "\u{89}PNG\n\u{1A}\n",
      "{\"schemaVersion\":5,\n\"scenario\":\"x\"}\n",
    ])
  func noStream(text: String) throws {
    let error = #expect(throws: ResultsError.self) { try Self.read(text) }
    #expect(error?.reason.hasPrefix("line 1 is no event of Swift Testing's") == true)
  }

  @Test("Issues are bounded: a test that records thousands fills no report")
  func bounds() throws {
    var stream = EventStream("baseline")
    for number in 1...100 { stream.issue("\(number) " + String(repeating: "x", count: 5_000), of: "baseline") }
    let issues = try #require(try Self.unrecorded(stream).first?.issues)
    #expect(issues.count == 20 && issues.allSatisfy { $0.text.count <= 2_000 })
    #expect(issues.last?.text.hasPrefix("and more issues") == true)
  }

  @Test(
    "A scenario's name is its test function's",
    arguments: [
      ("circuitBreaker()", "circuit-breaker"), ("dependencyLost()", "dependency-lost"), ("peak()", "peak"),
      ("a1B()", "a1-b"),
    ])
  func names(function: String, scenario: String) {
    #expect(TestEvents.scenario(ofFunction: function) == scenario)
  }
}
