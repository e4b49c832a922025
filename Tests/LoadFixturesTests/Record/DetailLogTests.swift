import Foundation
import LoadEngine
import TestSupport
import Testing

@testable import LoadFixtures

@Suite("The log of details")
struct DetailLogTests {
  /// A run of three SalesUsers against an agent whose tier answers are wrong, with its log.
  private func log(level: LogLevel, limit: Int = 64 << 20) async throws -> (text: String, record: RunRecord) {
    let scratch = try ScratchDirectory()
    let directory = try ResultsDirectory(path: scratch.path)
    let record = try await AgentUnderTest.with(
      alter: { request, reply in
        if request.path.hasSuffix("/tier") { reply.body = Array(#"{"tier": "user@example.com"}"#.utf8) }
      },
      { agent in
        let environment = try agent.environment(["LOAD_EVENT_LOOPS": "1"])
        return try await ScenarioRunner(
          scenario: Scenario(
            "talk", user: SalesUser.self, profile: .ramp(to: 3, perSecond: 30, for: .milliseconds(900))),
          sla: [.must(.errorRate, below: 1)], environment: environment, terminal: .silent,
          observers: [DetailLog(level, in: directory, limit: limit)]
        ).run()
      })
    return (try scratch.text("talk.log"), record)
  }

  @Test("Debug: each user's start, connect, log-in, failures and end, in order of time, and no secret")
  func debug() async throws {
    let (text, record) = try await log(level: .debug)
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    func count(of user: Int, _ words: String) -> Int { lines.count { $0.contains(" user \(user) \(words)") } }
    for user in 0..<3 {
      #expect(count(of: user, "started") == 1 && count(of: user, "ended") == 1)
      #expect(count(of: user, "connected in ") >= 1 && count(of: user, "logged in") == 1)
    }
    let failures = lines.count { $0.contains("tier failed: check: unknown tier") }
    #expect(failures == record.failureKinds["check: unknown tier"] && failures > 0)
    let times = lines.compactMap { Double($0.prefix { $0 != " " }) }
    #expect(times.count == lines.count && zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(!text.contains("completed") && !text.contains("right") && !text.contains("user@example.com"))
    #expect(text.hasSuffix("# \(record.verdict.status.rawValue)\n"))
  }

  @Test("Trace: each call as a line")
  func trace() async throws {
    let (text, record) = try await log(level: .trace)
    let lines = text.split(separator: "\n")
    #expect(lines.count { $0.contains(" completed in ") } == record.counts.completed)
    #expect(lines.count { $0.contains(" failed in ") } == record.counts.failed)
    #expect(lines.count { $0.contains("message completed in ") } > 0)
  }

  @Test("It is bounded, and says so")
  func bounded() async throws {
    let (text, _) = try await log(level: .trace, limit: 500)
    #expect(text.utf8.count < 600 && text.hasSuffix("# the log is full (0 MiB)\n"))
  }

  @Test("Where no observer wants details none are collected, whatever the log's level")
  func unwanted() async throws {
    let notebook = RunObserversTests.Notebook()
    try await CountingServer.with { server in
      let environment = try TargetEnvironment(
        environment: ["LOAD_TARGET_HOST": "http://127.0.0.1:\(server.port)", "LOAD_LOG_LEVEL": "trace"])
      var probe = Probe(
        try ProbeRequest(url: "http://127.0.0.1:\(server.port)/"),
        profile: Probe.closed(users: 2, duration: .milliseconds(300)), environment: environment)
      probe.observers = [notebook]
      _ = try await probe.run(terminal: .silent)
    }
    #expect(notebook.seconds.contains { $0.second.tally.calls.calls > 0 })
    #expect(notebook.seconds.allSatisfy { $0.second.details.isEmpty && $0.second.detailsLeftOut == 0 })
  }
}
