import Foundation
import LoadEngine
import Synchronization
import TestSupport
import Testing

@testable import LoadFixtures

@Suite("Calls that can be looked up in the target's tracing", .timeLimit(.minutes(2)))
struct TraceTests {
  private final class Seen: Sendable {
    let contexts = Mutex<[String?]>([])
  }

  /// The contexts of all calls of a run, and its record.
  private static func run(_ settings: [String: String]) async throws -> ([String?], RunRecord) {
    let seen = Seen()
    let record = try await AgentUnderTest.with(answering: { request in
      seen.contexts.withLock { $0.append(request.headers["traceparent"]) }
      // Some fail.
      return request.path.contains("tier") ? HTTPServerReply(status: 500) : nil
    }) { agent in
      try await ScenarioRunner.quietly(
        Scenario("traced", user: SalesUser.self, profile: .ramp(to: 5, perSecond: 50, for: .seconds(2))),
        in: agent.environment(settings), trial: false)
    }
    return (seen.contexts.withLock { $0 }, record)
  }

  @Test("Nothing is said of traces unless that is asked for")
  func off() async throws {
    let (contexts, record) = try await Self.run([:])
    #expect(!contexts.isEmpty && contexts.allSatisfy { $0 == nil } && record.tracedCalls == nil)
  }

  @Test("Each call has its own id, and the slowest and the failed ones of the record are among them")
  func on() async throws {
    let (contexts, record) = try await Self.run(["LOAD_TRACE": "1", "LOAD_TRACE_RATE": "0.5"])
    let form = /00-([0-9a-f]{32})-[0-9a-f]{16}-0([01])/
    // The instrument's own calls say nothing of traces.
    let matches = contexts.compactMap(\.self).compactMap { $0.wholeMatch(of: form) }
    #expect(matches.count == contexts.count { $0 != nil } && matches.count > 100)
    let ids = Set(matches.map { String($0.1) })
    #expect(ids.count == matches.count)
    let sampled = Double(matches.count { $0.2 == "1" }) / Double(matches.count)
    #expect(abs(sampled - 0.5) < 3 * 0.5 / Double(matches.count).squareRoot())
    let traced = try #require(record.tracedCalls)
    let (slow, failed) = (traced.filter { $0.failure == nil }, traced.filter { $0.failure != nil })
    #expect(slow.count == TracedCalls.most && failed.count == TracedCalls.most)
    let unknown = traced.filter { !ids.contains($0.traceID) }.map(\.request)
    #expect(unknown.isEmpty)
    let kinds = Set(failed.map { "\($0.request) \($0.failure ?? "")" })
    #expect(kinds == ["tier status 500"])
    #expect(slow.map(\.responseTime) == slow.map(\.responseTime).sorted(by: >))
    #expect(slow.first?.responseTime == record.timeline.compactMap(\.max).max())
    let flags = Dictionary(uniqueKeysWithValues: matches.map { (String($0.1), $0.2 == "1") })
    #expect(traced.allSatisfy { flags[$0.traceID] == $0.isSampled })
  }

  @Test("Two runs of one seed have no id in common")
  func runs() {
    let one = Tracing(run: "one", rate: 1).context(random: 5, span: 0)
    let two = Tracing(run: "two", rate: 0).context(random: 5, span: 0)
    #expect(one.traceID != two.traceID && one.isSampled && !two.isSampled)
    #expect(one.headerValue.hasSuffix("-0000000000000001-01"), "a span is never 0")
  }

  @Test("Whatever the parts, the same calls are kept")
  func merged() {
    let samples = (0..<500).map { number -> Sample in
      let (isFailed, due) = (number % 7 == 0, Int64(number % 50))
      return Sample(
        request: 0, outcome: isFailed ? .failed : .completed, failure: isFailed ? 1 : 0, intendedStart: due, start: due,
        end: due + Int64(number * 37 % 400))
    }
    func calls(_ samples: [(offset: Int, element: Sample)]) -> TracedCalls {
      samples.reduce(into: TracedCalls()) { sum, sample in
        sum.add(sample.element, Tracing(run: "x", rate: 1).context(random: UInt64(sample.offset), span: 1))
      }
    }
    let all = Array(samples.enumerated())
    let parts = (0..<5).map { part in calls(all.filter { $0.offset % 5 == part }) }
    let sum = parts.reversed().reduce(TracedCalls()) { $0.adding($1) }
    #expect(sum == calls(all) && sum == parts.reduce(TracedCalls()) { $0.adding($1) })
    #expect(sum.slowest.count == TracedCalls.most && sum.failed.count == TracedCalls.most)
  }

  @Test("A rate without traces is refused")
  func lonelyRate() {
    #expect(throws: ConfigurationError.self) { try TargetEnvironment(environment: ["LOAD_TRACE_RATE": "0.5"]) }
    #expect(throws: ConfigurationError.self) {
      try TargetEnvironment(environment: ["LOAD_TRACE": "1", "LOAD_TRACE_RATE": "2"])
    }
  }
}
