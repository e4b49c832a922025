import LoadEngine

/// Aims the engine at one URL: the users, driver and recorder of a scenario with one request in place of a contract.
public struct Probe: Sendable {
  public let request: ProbeRequest
  /// Not scaled: what is asked for is what is sent.
  public let profile: LoadProfile
  /// Time scales, contract and credentials have no meaning here; all else has.
  public let environment: TargetEnvironment
  /// What a user waits for between two requests of a closed load.
  public var pacing = Pacing.none
  /// What is demanded of the URL.
  public var sla: SLA = [.must(.errorRate, below: 0.01)]
  /// Looks the host up, before the load and again in that interval; injected by tests.
  var resolve: AddressKeeper.Resolve = { try await Resolver.resolve(host: $0, port: $1) }
  var lookupInterval = Duration.seconds(60)

  public init(_ request: ProbeRequest, profile: LoadProfile, environment: TargetEnvironment) {
    self.request = request
    self.profile = profile
    self.environment = environment
  }

  /// Users that send their next request when they have the answer to the last.
  ///
  /// They start within a tenth of the duration, a second at most; the KPIs leave that time out.
  public static func closed(users: Int, duration: Duration) -> LoadProfile {
    let ramp = min(duration / 10, .seconds(1))
    return .ramp(to: users, perSecond: Double(users) / (ramp / .seconds(1)), for: duration)
  }

  /// Requests at a rate (a second), however slow the answers are, with at most so many in flight.
  public static func open(
    rate: Double, maxInFlight: Int, duration: Duration, spacing: OpenProfile.Spacing = .even
  ) -> LoadProfile {
    .open(OpenProfile([.rate(rate, for: duration)], maxInFlight: maxInFlight, spacing: spacing))
  }

  /// Runs the probe.
  ///
  /// - Returns: The record; an invalid one with the reason when the run could not begin.
  /// - Throws: ``PlanError`` for a load that cannot be run, ``SystemError`` when the system refuses a thread's
  ///   resources.
  public func run(terminal: Terminal = .standard) async throws -> RunRecord {
    let profile = try profile.validated()
    let pacing = try pacing.validated()
    let loops = try EventLoop.start(environment.eventLoops, name: "users")
    let description = RunDescription(
      scenario: "probe", title: "\(request.name) at \(request.target)", profile: profile, pacing: pacing,
      target: .init(url: request.target.description, embedded: false), sharesMachine: request.target.isLoopback,
      contract: "none", userType: ProbeUser.name,
      seed: environment.seed, transport: environment.transport.rawValue,
      isUnverified: environment.isUnverified(request.target))
    let result: RunResult
    do {
      result = try await load(description, loops: loops, terminal: terminal)
    } catch let refusal as Preflight.Refusal {
      result = await RunResult.notBegun(
        because: refusal.description, requestNames: [request.name], loops: loops.count)
    }
    for loop in loops { await loop.shutDown() }
    return description.record(of: result, sla: sla)
  }

  private func load(_ description: RunDescription, loops: [EventLoop], terminal: Terminal) async throws -> RunResult {
    let call = Preflight.Call(request: request.outgoing, path: request.path, success: nil)
    let finding = try await Preflight(
      url: request.target, allowPublicTarget: environment.allowPublicTarget, trust: environment.tlsTrust,
      transport: environment.transport, requestTimeout: environment.requestTimeout, keepAlive: environment.keepAlive,
      resolve: resolve, lookupInterval: lookupInterval, secrets: request.secrets
    ).check(peakConnections: profile.peakConcurrency, call: call, on: loops[0])
    let setup = RunSetup(
      profile: profile, pacing: description.pacing, seed: environment.seed,
      gracefulStop: environment.gracefulStop, endpoint: finding.endpoint, secrets: request.secrets)
    let recorder = LatencyRecorder(
      configuration: .init(
        requestNames: [request.name], stages: description.stageWindows,
        warmUpEnd: profile.warmUp.wholeNanoseconds, lanes: loops.count,
        startedAt: description.startedAt.timeIntervalSince1970, hasArrivals: profile.isOpen))
    let outgoing = request.outgoing
    let timeout = environment.requestTimeout
    let driver = LoadDriver(setup: setup, recorder: recorder) { context in
      ProbeUser(caller: context.caller, request: outgoing, timeout: timeout)
    }
    var result = await driver.run(
      on: loops,
      watchedBy: RunWatch(
        setup: setup, recorder: recorder, terminal: terminal, title: "probe", monitor: nil, environment: environment,
        isEmbedded: false))
    result.instrumentCalls += finding.calls
    result.notes += finding.notes
    return result
  }
}
