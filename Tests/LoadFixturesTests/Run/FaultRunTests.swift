import Foundation
import LoadEngine
import ReferenceAgent
import Synchronization
import TestSupport
import Testing

@testable import LoadFixtures

/// Troubles on the clock of a load, by carriers of the test, by commands, and against an agent that does not recover.
@Suite("Runs with troubles")
struct FaultRunTests {
  /// Notes what is asked of it.
  private final class NotingCarrier: FaultCarrier {
    let name = "a test"
    let notes = Mutex<[String]>([])
    let failsToBegin: Bool
    private let change: @Sendable (Fault.Kind, Bool) -> Void

    init(failsToBegin: Bool = false, change: @escaping @Sendable (Fault.Kind, Bool) -> Void = { _, _ in }) {
      self.failsToBegin = failsToBegin
      self.change = change
    }

    func carries(_ kind: Fault.Kind) -> Bool { kind != .lose(.agent) }

    func begin(_ kind: Fault.Kind) async throws -> SideCommandOutcome? {
      notes.withLock { $0.append("begin \(kind.name)") }
      if failsToBegin { throw CancellationError() }
      change(kind, true)
      return nil
    }

    func end(_ kind: Fault.Kind) async throws -> SideCommandOutcome? {
      notes.withLock { $0.append("end \(kind.name)") }
      change(kind, false)
      return nil
    }
  }

  /// Carries troubles out on a loop, as a run does.
  private static func drive(_ faults: [Fault], _ carrier: any FaultCarrier) async throws -> [FaultOutcome] {
    let loop = try EventLoop(name: "faults")
    let driving = Task(executorPreference: loop) {
      await FaultDriver(plan: FaultPlan(faults, total: .seconds(60)), carriers: [carrier], origin: .now) { _ in }.run()
    }
    let outcomes = await withTaskCancellationHandler {
      await driving.value
    } onCancel: {
      driving.cancel()
    }
    await loop.shutDown()
    return outcomes
  }

  @Test("Each begins and ends when it is due, side by side")
  func onTime() async throws {
    let carrier = NotingCarrier()
    let outcomes = try await RealTime.alone {
      try await Self.drive(
        [
          .at(.milliseconds(100), .lose(.cache), for: .milliseconds(300)),
          .at(.milliseconds(200), .memoryPressure, for: .milliseconds(100)),
        ], carrier)
    }
    #expect(
      carrier.notes.withLock { $0 } == [
        "begin cache lost", "begin memory pressure", "end memory pressure", "end cache lost",
      ])
    for (outcome, times) in zip(outcomes, [(0.1, 0.4), (0.2, 0.3)]) {
      #expect((times.0..<times.0 + 0.2).contains(outcome.begun ?? 0), "\(outcome)")
      #expect((times.1..<times.1 + 0.2).contains(outcome.ended ?? 0), "\(outcome)")
      #expect(outcome.problem == nil)
    }
  }

  @Test("Whatever ends the run, what was begun is ended, and what was not due is not begun")
  func cancelled() async throws {
    let carrier = NotingCarrier()
    let running = Task {
      try await Self.drive(
        [.at(.milliseconds(50), .lose(.cache), for: .seconds(50)), .at(.seconds(50), .lose(.llm), for: .seconds(1))],
        carrier)
    }
    while carrier.notes.withLock({ $0.isEmpty }) { await Task.yield() }
    running.cancel()
    let outcomes = try await running.value
    #expect(carrier.notes.withLock { $0 } == ["begin cache lost", "end cache lost"])
    #expect(outcomes.map(\.problem) == [nil, "the run had ended before it was due"])
  }

  @Test("What fails to begin is ended all the same, and said")
  func failing() async throws {
    let carrier = NotingCarrier(failsToBegin: true)
    let outcomes = try await Self.drive([.at(.milliseconds(10), .lose(.cache), for: .milliseconds(20))], carrier)
    #expect(carrier.notes.withLock { $0 } == ["begin cache lost", "end cache lost"])
    #expect(outcomes.first?.begun == nil && outcomes.first?.problem?.hasPrefix("it did not begin") == true)
    let lacking = try await Self.drive([.at(.milliseconds(10), .lose(.agent), for: .milliseconds(20))], carrier)
    #expect(lacking.first?.problem == "nothing here can make it")
  }

  private static let scenario = Scenario(
    "troubled", user: SalesUser.self, profile: .ramp(to: 20, perSecond: 100, for: .seconds(18)),
    faults: [.at(.seconds(6), .memoryPressure, for: .seconds(5))])

  private static func run(
    flaws: AgentFlaws = [], settings: [String: String] = [:]
  ) async throws -> (RunRecord, AgentUnderTest) {
    var configuration = AgentConfiguration(
      serviceTimes: .standard, credentials: AgentCredentials(email: "user@example.com", password: "right"))
    configuration.flaws = flaws
    return try await RealTime.alone {
      try await AgentUnderTest.with(configuration: configuration) { agent in
        let reference = agent.agent
        let carrier = NotingCarrier { _, isOn in reference.change { $0.memoryIsShort = isOn } }
        let runner = ScenarioRunner(
          scenario: scenario,
          sla: [.must(.recoveredShare, atLeast: 1), .must(.p95ResponseTime, below: .milliseconds(100), in: "before")],
          environment: try agent.environment(["LOAD_THINK_TIME_SCALE": "0.05"]), terminal: .silent,
          faultCarriers: [carrier])
        return (try await runner.run(), agent)
      }
    }
  }

  @Test("The record tells when each was there, and its phases are the stages")
  func record() async throws {
    let (record, _) = try await Self.run()
    #expect(record.verdict.status == .passed, "\(record.verdict)")
    let fault = try #require(record.faults?.first)
    #expect(fault.carrier == "a test" && (6..<6.5).contains(fault.begun ?? 0) && (11..<11.5).contains(fault.ended ?? 0))
    #expect(record.stages.map(\.name) == ["ramp-up", "before", "memory pressure", "after memory pressure"])
    let (before, during) = (record.stages[1].statistics.latency.p50, record.stages[2].statistics.latency.p50)
    #expect((during ?? 0) > 2 * (before ?? .infinity))
    #expect(record.stages[1].requests?.contains { $0.name == "message" } == true)
  }

  @Test("An agent that does not recover is found by name")
  func neverRecovers() async throws {
    let (record, _) = try await Self.run(flaws: .neverRecovers)
    #expect(record.verdict.status == .failed && record.verdict.breaches.map(\.kpi) == ["recovered share"])
    #expect(record.verdict.breaches.first?.note == "not back after memory pressure")
  }

  @Test("A control run has the same phases and seed, and none of the troubles")
  func control() async throws {
    let record = try await RealTime.alone {
      try await AgentUnderTest.with { agent in
        try await ScenarioRunner.quietly(
          Self.scenario.control, sla: [], in: try agent.environment(["LOAD_THINK_TIME_SCALE": "0.05"]))
      }
    }
    #expect(record.scenario == "troubled-control" && record.seed == 7 && record.faults == nil)
    #expect(record.verdict.status == .passed, "\(record.verdict)")
    #expect(record.stages.map(\.name) == ["ramp-up", "before", "memory pressure", "after memory pressure"])
    #expect(record.notes.contains { $0.hasPrefix("A control run") })
  }

  @Test("The suite's own proxy before a named target breaks this run's connections, counts them, and only when it may")
  func ownProxy() async throws {
    let scenario = Scenario(
      "wired", user: SalesUser.self, profile: .ramp(to: 20, perSecond: 100, for: .seconds(28)),
      faults: [
        .at(.seconds(6), .network(.latency(.milliseconds(200))), for: .seconds(5)),
        .at(.seconds(17), .network(.reset(share: 0.3)), for: .seconds(5)),
      ])
    try await AgentUnderTest.with { agent in
      let refusal = await #expect(throws: ScenarioNotRun.self) {
        try await ScenarioRunner.quietly(scenario, in: try agent.environment())
      }
      #expect(refusal?.description.contains("LOAD_FAULT_NETWORK=1") == true)
      let record = try await RealTime.alone {
        try await ScenarioRunner.quietly(
          scenario, sla: [.must(.recoveredShare, atLeast: 1)],
          in: try agent.environment(["LOAD_FAULT_NETWORK": "1", "LOAD_THINK_TIME_SCALE": "0.05"]))
      }
      #expect(record.verdict.status == .passed, "\(record.verdict)")
      #expect(record.target.url == "http://127.0.0.1:\(agent.server.port)")
      #expect(record.stages.map(\.name).contains("+200 ms"))
      let slow = record.stages.first { $0.name == "+200 ms" }?.statistics.latency.p50 ?? 0
      #expect((200..<300).contains(slow))
      #expect(record.faults?.map { $0.touched != nil } == [false, true] && record.faults?.last?.touched ?? 0 > 0)
    }
  }

  @Test("A trouble that nothing here can make is not run, and says what would make it")
  func nothingCarries() async throws {
    try await AgentUnderTest.with { agent in
      let runner = ScenarioRunner(
        scenario: Self.scenario, sla: [], environment: try agent.environment(), terminal: .silent)
      let refusal = await #expect(throws: ScenarioNotRun.self) { try await runner.run() }
      #expect(refusal?.description.contains("\"memory pressure\"") == true)
      #expect(refusal?.description.contains("LOAD_FAULT_") == true)
      #expect(agent.received.isEmpty)
    }
  }

  @Test("Commands break and mend: both run, their output is kept, one that fails is said")
  func commands() async throws {
    let folder = try ScratchDirectory()
    let file = folder.path + "/done"
    let environment = try TargetEnvironment(environment: [
      "LOAD_FAULT_CACHE_BEGIN": "sh -c 'echo broken >> \(file); echo stopped'",
      "LOAD_FAULT_CACHE_END": "sh -c 'echo mended >> \(file)'",
      "LOAD_FAULT_LLM_BEGIN": "sh -c 'echo no such container; exit 3'", "LOAD_FAULT_LLM_END": "true",
      "LOAD_FAULT_MEMORY_BEGIN": "true", "LOAD_FAULT_MEMORY_END": "true",
    ])
    let commands = try FaultCommands(environment)
    #expect(
      commands.carries(.lose(.cache)) && !commands.carries(.lose(.database)) && commands.carries(.memoryPressure)
        && !commands.carries(.freeze))
    let outcomes = try await Self.drive(
      [
        .at(.milliseconds(50), .lose(.cache), for: .milliseconds(300)),
        .at(.milliseconds(50), .lose(.llm), for: .milliseconds(100)),
      ], commands)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "broken\nmended\n")
    #expect(outcomes[0].beginning?.output.contains("stopped") == true && outcomes[0].ending?.exitCode == 0)
    #expect(outcomes[1].problem?.contains("LOAD_FAULT_LLM_BEGIN ended with 3") == true, "\(outcomes[1])")
    #expect(outcomes[1].problem?.contains("no such container") == true)
  }

  @Test(
    "A command without the one that mends is refused, and so is one without a program",
    arguments: [
      (["LOAD_FAULT_CACHE_BEGIN": "true"], "LOAD_FAULT_CACHE_END"),
      (["LOAD_FAULT_AGENT_END": "true"], "LOAD_FAULT_AGENT_BEGIN"),
      (["LOAD_FAULT_LLM_BEGIN": "no-such-program", "LOAD_FAULT_LLM_END": "true"], "LOAD_FAULT_LLM_BEGIN"),
    ])
  func refusedCommands(environment: [String: String], variable: String) {
    let refusal = #expect(throws: ConfigurationError.self) {
      try FaultCommands(TargetEnvironment(environment: environment))
    }
    #expect(String(describing: refusal).contains(variable))
  }
}
