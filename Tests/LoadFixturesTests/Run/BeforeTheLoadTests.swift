import AgentContracts
import Foundation
import LoadEngine
import ReferenceAgent
import Synchronization
import TestSupport
import Testing

@testable import LoadFixtures

/// What happens before and beside a load: state, warm-up, the suite's own calls.
@Suite("Before the load", .timeLimit(.minutes(1)))
struct BeforeTheLoadTests {
  private static let scenario = Scenario(
    "five", user: SalesUser.self, profile: .ramp(to: 5, perSecond: 50, for: .seconds(2)))

  @Test("The state before is on the record, and an open circuit is a note")
  func state() async throws {
    try await AgentUnderTest.with(answering: { request in
      request.path == "/metrics/circuit-breakers"
        ? HTTPServerReply(status: 200, body: Array(#"{"open_circuits":["llm"]}"#.utf8)) : nil
    }) { agent in
      let record = try await ScenarioRunner.quietly(Self.scenario, in: try agent.environment())
      let before = try #require(record.before)
      #expect(before.metrics?.openCircuits == ["llm"] && before.metrics?.cacheHitRate != nil)
      #expect(before.availableMemory.map { $0 > 1 << 20 } == true && before.freeDescriptors.map { $0 > 0 } == true)
      #expect(before.busyShare.map { (0...1.01).contains($0) } == true)
      #expect(record.notes.contains("Before the load 1 of the target's circuits were open: llm."))
    }
  }

  @Test("A warm-up sends the scenario's own calls, and they are in no other number")
  func warmUp() async throws {
    try await AgentUnderTest.with { agent in
      let record = try await ScenarioRunner.quietly(
        Self.scenario, in: try agent.environment(["LOAD_WARM_UP": "1s", "LOAD_NOTE": "after the migration"]))
      let warmUp = try #require(record.warmUpCalls)
      #expect(warmUp.seconds == 1 && warmUp.completed > 10 && warmUp.failed == 0)
      #expect(agent.load.count == record.counts.completed + record.counts.failed + warmUp.completed)
      #expect(record.timeline.reduce(0) { $0 + $1.completed } == record.counts.completed)
      #expect(record.business.conversationsStarted < agent.load.count { $0.path == "/conversation/start" })
      #expect(record.note == "after the migration")
      #expect(try HTMLReport(.init(records: [record])).document().contains("after the migration"))
    }
  }

  @Test("What is not there twice is not asked for again, and what was asked is on the record")
  func absentMetrics() async throws {
    try await AgentUnderTest.with(answering: { request in
      request.path.hasPrefix("/metrics") || request.path == "/cache/stats"
        ? HTTPServerReply(status: 404, body: Array("{}".utf8)) : nil
    }) { agent in
      let record = try await ScenarioRunner.quietly(
        Scenario("long", user: SalesUser.self, profile: .ramp(to: 2, perSecond: 50, for: .seconds(4))),
        in: try agent.environment())
      // Once before the load, and twice within it.
      #expect(record.polled == ["metrics": 3, "connections": 3, "breakers": 3, "cache stats": 3])
      #expect(record.system.metrics == .notOffered)
    }
  }

  @Test("Metrics are read as Prometheus has them, too")
  func prometheus() async throws {
    let text = """
      # HELP avg_response_time the mean
      # TYPE avg_response_time gauge
      avg_response_time 42.5
      requests_per_second{route="/a",note="}\\"{"} 3
      requests_per_second{route="/b"} 4.5 1700000000000
      error_rate NaN
      python_gc_objects_collected_total{generation="0"} 66582.0
      """
    try await AgentUnderTest.with(answering: { request in
      request.path == "/metrics"
        ? HTTPServerReply(status: 200, headers: [("Content-Type", "text/plain; version=0.0.4")], body: Array(text.utf8))
        : nil
    }) { agent in
      let record = try await ScenarioRunner.quietly(Self.scenario, in: try agent.environment())
      let point = try #require(record.system.points.first)
      #expect(record.system.metrics == .offered)
      #expect(point.averageResponseTime == 42.5 && point.requestsPerSecond == 7.5 && point.errorRate == nil)
    }
  }

  @Test(
    "A check calls each operation once, in the order of a conversation", arguments: [AgentContract.documented, .v09])
  func check(contract: AgentContract) async throws {
    var configuration = AgentConfiguration(
      serviceTimes: .none, credentials: AgentCredentials(email: "user@example.com", password: "right"))
    configuration.contract = contract
    try await AgentUnderTest.with(configuration: configuration) { agent in
      let check = try await ContractCheck(try agent.environment(["LOAD_REQUEST_TIMEOUT": "3"]))
      #expect(check.contract == contract.name && check.fits, "\(check.rows.filter { $0.difference != nil })")
      #expect(Set(check.rows.map(\.operation)) == Set(contract.operations.map(\.label)))
      #expect(check.rows.last?.operation == "end")
      #expect(check.rows.allSatisfy { $0.milliseconds != nil })
    }
  }

  @Test("A check says how an answer differs, with its beginning and without secrets")
  func differences() async throws {
    try await AgentUnderTest.with(answering: { request in
      request.path.hasSuffix("/tier")
        ? HTTPServerReply(
          status: 200,
          body: Array(#"{"tier":"GOLD\u001b[2J","for":"\#(request.headers["Authorization"] ?? "")"}"#.utf8)) : nil
    }) { agent in
      let check = try await ContractCheck(try agent.environment())
      let row = try #require(check.rows.first { $0.difference != nil })
      #expect(!check.fits && check.rows.count { $0.difference != nil } == 1)
      #expect(row.operation == "tier" && row.status == 200 && row.request.hasPrefix("GET /conversation/"))
      #expect(row.difference?.hasPrefix("check: unknown tier: {\"tier\":\"GOLD") == true)
      #expect(row.difference?.contains("<redacted>") == true && row.difference?.contains("\u{1b}") == false)
    }
  }

  @Test("A debug run shows one conversation, request by request, without its secrets")
  func debug() async throws {
    try await AgentUnderTest.with { agent in
      let log = TextLog()
      let failures = try await DebugRun(try agent.environment(), user: "SalesUser").run(scenario: "baseline") {
        log.add($0)
      }
      #expect(failures == 0)
      let text = log.text
      #expect(text.contains("> POST /auth/login") && text.contains("> POST /conversation/start"))
      #expect(text.contains("\"message\":") && text.contains("< 200 in") && text.contains("/end"))
      #expect(!text.contains("right\"") && !text.contains("Bearer") && text.contains("> Authorization: <redacted>"))
      #expect(agent.received.count { $0.path == "/conversation/start" } == 1)
    }
  }
}

/// Lines from any thread.
private final class TextLog: Sendable {
  private let lines = Mutex<[String]>([])

  func add(_ line: String) { lines.withLock { $0.append(line) } }

  var text: String { lines.withLock { $0.joined(separator: "\n") } }
}
