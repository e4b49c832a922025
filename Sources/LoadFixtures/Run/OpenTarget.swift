import AgentContracts
import LoadEngine

/// A target that was looked at, with its contract laid out: for calls outside of any load.
struct OpenTarget: Sendable {
  let catalogue: CallCatalogue
  /// How the contract was told; `nil` where it was named.
  let reason: String?
  let endpoint: Endpoint
  let loop: EventLoop

  /// Looks at the target and hands it over.
  ///
  /// - Throws: ``ConfigurationError``, or ``Preflight/Refusal`` when the target cannot be called.
  static func with<Value: Sendable>(
    _ environment: TargetEnvironment, _ target: PreparedTarget, scenario: String = "check",
    _ body: @Sendable (OpenTarget) async throws -> Value
  ) async throws -> Value {
    let (contract, reason, _) = try await Preflight.contract(of: environment, at: target)
    try environment.checkCredentials(for: contract)
    let files = try RunFiles(environment)
    try files.check(contract, environment, users: 1)
    let catalogue = try CallCatalogue(
      contract, environment, to: target, run: .init(scenario: scenario, environment), files: files,
      assignment: try files.assignment(environment, users: 1))
    let loop = try EventLoop(name: "check")
    let result = await Result {
      let clearance = try await Preflight(
        target.url, environment, isEmbedded: target.isEmbedded, secrets: catalogue.secrets
      ).check(peakConnections: 1, call: nil, on: loop)
      return try await body(
        OpenTarget(catalogue: catalogue, reason: reason, endpoint: clearance.endpoint, loop: loop))
    }
    await loop.shutDown()
    return try result.get()
  }

  /// Runs something with a user whose calls are told of, on the loop.
  func converse<Value: Sendable>(
    telling tell: @escaping @Sendable (OutgoingRequest, CallOutcome) -> Void,
    _ body: @escaping @Sendable (inout TrialCaller) async throws -> Value
  ) async throws -> Value {
    let (catalogue, endpoint, loop) = (catalogue, endpoint, loop)
    return try await Task(executorPreference: loop) {
      let transport = endpoint.transport(on: loop)
      defer { transport.close() }
      var caller = TrialCaller(
        catalogue: catalogue, transport: WatchedTransport(inner: transport, loop: loop, tell: tell), on: loop)
      return try await body(&caller)
    }.value
  }
}
