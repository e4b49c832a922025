import AgentContracts
import Foundation
import LoadEngine

/// One run from its first look at the target to its record: the one wiring of executors, recorder, watch and observers.
package struct LoadRun: Sendable {
  var metadata: RunMetadata
  let sla: SLA
  /// Scaled, as it is driven.
  let profile: LoadProfile
  /// Scaled; of users that wait between calls.
  let pacing: Pacing
  let requestNames: [String]
  /// Names of the contract's checks, by which failures are counted.
  var checkNames: [String] = []
  /// How the target is found and what its calls may take, seed and scales of pauses.
  let environment: TargetEnvironment
  let target: TargetURL
  /// As the metadata has it.
  let startedAt: Date
  var observers: [any RunObserver] = []
  var terminal = Terminal.standard
  /// Whether a conversation is tried before the load.
  var makesTrial = true
  /// Calls that were made of the target to tell its contract.
  var callsBefore = 0
  /// Troubles on the clock of the load, scaled, and what can make them.
  var faults = FaultPlan([], total: .zero)
  var faultCarriers: [any FaultCarrier] = []
  /// Whether the troubles are left out, and only their phases are looked at.
  var isControl = false
  /// The time scale that was asked for, where the troubles need a larger one.
  var stretchedFrom: Double?
  /// How many users ask for one summary at the same instant before the load; `nil` for none.
  var stampede: Int?
  /// The target's process, whose memory is watched; `nil` for none.
  var process: Int32?
  /// How long the run's end waits for observers.
  var patience = Duration.seconds(10)

  /// What the load is made of, once the target is known.
  struct Load: Sendable {
    let preflight: Preflight
    /// Shows that the target is there; `nil` where no call can.
    let call: Preflight.Call?
    /// What is tried before the load, and what the target says of itself is asked by; `nil` without a contract.
    let catalogue: CallCatalogue?
    let connectionsPerUser: Int
    /// Runs the users, as ``LoadExecutor/run(on:until:)``.
    let execute: @Sendable (RunSetup, LatencyRecorder, [EventLoop], StopSignal) async -> Int

    // Here, where a probe's user is known, and not in a generic run: a GET would cost 15 % more.
    @inline(__always)
    init<User: VirtualUser>(
      preflight: Preflight, call: Preflight.Call?, catalogue: CallCatalogue? = nil,
      makeUser: @escaping @Sendable (UserContext) -> User
    ) {
      self.preflight = preflight
      self.call = call
      self.catalogue = catalogue
      connectionsPerUser = User.connections
      execute = { setup, recorder, loops, stop in
        await LoadExecutor(setup: setup, recorder: recorder, makeUser: makeUser).run(on: loops, until: stop)
      }
    }
  }

  /// Looks whether the target can be loaded, sends the load, and judges what came of it.
  ///
  /// - Returns: The record; an invalid one with the reason when the run could not begin.
  /// - Throws: ``SystemError`` when the system refuses a thread's resources.
  func run(_ load: Load) async throws -> RunRecord {
    let loops = try EventLoop.start(environment.eventLoops, name: "users")
    let result = await Result { try await run(load, on: loops) }
    for loop in loops { await loop.shutDown() }
    return try result.get()
  }

  func run(_ load: Load, on loops: [EventLoop]) async throws -> RunRecord {
    let log = Log(level: environment.logLevel, terminal: terminal)
    let observers = RunObservers(
      observers + [ProgressLine(terminal)], title: metadata.scenario, log: log)
    defer { observers.end() }
    observers.tell(.began(beginning))
    var record: RunRecord
    do {
      var clearance = try await load.preflight.check(
        peakConnections: profile.peakConcurrency * load.connectionsPerUser, call: load.call, on: loops[0])
      if let catalogue = load.catalogue, makesTrial {
        clearance.trial = try await load.preflight.attempt(catalogue, at: clearance.endpoint, on: loops[0])
      }
      record = await send(load, to: clearance, on: loops, log: log, observers: observers)
    } catch let refusal as Preflight.Refusal {
      record = refused(because: refusal.description, loops: loops.count)
    }
    record.notes += await observers.settle(within: patience)
    observers.tell(.ended(record))
    let failures = await observers.settle(within: patience)
    record.notes += failures.filter { !record.notes.contains($0) }
    return record
  }

  /// The record of a run that was given up before anything was asked of the target.
  func refuse(because reason: String) async -> RunRecord {
    let observers = RunObservers(
      observers, title: metadata.scenario, log: Log(level: environment.logLevel, terminal: terminal))
    defer { observers.end() }
    observers.tell(.began(beginning))
    var record = refused(because: reason, loops: environment.eventLoops)
    observers.tell(.ended(record))
    record.notes += await observers.settle(within: patience)
    return record
  }

  // MARK: The load

  private func send(
    _ load: Load, to clearance: Preflight.Clearance, on loops: [EventLoop], log: Log, observers: RunObservers
  ) async -> RunRecord {
    let stop = StopSignal()
    let (before, earlyCalls) = await state(of: load, clearance, on: loops[0])
    let stampede = await stampede(of: load, clearance, on: loops)
    let warmUp = await warmUp(load, clearance, on: loops, until: stop)
    let countBefore = await requestsTotal(load, clearance, on: loops[0])
    let recorder = LatencyRecorder(plan: plan, buffers: loops.count)
    let setup = setup(load, clearance, profile: profile, seed: environment.seed, details: observers.details)
    var monitor = load.catalogue.map { TargetMonitor(catalogue: $0, transport: setup.transport(on: loops[0])) }
    monitor?.process = process
    let watch = RunWatch(
      setup: setup, recorder: recorder, plan: plan, monitor: monitor, limits: limits, title: metadata.scenario,
      log: log, observers: observers)
    let watching = Task(executorPreference: loops[0]) {
      var watch = watch
      return await watch.run(on: loops, until: stop)
    }
    // Not on a loop: a look-up waits for the system.
    let keeping = Task { await setup.endpoint.keepAddresses(on: loops[0]) }
    let troubles = isControl ? FaultPlan([], total: .zero) : faults
    let driver = FaultDriver(plan: troubles, carriers: faultCarriers, origin: setup.origin) { observers.tell($0) }
    // On a loop: whatever else this process does must not put a trouble off.
    let breaking = Task(executorPreference: loops[0]) { await driver.run() }
    let planDone = await withTaskCancellationHandler {
      await load.execute(setup, recorder, loops, stop)
    } onCancel: {
      let grace = NumberFormat.duration(seconds: setup.gracefulStop / .seconds(1))
      log.info("\(metadata.scenario): stopping; calls in flight have up to \(grace), a second signal ends at once")
      stop.stop()
    }
    let end = MonotonicTime.now - setup.origin
    watching.cancel()
    keeping.cancel()
    breaking.cancel()
    let broken = await breaking.value
    var watched = await watching.value
    let tally = await recorder.finish(at: end)
    for second in await recorder.closedSeconds() {
      observers.tell(plan.moment(second, watched.lastHealth, watched.lastPoint))
    }
    let countAfter = await requestsTotal(load, clearance, on: loops[0])
    for calls in [earlyCalls, countBefore.calls, countAfter.calls] {
      watched.calls.merge(calls, uniquingKeysWith: +)
    }
    watched.metrics = watched.metrics.summed()
    let health = watched.meter.health(of: tally)
    var statistics = tally.statistics(until: end)
    for index in statistics.timeline.indices { statistics.timeline[index].cpu = watched.cpuShares[index] }
    var notes =
      notes + (before?.notes ?? []) + warmUpNotes(warmUp) + outOfData(statistics) + generatorNotes(health)
      + clearance.notes + (await keeping.value)
    if let idle = setup.endpoint.keepAlive.learnt { notes.append(Self.note(onClosesAfter: idle)) }
    statistics.counts.instrument =
      callsBefore + clearance.calls + clearance.trial.count + (stampede?.calls ?? 0) + watched.calls.values.reduce(0, +)
    let reach =
      troubles.faults.isEmpty
      ? nil : RequestReach(before: countBefore.total, after: countAfter.total, counts: statistics.counts)
    let reasons = limits.reasons(
      against: health, descriptorFailures: tally.total.calls.failureKinds[.fileDescriptorLimit] ?? 0,
      harnessErrors: tally.total.harnessErrors)
    let evidence = Evidence(
      scenario: metadata.scenario, statistics: statistics, targetMetrics: watched.metrics, generatorReasons: reasons,
      interrupted: stop.isStopped, model: metadata.model,
      load: .init(asked: profile.asked(seed: environment.seed), done: planDone),
      readNames: load.catalogue?.readNames, faults: broken, stampede: stampede?.outcome, reach: reach)
    let findings =
      signs(tally, load.catalogue?.contract.signs ?? [], of: statistics)
      + FindingRules(statistics: statistics, isOpen: profile.isOpen).findings
    return RunRecord(
      metadata: metadata, statistics: statistics, verdict: sla.assess(evidence),
      conditions: .init(
        duration: Double(end) / 1e9, interrupted: stop.isStopped, loadBegan: setup.began, generator: health,
        system: watched.metrics,
        endpoints: setup.endpoint.connections?.map { .init(address: $0.address, connections: $0.connections) },
        trial: clearance.trial.isEmpty ? nil : clearance.trial, polled: watched.calls.isEmpty ? nil : watched.calls,
        warmUpCalls: warmUp, before: before, faults: broken.isEmpty ? nil : evidence.timedFaults,
        stampede: stampede?.outcome, reach: reach, findings: findings.isEmpty ? nil : findings, notes: notes))
  }

  private func setup(
    _ load: Load, _ clearance: Preflight.Clearance, profile: LoadProfile, seed: UInt64, details: LogLevel? = nil
  ) -> RunSetup {
    RunSetup(
      profile: profile, pacing: pacing, thinkTimeScale: environment.thinkTimeScale, seed: seed,
      gracefulStop: environment.gracefulStop, endpoint: clearance.endpoint, secrets: load.preflight.secrets,
      details: details, tracing: environment.traceRate.map { Tracing(run: environment.runID, rate: $0) })
  }

  /// How the target is before anything is sent; `nil` without a contract.
  private func state(
    of load: Load, _ clearance: Preflight.Clearance, on loop: EventLoop
  ) async -> (TargetState?, calls: [String: Int]) {
    guard let catalogue = load.catalogue, !Task.isCancelled else { return (nil, [:]) }
    var state = target.isLoopback ? await TargetState.ofThisMachine() : TargetState()
    let (point, calls) = await reading(catalogue, clearance, on: loop)
    state.metrics = point
    return (state, calls)
  }

  /// How many requests the target has answered so far; not asked where the scenario has no troubles.
  private func requestsTotal(
    _ load: Load, _ clearance: Preflight.Clearance, on loop: EventLoop
  ) async -> (total: Int?, calls: [String: Int]) {
    guard let catalogue = load.catalogue, !faults.faults.isEmpty, !isControl, !Task.isCancelled else {
      return (nil, [:])
    }
    let (point, calls) = await reading(catalogue, clearance, only: [.metrics], on: loop)
    return (point?.requestsTotal, calls)
  }

  /// One reading of what the target says of itself; `nil` where it says nothing.
  private func reading(
    _ catalogue: CallCatalogue, _ clearance: Preflight.Clearance, only: Set<OperationKey>? = nil, on loop: EventLoop
  ) async -> (TargetMetrics.Point?, calls: [String: Int]) {
    let endpoint = clearance.endpoint
    let transport = await Task(executorPreference: loop) { endpoint.transport(on: loop) }.value
    return await withTaskCancellationHandler {
      await Task(executorPreference: loop) {
        var monitor = TargetMonitor(catalogue: catalogue, transport: transport)
        defer { monitor.close() }
        // A route that hangs must not hold up the load.
        (monitor.patience, monitor.only) = (.seconds(2), only)
        let point = await monitor.read(at: 0)
        return (monitor.result.isOffered ? point : nil, monitor.calls)
      }.value
    } onCancel: {
      loop.execute { transport.cancelCalls() }
    }
  }

  private func stampede(
    of load: Load, _ clearance: Preflight.Clearance, on loops: [EventLoop]
  ) async -> (outcome: Stampede, calls: Int)? {
    guard let catalogue = load.catalogue, let users = stampede else { return nil }
    let (outcome, calls) = await StampedeRun(catalogue: catalogue, endpoint: clearance.endpoint).run(
      users: users, on: loops)
    return (outcome, calls)
  }

  /// The scenario's own calls before its profile.
  private func warmUp(
    _ load: Load, _ clearance: Preflight.Clearance, on loops: [EventLoop], until stop: StopSignal
  ) async -> RunRecord.WarmUpCalls? {
    guard let duration = environment.warmUp, load.catalogue != nil else { return nil }
    let recorder = LatencyRecorder(
      plan: .init(requestNames: requestNames, checkNames: checkNames, stages: [], warmUpEnd: 0), buffers: loops.count)
    // Another seed: what is warmed up are caches, and not the answers to the very texts that the run will say.
    let setup = setup(
      load, clearance, profile: profile.beginning(for: duration), seed: environment.seed &+ 0x5741_524D)
    _ = await withTaskCancellationHandler {
      await load.execute(setup, recorder, loops, stop)
    } onCancel: {
      stop.stop()
    }
    let counts = await recorder.finish(at: MonotonicTime.now - setup.origin).statistics(until: 0).counts
    return .init(seconds: duration / .seconds(1), completed: counts.completed, failed: counts.failed)
  }

  /// What answers are known to mean by the contract.
  private func signs(_ tally: RunTally, _ signs: [Sign], of statistics: RunStatistics) -> [Finding] {
    let calls = statistics.counts.completed + statistics.counts.failed
    return tally.total.signs.sorted { $0.key < $1.key }.compactMap { place, seen in
      guard signs.indices.contains(place), calls > 0 else { return nil }
      return Finding(
        code: signs[place].code, sentence: signs[place].sentence,
        evidence: "\(NumberFormat.count(seen.count)) of \(NumberFormat.count(calls)) calls "
          + "(\(NumberFormat.share(Double(seen.count) / Double(calls)))) were answered so, the first "
          + "\(NumberFormat.duration(seconds: Double(seen.first) / 1e9)) into the run.")
    }
  }

  /// The record of a run that sent no load.
  private func refused(because reason: String, loops: Int) -> RunRecord {
    let tally = RunTally(plan: .init(requestNames: requestNames, checkNames: checkNames, stages: [], warmUpEnd: 0))
    var meter = HealthMeter()
    var health = meter.health(of: tally)
    health.eventLoops = loops
    let unreachable = TargetMetrics(
      metrics: .unreachable, connections: .unreachable, breakers: .unreachable, cache: .unreachable, points: [])
    return RunRecord(
      metadata: metadata, statistics: tally.statistics(until: 0),
      verdict: Verdict(status: .invalid, reasons: [InvalidReason(.refused, reason)], assessments: []),
      conditions: .init(
        // A signal in the pre-flight: nothing speaks against the target.
        duration: 0, interrupted: Task.isCancelled, generator: health, system: unreachable, notes: notes))
  }

  // MARK: What is known before

  private var plan: RunTally.Plan {
    RunTally.Plan(
      requestNames: requestNames, checkNames: checkNames, stages: faults.windows(over: profile) ?? profile.windows,
      warmUpEnd: profile.warmUp.wholeNanoseconds,
      hasArrivals: profile.isOpen, tellsRequests: faults.faults.isEmpty ? nil : true)
  }

  private var beginning: RunBeginning {
    RunBeginning(
      metadata: metadata, requirements: sla.requirements, plan: plan,
      startTime: startedAt.timeIntervalSince1970, plannedDuration: profile.totalDuration / .seconds(1), notes: notes)
  }

  private var limits: GeneratorLimits {
    GeneratorLimits(
      isOpen: profile.isOpen, hasPauses: pacing != .none, isEmbedded: metadata.target.embedded,
      sharesMachine: target.isLoopback)
  }

  private var notes: [String] {
    var notes: [String] = []
    if environment.transport == .urlsession { notes.append(URLSessionTransport.limits) }
    if environment.isUnverified(target) { notes.append(RunRecord.unverifiedNote) }
    let (time, think, users) = (metadata.timeScale, metadata.thinkTimeScale, metadata.usersScale)
    if time != 1 { notes.append("Durations and ramps are scaled by \(time) (LOAD_TIME_SCALE).") }
    if !faults.faults.isEmpty, !environment.requestTimeoutIsGiven {
      let time = NumberFormat.duration(seconds: environment.requestTimeout / .seconds(1))
      notes.append(
        "Calls have \(time) where the contract says nothing else, so that none outlasts a trouble (LOAD_REQUEST_TIMEOUT)."
      )
    }
    if isControl { notes.append("A control run: the same load and seed without the scenario's troubles.") }
    if let stretchedFrom {
      notes.append(
        "A time scale of \(stretchedFrom) was asked for: no phase of the scenario's troubles is shorter than "
          + "\(NumberFormat.duration(seconds: FaultPlan.shortestPhase / .seconds(1))), so it takes longer.")
    }
    if think != 1 { notes.append("Think times are scaled by \(think) (LOAD_THINK_TIME_SCALE).") }
    if users != 1 { notes.append("Users and rates are scaled by \(users) (LOAD_USERS_SCALE); limits are not.") }
    return notes
  }

  private func warmUpNotes(_ warmUp: RunRecord.WarmUpCalls?) -> [String] {
    guard let warmUp else { return [] }
    let time = NumberFormat.duration(seconds: warmUp.seconds)
    return [
      "Before the profile the scenario's own calls went on for \(time): \(NumberFormat.count(warmUp.completed)) were "
        + "answered and \(NumberFormat.count(warmUp.failed)) failed; they are in no other number."
    ]
  }

  private func outOfData(_ statistics: RunStatistics) -> [String] {
    let users = statistics.business.usersOutOfData
    return users == 0
      ? []
      : [
        "\(NumberFormat.count(users)) users ended early, because LOAD_DATA had no row left for them (LOAD_DATA_END=stop)."
      ]
  }

  private func generatorNotes(_ health: GeneratorHealth) -> [String] {
    var notes = limits.warnings(against: health).map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }
    if let others = health.othersShare, others > MachineReading.busyShare {
      notes.append(
        "Other programs used \(NumberFormat.share(others)) of \(NumberFormat.cores(health.usableCores)) beside the run."
      )
    }
    if health.worst(\.running) != nil, health.worst(\.waiting) == nil {
      notes.append(
        "This system does not say how long a thread waits for a core: a starved generator is known by its lateness and "
          + "its share of the CPU alone.")
    }
    return notes
  }

  private static func note(onClosesAfter idle: Duration) -> String {
    idle == .zero
      ? "The target keeps no connection: each call opened one, as was learnt (LOAD_KEEP_ALIVE sets it)."
      : "The target closes connections that were idle for \(NumberFormat.duration(seconds: idle / .seconds(1))): none "
        + "was used again after nine tenths of that, as was learnt (LOAD_KEEP_ALIVE sets it)."
  }
}

extension Result where Failure == any Error {
  /// What the body returned or threw, for what has to be cleared up either way.
  init(_ body: () async throws -> Success) async {
    do {
      self = .success(try await body())
    } catch {
      self = .failure(error)
    }
  }
}
