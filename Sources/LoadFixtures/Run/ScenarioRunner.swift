import LoadEngine

/// Takes one scenario from its plan to its record.
public struct ScenarioRunner: Sendable {
  let scenario: Scenario
  let sla: SLA
  let environment: TargetEnvironment
  let terminal: Terminal

  public init(scenario: Scenario, sla: SLA, environment: TargetEnvironment, terminal: Terminal = .standard) {
    self.scenario = scenario
    self.sla = sla
    self.environment = environment
    self.terminal = terminal
  }

  /// Runs the scenario.
  ///
  /// - Returns: The record; an invalid one with the reason when the run could not begin.
  /// - Throws: ``PlanError`` or ``ConfigurationError`` for a plan that cannot be run, ``SystemError`` when the system
  ///   refuses a thread's resources.
  public func run() async throws -> RunRecord {
    _ = try scenario.plan.validated()
    let profile = try scenario.plan.profile.scaled(time: environment.timeScale, users: environment.usersScale)
    let pacing = try userType.thinkTime.scaled(by: environment.thinkTimeScale).validated()
    let target = try await PreparedTarget(environment)
    let loops = try EventLoop.start(environment.eventLoops, name: "users")
    let description = description(profile, pacing, target)
    let result: RunResult
    do {
      result = try await load(target, description, loops: loops)
    } catch let refusal as Preflight.Refusal {
      result = await RunResult.notBegun(
        because: refusal.description, requestNames: AgentCall.requestNames, loops: loops.count)
    }
    for loop in loops { await loop.shutDown() }
    await target.release()
    return description.record(of: result, sla: sla)
  }

  private var userType: any AgentUser.Type { environment.userClass?.type ?? scenario.user }

  private func description(_ profile: LoadProfile, _ pacing: Pacing, _ target: PreparedTarget) -> RunDescription {
    RunDescription(
      scenario: scenario.plan.name, title: scenario.plan.title, profile: profile, pacing: pacing,
      target: .init(url: target.url.description, embedded: target.isEmbedded), sharesMachine: target.url.isLoopback,
      contract: environment.contract.name,
      userType: userType.name, seed: environment.seed, timeScale: environment.timeScale,
      thinkTimeScale: environment.thinkTimeScale, usersScale: environment.usersScale,
      transport: environment.transport.rawValue, skippedCalls: environment.contract.missing.map(\.rawValue),
      isUnverified: environment.isUnverified(target.url))
  }

  private func load(
    _ target: PreparedTarget, _ description: RunDescription, loops: [EventLoop]
  ) async throws -> RunResult {
    let profile = description.profile
    let catalogue = try CallCatalogue(
      contract: environment.contract, target: target.url, credentials: target.credentials,
      timeout: environment.requestTimeout, bodyLimit: environment.bodyLimit,
      testID: "\(scenario.plan.name)-\(environment.seed)")
    let finding = try await Preflight(
      url: target.url, isEmbedded: target.isEmbedded, allowPublicTarget: environment.allowPublicTarget,
      trust: environment.tlsTrust, transport: environment.transport, requestTimeout: environment.requestTimeout,
      keepAlive: environment.keepAlive, secrets: catalogue.secrets
    ).check(
      peakConnections: profile.peakConcurrency * userType.connections, call: catalogue.healthCall, on: loops[0])
    let setup = RunSetup(
      profile: profile, pacing: description.pacing,
      thinkTimeScale: environment.thinkTimeScale, seed: environment.seed, gracefulStop: environment.gracefulStop,
      endpoint: finding.endpoint, authorization: catalogue.givenAuthorization,
      secrets: catalogue.secrets)
    let recorder = LatencyRecorder(
      configuration: .init(
        requestNames: AgentCall.requestNames, stages: description.stageWindows,
        warmUpEnd: profile.warmUp.wholeNanoseconds, lanes: loops.count,
        startedAt: description.startedAt.timeIntervalSince1970, hasArrivals: profile.isOpen))
    var result = await drive(
      userType, setup: setup, recorder: recorder, catalogue: catalogue, loops: loops,
      isEmbedded: target.isEmbedded)
    result.instrumentCalls += finding.calls
    result.notes += finding.notes
    return result
  }

  private func drive<User: AgentUser>(
    _ type: User.Type, setup: RunSetup, recorder: LatencyRecorder, catalogue: CallCatalogue, loops: [EventLoop],
    isEmbedded: Bool
  ) async -> RunResult {
    let driver = LoadDriver(setup: setup, recorder: recorder) { context in
      User(context, agent: AgentClient(caller: context.caller, catalogue: catalogue))
    }
    let monitor = SystemMonitor(catalogue: catalogue, transport: setup.transport(on: loops[0]))
    return await driver.run(
      on: loops,
      watchedBy: RunWatch(
        setup: setup, recorder: recorder, terminal: terminal, title: scenario.plan.name, monitor: monitor,
        environment: environment, isEmbedded: isEmbedded))
  }
}
