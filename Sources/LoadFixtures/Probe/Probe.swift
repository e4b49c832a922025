import Foundation
import LoadEngine

/// Aims the engine at one URL: the executors and the recorder of a scenario with one request in place of a contract.
package struct Probe: Sendable {
  package let request: ProbeRequest
  /// Not scaled: what is asked for is what is sent.
  package let profile: LoadProfile
  /// Time scales, contract and credentials have no meaning here; all else has.
  package let environment: TargetEnvironment
  /// What a user waits for between two requests of a closed load.
  package var pacing = Pacing.none
  /// What is demanded of the URL.
  package var sla: SLA = [.must(.errorRate, below: 0.01)]
  /// Looks the host up, before the load and again in that interval; injected by tests.
  var resolve: AddressKeeper.Resolve = { try await Resolver.resolve(host: $0, port: $1) }
  var lookupInterval = Duration.seconds(60)

  package var observers: [any RunObserver] = []

  package init(_ request: ProbeRequest, profile: LoadProfile, environment: TargetEnvironment) {
    self.request = request
    self.profile = profile
    self.environment = environment
  }

  /// Users that send their next request when they have the answer to the last.
  ///
  /// They start within a tenth of the duration, a second at most; the KPIs leave that time out.
  package static func closed(users: Int, duration: Duration) -> LoadProfile {
    let ramp = min(duration / 10, .seconds(1))
    return .ramp(to: users, perSecond: Double(users) / (ramp / .seconds(1)), for: duration)
  }

  /// Requests at a rate (a second), however slow the answers are, with at most so many in flight.
  package static func open(
    rate: Double, maxInFlight: Int, duration: Duration, spacing: OpenProfile.Spacing = .even
  ) -> LoadProfile {
    .open(OpenProfile([.rate(rate, for: duration)], maxInFlight: maxInFlight, spacing: spacing))
  }

  /// Runs the probe.
  ///
  /// - Returns: The record; an invalid one with the reason when the run could not begin.
  /// - Throws: ``PlanError`` for a load that cannot be run, ``SystemError`` when the system refuses a thread's
  ///   resources.
  package func run(terminal: Terminal = .standard) async throws -> RunRecord {
    let profile = try profile.validated()
    let now = Date()
    let run = LoadRun(
      metadata: metadata(startedAt: now), sla: sla, profile: profile, pacing: try pacing.validated(),
      requestNames: [request.name],
      environment: environment, target: request.target, startedAt: now, observers: observers, terminal: terminal)
    return try await run.run(load)
  }

  func metadata(startedAt: Date) -> RunMetadata {
    RunMetadata(
      scenario: "probe", title: "\(request.name) at \(request.target)",
      target: .init(url: request.target.description, embedded: false), contract: "none", model: profile.model,
      userType: ProbeUser.name, seed: environment.seed, transport: environment.transport.rawValue,
      buildConfiguration: BuildConfiguration.description, machine: RunMetadata.thisMachine,
      startedAt: startedAt.formatted(.iso8601),
      warmUp: profile.warmUp / .seconds(1))
  }

  var load: LoadRun.Load {
    var preflight = Preflight(request.target, environment, secrets: request.secrets)
    (preflight.resolve, preflight.lookupInterval) = (resolve, lookupInterval)
    return LoadRun.Load(
      preflight: preflight,
      // Without the query, which may hold a secret.
      call: Preflight.Call(
        request: request.outgoing, path: String(request.path.prefix { $0 != "?" }), success: nil)
    ) { [request = request.outgoing, timeout = environment.requestTimeout] context in
      ProbeUser(caller: context.caller, request: request, timeout: timeout)
    }
  }
}
