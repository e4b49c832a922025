import Foundation
import Synchronization

/// What all scenarios of one process share: the environment, read once, and one results directory.
package final class Session: Sendable {
  let environment: TargetEnvironment
  let results: ResultsDirectory
  let terminal: Terminal
  package let log: Log
  private let files: RunFiles
  private let commands: SideCommands
  private let faults: FaultCommands
  private let machine: CalmMachine
  private let interruption: Interruption
  private let lock: ResultsLock
  private let live: LiveOutputs
  /// The scenarios that came so far, with those that the tool was asked for.
  private let asked: Mutex<RunPlan>
  /// How often each scenario came so far.
  private let times = Mutex<[String: Int]>([:])
  /// The scenarios that are over, and what the last report took.
  private let past = Mutex<(scenarios: Set<String>, reportCost: Duration)>(([], .zero))

  /// A report that takes longer is not made while other scenarios wait for their turn.
  private static let mostReportCost = Duration.milliseconds(100)

  private init(environment: TargetEnvironment, results: ResultsDirectory, terminal: Terminal) throws {
    self.environment = environment
    files = try RunFiles(environment)
    commands = try SideCommands(environment)
    faults = try FaultCommands(environment, hiding: files.accounts?.allSecrets ?? [])
    self.results = results
    self.terminal = terminal
    let log = Log(level: environment.logLevel, terminal: terminal)
    self.log = log
    machine = CalmMachine(log: log)
    live = LiveOutputs(environment, log: log)
    let lock = try ResultsLock(results, run: environment.runID)
    self.lock = lock
    let plan = try results.loadPlan().flatMap { $0.run == environment.runID ? $0 : nil }
    asked = Mutex(plan ?? RunPlan(run: environment.runID, scenarios: []))
    // Last: what could still throw would leave signals without effect.
    interruption = Interruption(in: .tests)
    interruption.whenOrphaned { lock.adopt() }
    // Who read our output may be gone: a record must be written all the same.
    SignalWatch.surviveClosedPipes()
  }

  /// Reads the environment and opens the results directory; the first error stays for every scenario.
  package static func result(terminal: Terminal = .standard) -> Result<Session, any Error> {
    Result {
      let environment = try TargetEnvironment.current()
      try environment.checkCredentials()
      let results =
        if let path = environment.resultsDirectory {
          try ResultsDirectory(path: path)
        } else {
          try ResultsDirectory.standard()
        }
      try results.updateLatestLink()
      let session = try Session(environment: environment, results: results, terminal: terminal)
      session.announce()
      return session
    }
  }

  private func announce() {
    for warning in environment.warnings + (files.accounts?.warnings ?? []) { log.warning(warning) }
    let target =
      switch environment.target {
      case .embedded: "the embedded reference agent"
      case .remote(let url): url.description
      }
    log.info(
      "target: \(target), contract \(environment.contract.contract?.name ?? "told by its routes"), time scale \(environment.timeScale), think time scale "
        + "\(environment.thinkTimeScale), users scale \(environment.usersScale), seed \(environment.seed), results "
        + results.path.neutralised)
  }

  /// Takes note of a scenario that will be run in its turn.
  package func expect(_ scenario: Scenario) throws {
    try asked.withLock { plan in
      guard !plan.scenarios.contains(scenario.plan.name) else { return }
      plan.scenarios.append(scenario.plan.name)
      try results.save(plan)
    }
  }

  /// Runs one scenario, more than once where ``Attempts`` allows it, writes its record and brings the report up to date;
  /// not at all when the process is about to end.
  ///
  /// - Throws: ``NotRun`` then; ``ResultsError`` when the results directory cannot hold the record.
  package func run(_ scenario: Scenario, sla: SLA) async throws -> RunRecord {
    let scenario = scenario.watchesMemory ? scenario.lasting(environment.enduranceDuration) : scenario
    return try await interruption.cancels { [self] in
      defer { past.withLock { _ = $0.scenarios.insert(scenario.plan.name) } }
      do {
        try Task.checkCancellation()
        try await live.start()
        let scale = scenario.faults.stretched(environment.timeScale)
        let profile = try scenario.plan.profile.scaled(time: scale, users: environment.usersScale)
        let makesControl = environment.makesControl && !scenario.faults.faults.isEmpty
        let seconds = profile.totalDuration / .seconds(1) * (makesControl ? 2 : 1)
        try results.checkRoom(forBytes: RunRecord.room(forSeconds: seconds))
        let directory = try directory(of: scenario)
        let record = try await undisturbed(scenario, sla: sla, into: directory)
        if makesControl {
          try expect(scenario.control)
          _ = try await undisturbed(scenario.control, sla: [], into: directory)
        }
        return record
      } catch let error as PlanError {
        try refuse(scenario, "\(error)")
        throw error
      } catch let error as ScenarioNotRun {
        try asked.withLock { plan in
          plan.notRun = (plan.notRun ?? [:]).merging([scenario.plan.name: error.reason]) { $1 }
          try results.save(plan)
        }
        _ = try results.writeReports()
        throw error
      } catch is CancellationError {
        throw NotRun(scenario: scenario.plan.name, cause: interruption.cause ?? "the end of its test")
      }
    }
  }

  /// Where a scenario's files go: when a process runs it once more (`swift test --repeat-until`), into a directory of its
  /// own, so that nothing is overwritten.
  private func directory(of scenario: Scenario) throws -> ResultsDirectory {
    let name = scenario.plan.name
    let time = times.withLock { times in
      times[name, default: 0] += 1
      return times[name] ?? 1
    }
    guard time > 1 else { return results }
    let directory = try ResultsDirectory(path: "\(results.path)/repeat-\(time)")
    var plan =
      try directory.loadPlan().flatMap { $0.run == environment.runID ? $0 : nil }
      ?? RunPlan(run: environment.runID, scenarios: [])
    plan.scenarios.append(name)
    try directory.save(plan)
    return directory
  }

  /// Notes for the tool that a scenario does not fit the settings, which no record can say.
  private func refuse(_ scenario: Scenario, _ reason: String) throws {
    try asked.withLock { plan in
      plan.refused = (plan.refused ?? [:]).merging([scenario.plan.name: reason]) { $1 }
      try results.save(plan)
    }
  }

  private func undisturbed(
    _ scenario: Scenario, sla: SLA, into results: ResultsDirectory
  ) async throws -> RunRecord {
    if scenario.watchesMemory, let reason = environment.whyMemoryIsUnseen {
      throw ScenarioNotRun(scenario: scenario.plan.name, reason: reason)
    }
    guard scenario.needsProcess, environment.target == .embedded else {
      return try await undisturbed(
        scenario, sla: sla, into: results, in: environment,
        carriers: (FaultControlCarrier(environment).map { [$0] } ?? []) + [faults])
    }
    let child = try await ChildAgent(for: scenario, environment)
    let result = await Result {
      try await undisturbed(
        scenario, sla: sla, into: results, in: child.environment(environment), carriers: [child, child.control])
    }
    // In a task of its own: that of a run which was interrupted waits no more.
    await Task { await child.stop() }.value
    return try result.get()
  }

  private func undisturbed(
    _ scenario: Scenario, sla: SLA, into results: ResultsDirectory, in environment: TargetEnvironment,
    carriers: [any FaultCarrier]
  ) async throws -> RunRecord {
    let runner = ScenarioRunner(
      scenario: scenario, sla: sla, environment: environment, terminal: terminal,
      observers: [HistogramLog(in: results), TimelineFile(in: results)]
        + (environment.logLevel <= .debug ? [DetailLog(environment.logLevel, in: results)] : [])
        + live.observers, files: files,
      faultCarriers: carriers)
    let attempts = Attempts(
      isEmbedded: self.environment.target == .embedded, log: log,
      waitForCalm: { [log, machine] patience in
        log.info("\(scenario.plan.name): waiting until the machine is calm")
        return await machine.wait(atMost: patience)
      })
    let record = try await attempts.run {
      try Task.checkCancellation()
      let result = await Result {
        try await commands.around(environment, hiding: files.accounts?.allSecrets ?? [], log: log) { refusal in
          if let refusal { try await runner.refuse(because: refusal) } else { try await runner.run() }
        }
      }
      // In a task of its own: that of a run which was interrupted sends no more.
      let isInterrupted = Task.isCancelled
      await Task { [live] in await live.runEnded(isInterrupted: isInterrupted) }.value
      return try result.get()
    }
    try keep(record, in: results)
    return record
  }

  private static func base(of scenario: String) -> String {
    scenario.hasSuffix(Scenario.controlSuffix) ? String(scenario.dropLast(Scenario.controlSuffix.count)) : scenario
  }

  private func keep(_ record: RunRecord, in results: ResultsDirectory) throws {
    // First: the disk may have filled up meanwhile.
    terminal.write(SummaryTable(records: [record]).text(color: terminal.usesColour(.error)), to: .error)
    try results.save(record)
    // Whoever comes last makes it for all.
    let isWaitedFor = past.withLock { past in
      let open = asked.withLock { plan in
        plan.scenarios.filter { name in
          // A scenario and its control come one after the other, and neither waits.
          !past.scenarios.contains(name) && Self.base(of: name) != Self.base(of: record.scenario)
            && plan.notRun?[name] == nil
        }
      }
      // Of what is interrupted nobody comes after it.
      return !Task.isCancelled && past.reportCost > Self.mostReportCost && !open.isEmpty
    }
    guard !isWaitedFor else { return }
    let start = ContinuousClock.now
    let report = try results.writeReports()
    past.withLock { $0.reportCost = ContinuousClock.now - start }
    for damage in report.damaged { log.warning("left out of the report: \(damage)") }
    for file in report.others { log.warning("left out of the report: \(file), a record of another run") }
    log.info("report: \(results.htmlReportPath)")
  }
}

extension TargetEnvironment {
  /// Why the memory of the target's process cannot be watched, as a part of a sentence; `nil` when it can.
  var whyMemoryIsUnseen: String? {
    // An agent of the suite's own is a process of its own then.
    guard case .remote(let url) = target else { return nil }
    guard url.isLoopback else { return "\(url) is not on this machine, and the memory of its process is not seen" }
    guard let targetProcess else {
      return "LOAD_TARGET_PID has to name the process on this machine whose memory is to be watched"
    }
    return ProcessStatus.residentMemory(of: targetProcess) == nil
      ? "the memory of the process \(targetProcess) (LOAD_TARGET_PID) cannot be read" : nil
  }
}
