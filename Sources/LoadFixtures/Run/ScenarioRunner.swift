import Foundation
import LoadEngine

/// Takes one scenario from its plan to its record.
struct ScenarioRunner: Sendable {
  let scenario: Scenario
  let sla: SLA
  let environment: TargetEnvironment
  let terminal: Terminal

  /// Runs the scenario.
  ///
  /// - Returns: The record; an invalid one with the reason when the run could not begin.
  /// - Throws: ``PlanError`` or ``ConfigurationError`` for a plan that cannot be run, ``SystemError`` when the system
  ///   refuses a thread's resources.
  func run() async throws -> RunRecord {
    _ = try scenario.plan.validated()
    let profile = try scenario.plan.profile.scaled(time: environment.timeScale, users: environment.usersScale)
    let target = try await PreparedTarget(environment)
    let loops = try EventLoop.start(environment.eventLoops, name: "users")
    let startedAt = Date()
    let result: RunResult
    do {
      result = try await load(target, profile: profile, loops: loops, startedAt: startedAt)
    } catch let refusal as Preflight.Refusal {
      result = await RunResult.notBegun(because: refusal.description, loops: loops.count)
    }
    for loop in loops { await loop.shutDown() }
    await target.release()
    return record(of: result, profile: profile, target: target, startedAt: startedAt)
  }

  private var userType: any VirtualUser.Type { environment.userClass?.type ?? scenario.user }

  private func load(
    _ target: PreparedTarget, profile: LoadProfile, loops: [EventLoop], startedAt: Date
  ) async throws -> RunResult {
    // A StressUser has up to three connections.
    let (addresses, preflightCalls) = try await Preflight(environment: environment, target: target).check(
      peakConnections: profile.peakConcurrency * 3, on: loops[0])
    let setup = RunSetup(
      profile: profile, pacing: try userType.thinkTime.scaled(by: environment.thinkTimeScale).validated(),
      thinkTimeScale: environment.thinkTimeScale, seed: environment.seed, gracefulStop: environment.gracefulStop,
      contract: environment.contract, credentials: target.credentials, target: target.url, addresses: addresses,
      requestTimeout: environment.requestTimeout, testID: "\(scenario.plan.name)-\(environment.seed)",
      origin: .now + .milliseconds(20))
    let recorder = LatencyRecorder(
      configuration: .init(
        requestNames: AgentCall.requestNames, stages: stageWindows(of: profile),
        warmUpEnd: profile.warmUp.wholeNanoseconds, lanes: loops.count, startedAt: startedAt.timeIntervalSince1970))
    var result = await drive(userType, setup: setup, recorder: recorder, target: target, loops: loops)
    result.instrumentCalls += preflightCalls
    return result
  }

  /// The stages as the recorder knows them: the ramp-up at the beginning is a stage of its own, outside the KPIs.
  private func stageWindows(of profile: LoadProfile) -> [StageWindow] {
    let warmUp = profile.warmUp.wholeNanoseconds
    var windows: [StageWindow] = []
    if warmUp > 0 {
      windows.append(
        StageWindow(name: "ramp-up", start: 0, end: warmUp, target: profile.stages.first?.target ?? 0, warmUp: true))
    }
    for stage in profile.stages where stage.end.wholeNanoseconds > warmUp {
      windows.append(
        StageWindow(
          name: stage.name, start: max(warmUp, stage.start.wholeNanoseconds), end: stage.end.wholeNanoseconds,
          target: stage.target, warmUp: false))
    }
    return windows
  }

  /// Runs all shares beside the progress line and the target's own metrics.
  private func drive<User: VirtualUser>(
    _ type: User.Type, setup: RunSetup, recorder: LatencyRecorder, target: PreparedTarget, loops: [EventLoop]
  ) async -> RunResult {
    let stop = StopSignal()
    let shares = loops.enumerated().map { index, loop in
      LoopBound(
        LoopShare<User>(
          index: index, shares: loops.count, loop: loop, recorder: recorder, setup: setup, stop: stop), to: loop)
    }
    let watch = Task(executorPreference: loops[0]) {
      var watch = RunWatch(
        setup: setup, recorder: recorder, terminal: terminal, title: scenario.plan.name,
        monitor: SystemMonitor(environment: environment, target: target, transport: setup.transport(on: loops[0])))
      return await watch.run()
    }
    await withTaskCancellationHandler {
      await withDiscardingTaskGroup { group in
        for share in shares {
          group.addTask(executorPreference: share.loop) { await share.value.run() }
        }
      }
    } onCancel: {
      stop.stop()
    }
    let end = MonotonicTime.now
    watch.cancel()
    let watched = await watch.value
    let measured = await recorder.finish(at: end - setup.origin)
    var result = RunResult(
      measured: measured, health: watched.meter.health(of: measured, eventLoops: loops.count),
      system: watched.system, interrupted: stop.isStopped)
    result.instrumentCalls = watched.calls
    for share in shares {
      let (business, errors) = await share.loop.run { (share.value.business, share.value.harnessErrors) }
      result.business.add(business)
      result.harnessErrors += errors
    }
    result.duration = Double(end - setup.origin) / 1e9
    return result
  }

  private func record(
    of result: RunResult, profile: LoadProfile, target: PreparedTarget, startedAt: Date
  ) -> RunRecord {
    var counts = result.measured.counts
    counts.instrument = result.instrumentCalls
    let reasons =
      result.refusal.map { [$0] }
      ?? GeneratorLimits(isOpen: profile.isOpen, isEmbedded: target.isEmbedded).reasons(
        against: result.health,
        descriptorFailures: result.measured.failureKinds[FailureKind.fileDescriptorLimit.label] ?? 0,
        harnessErrors: result.harnessErrors)
    let verdict =
      result.refusal != nil
      ? Verdict(status: .invalid, breaches: [], reasons: reasons, assessments: [])
      : sla.assess(
        Evidence(
          scenario: scenario.plan.name, counts: counts, total: result.measured.total,
          stages: result.measured.stages, timeline: result.measured.timeline, generatorReasons: reasons,
          interrupted: result.interrupted, isOpen: profile.isOpen))
    return RunRecord(
      scenario: scenario.plan.name, title: scenario.plan.title, verdict: verdict,
      target: .init(url: target.url.description, embedded: target.isEmbedded), contract: environment.contract.name,
      model: profile.model, userType: userType.name, seed: environment.seed, timeScale: environment.timeScale,
      thinkTimeScale: environment.thinkTimeScale, usersScale: environment.usersScale,
      transport: environment.transport.rawValue, buildConfiguration: BuildConfiguration.description,
      startedAt: startedAt.formatted(.iso8601), duration: result.duration,
      warmUp: Double(profile.warmUp.wholeNanoseconds) / 1e9, interrupted: result.interrupted, counts: counts,
      total: result.measured.total, requests: result.measured.requests, stages: result.measured.stages,
      failureKinds: result.measured.failureKinds, timeline: result.measured.timeline,
      distribution: result.measured.distribution, generator: result.health, business: result.business,
      system: result.system, skippedCalls: environment.contract.missing.map(\.rawValue), notes: notes)
  }

  private var notes: [String] {
    var notes: [String] = []
    if environment.timeScale != 1 {
      notes.append("Durations and ramps are scaled by \(environment.timeScale) (LOAD_TIME_SCALE).")
    }
    if environment.thinkTimeScale != 1 {
      notes.append("Think times are scaled by \(environment.thinkTimeScale) (LOAD_THINK_TIME_SCALE).")
    }
    if environment.usersScale != 1 {
      notes.append("Users and rates are scaled by \(environment.usersScale) (LOAD_USERS_SCALE); limits are not.")
    }
    return notes
  }
}
