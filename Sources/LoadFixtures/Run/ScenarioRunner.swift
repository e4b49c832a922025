import AgentContracts
import Foundation

/// Takes one scenario from its plan to its record.
package struct ScenarioRunner: Sendable {
  let scenario: Scenario
  let sla: SLA
  /// Its time scale is the one that the scenario's troubles need.
  let environment: TargetEnvironment
  private let askedTimeScale: Double
  /// What can make troubles besides the embedded agent's switches.
  private let faultCarriers: [any FaultCarrier]
  let terminal: Terminal
  let observers: [any RunObserver]
  private let files: RunFiles?
  /// Whether a conversation is tried before the load; tests that want to see a load fail do without.
  var makesTrial = true

  /// - Parameter files: Opened already; `nil`: they are opened for this run.
  package init(
    scenario: Scenario, sla: SLA, environment: TargetEnvironment, terminal: Terminal = .standard,
    observers: [any RunObserver] = [], files: RunFiles? = nil, faultCarriers: [any FaultCarrier] = []
  ) {
    self.scenario = scenario
    self.sla = sla
    var environment = environment
    askedTimeScale = environment.timeScale
    environment.timeScale = scenario.faults.stretched(environment.timeScale)
    // A call into a black hole must not outlast the trouble.
    if !scenario.faults.faults.isEmpty, !environment.requestTimeoutIsGiven {
      environment.requestTimeout = .seconds(2)
    }
    self.environment = environment
    self.faultCarriers = faultCarriers
    self.terminal = terminal
    self.observers = observers
    self.files = files
  }

  /// Runs the scenario.
  ///
  /// - Returns: The record; an invalid one with the reason when the run could not begin.
  /// - Throws: ``PlanError`` or ``ConfigurationError`` for a plan that cannot be run, ``SystemError`` when the system
  ///   refuses a thread's resources.
  package func run() async throws -> RunRecord {
    _ = try scenario.plan.validated()
    _ = try scenario.faults.validated()
    let profile = try scenario.plan.profile.scaled(time: environment.timeScale, users: environment.usersScale)
    let user = environment.userClass.flatMap(AgentUsers.named) ?? scenario.user
    let pacing = try user.thinkTime.scaled(by: environment.thinkTimeScale).validated()
    let target = try await PreparedTarget(environment, proxied: scenario.faults.isOnTheWire && !scenario.isControl)
    if !scenario.isControl,
      let lacking = scenario.faults.faults.map(\.kind).first(where: { kind in
        !carriers(of: target).contains { $0.carries(kind) }
      })
    {
      await target.release()
      throw ScenarioNotRun(
        scenario: scenario.plan.name,
        reason: "nothing here can make the trouble \"\(lacking.name)\" on this target: "
          + lacking.remedy)
    }
    let result = await Result { try await run(user, profile, pacing, at: target) }
    await target.release()
    return try result.get()
  }

  /// What can make troubles in that target. Commands are for a deployment: they break nothing while an agent of this
  /// process is under load.
  private func carriers(of target: PreparedTarget) -> [any FaultCarrier] {
    target.isEmbedded ? target.faultCarriers : faultCarriers + target.faultCarriers
  }

  /// The record of a run that was given up before its target was asked anything.
  func refuse(because reason: String) async throws -> RunRecord {
    let profile = try scenario.plan.profile.scaled(time: environment.timeScale, users: environment.usersScale)
    let user = environment.userClass.flatMap(AgentUsers.named) ?? scenario.user
    let contract = environment.contract.contract ?? .documented
    let url: String = if case .remote(let url) = environment.target { url.description } else { "embedded" }
    let now = Date()
    let target = RunMetadata.Target(url: url, embedded: environment.target == .embedded)
    return await LoadRun(
      metadata: metadata(profile, user, target, contract, startedAt: now), sla: sla, profile: profile,
      pacing: user.thinkTime, requestNames: contract.labels,
      checkNames: contract.checkNames, environment: environment, target: .loopback(port: 1), startedAt: now,
      observers: observers, terminal: terminal
    ).refuse(because: reason)
  }

  private func run(
    _ user: any AgentUser.Type, _ profile: LoadProfile, _ pacing: Pacing, at target: PreparedTarget
  ) async throws -> RunRecord {
    let now = Date()
    func run(_ contract: AgentContract, name: String, because reason: String? = nil) -> LoadRun {
      let named = RunMetadata.Target(url: target.url.description, embedded: target.isEmbedded)
      var metadata = metadata(profile, user, named, contract, startedAt: now)
      (metadata.contract, metadata.contractReason) = (name, reason)
      return LoadRun(
        metadata: metadata, sla: sla, profile: profile, pacing: pacing, requestNames: contract.labels,
        checkNames: contract.checkNames, environment: environment, target: target.url, startedAt: now,
        observers: observers, terminal: terminal)
    }
    let (contract, reason, calls): (AgentContract, String?, Int)
    do {
      (contract, reason, calls) = try await Preflight.contract(of: environment, at: target)
    } catch let refusal as Preflight.Refusal {
      return await run(.documented, name: ContractChoice.automaticName).refuse(because: refusal.description)
    }
    try environment.checkCredentials(for: contract)
    try check(contract, for: user)
    let files = try files ?? RunFiles(environment)
    let users = profile.userNumbers(loops: environment.eventLoops)
    try files.check(contract, environment, users: users)
    var chosen = run(contract, name: contract.name, because: reason)
    chosen.faults = scenario.faults.scaled(by: environment.timeScale)
    chosen.isControl = scenario.isControl
    chosen.faultCarriers = carriers(of: target)
    chosen.process = scenario.watchesMemory ? environment.targetProcess : nil
    if environment.timeScale != askedTimeScale { chosen.stretchedFrom = askedTimeScale }
    (chosen.callsBefore, chosen.makesTrial, chosen.stampede) = (calls, makesTrial, scenario.stampede)
    if let rows = files.rows, let data = environment.data {
      chosen.metadata.data = .init(
        name: (data.path as NSString).lastPathComponent, rows: rows.count, order: data.order, end: data.end,
        sha256: rows.digest)
    }
    return try await load(
      target, contract, with: user, files: files, try files.assignment(environment, users: users), chosen)
  }

  /// Refuses a contract that gives the scenario's users nothing to do.
  private func check(_ contract: AgentContract, for user: any AgentUser.Type) throws(ConfigurationError) {
    let lacking = user.mainOperations.filter { !contract.has($0) }.map(\.rawValue)
    guard !lacking.isEmpty else { return }
    throw ConfigurationError(
      .contract, value: contract.name,
      reason: "\(scenario.plan.name) cannot be run: \(user.name) needs \(lacking.joined(separator: " and "))",
      allowed: "a contract that has it, or another scenario")
  }

  private func metadata(
    _ profile: LoadProfile, _ user: any AgentUser.Type, _ target: RunMetadata.Target, _ contract: AgentContract,
    startedAt: Date
  ) -> RunMetadata {
    let leftOut = user.tasksLeftOut(by: contract)
    return RunMetadata(
      run: environment.runID, scenario: scenario.plan.name, title: scenario.plan.title,
      target: target, contract: contract.name,
      model: profile.model, userType: user.name, seed: environment.seed, timeScale: environment.timeScale,
      thinkTimeScale: environment.thinkTimeScale, usersScale: environment.usersScale,
      transport: environment.transport.rawValue, locale: environment.locale, texts: environment.texts,
      note: environment.note, buildConfiguration: BuildConfiguration.description,
      machine: RunMetadata.thisMachine,
      startedAt: startedAt.formatted(.iso8601), warmUp: profile.warmUp / .seconds(1),
      skippedCalls: contract.missing.map(\.rawValue), tasksLeftOut: leftOut.isEmpty ? nil : leftOut)
  }

  // Not made for each user: the frames of an executor's tasks would be a kilobyte larger for every user that thinks, and
  // its calls no cheaper (measured: 4,561 bytes in place of 3,547; 14.8 us in place of 14.4).
  private func load<User: AgentUser>(
    _ target: PreparedTarget, _ contract: AgentContract, with user: User.Type, files: RunFiles,
    _ assignment: DataAssignment?, _ run: LoadRun
  ) async throws -> RunRecord {
    let catalogue = try CallCatalogue(
      contract, environment, to: target, run: .init(scenario: scenario.plan.name, environment), files: files,
      assignment: assignment)
    var preflight = Preflight(target.url, environment, isEmbedded: target.isEmbedded, secrets: catalogue.secrets)
    if let detour = try await target.detour { preflight.resolve = { _, _ in detour } }
    return try await run.run(
      LoadRun.Load(
        preflight: preflight, call: catalogue.healthCall, catalogue: catalogue
      ) { context in
        User(context, agent: AgentClient(caller: context.caller, catalogue: catalogue))
      })
  }
}

/// A scenario that this target does not allow: neither passed nor failed.
package struct ScenarioNotRun: Error, CustomStringConvertible {
  package let scenario: String
  /// A sentence's part, what lacks and what to do.
  package let reason: String

  package var description: String { "\(scenario) was not run: \(reason)" }
}
