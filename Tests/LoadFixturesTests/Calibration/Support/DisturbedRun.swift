import LoadEngine

@testable import LoadFixtures

/// A probe whose event loop is within reach, so that a test can hold it up.
enum DisturbedRun {
  /// Loads a port with one loop while `disturb` runs beside it.
  static func run(
    port: Int, profile: LoadProfile, gracefulStop: Duration = .seconds(5), terminal: Terminal = .silent,
    disturb: @escaping @Sendable (EventLoop) async throws -> Void
  ) async throws -> RunRecord {
    let environment = try TargetEnvironment(
      environment: ["LOAD_TARGET_HOST": "http://127.0.0.1:\(port)", "LOAD_EVENT_LOOPS": "1"])
    let request = try ProbeRequest(url: "http://127.0.0.1:\(port)/")
    let loop = try EventLoop(name: "disturbed")
    let description = RunDescription(
      scenario: "disturbed", title: "disturbed", profile: profile, pacing: .none,
      target: .init(url: request.target.description, embedded: false), sharesMachine: true, contract: "none",
      userType: ProbeUser.name,
      seed: 7, transport: "socket")
    let setup = RunSetup(
      profile: profile, pacing: .none, seed: 7, gracefulStop: gracefulStop,
      endpoint: Endpoint(
        url: request.target,
        carrier: .sockets(AddressBook(try await Resolver.resolve(host: "127.0.0.1", port: port)), nil)))
    let recorder = LatencyRecorder(
      configuration: .init(
        requestNames: ["/"], stages: description.stageWindows, warmUpEnd: profile.warmUp.wholeNanoseconds, lanes: 1,
        hasArrivals: profile.isOpen))
    let driver = LoadDriver(setup: setup, recorder: recorder) { context in
      ProbeUser(caller: context.caller, request: request.outgoing, timeout: .seconds(30))
    }
    let watch = RunWatch(
      setup: setup, recorder: recorder, terminal: terminal, title: "disturbed", monitor: nil, environment: environment,
      isEmbedded: false)
    async let disturbed: Void = disturb(loop)
    let result = await driver.run(on: [loop], watchedBy: watch)
    try await disturbed
    await loop.shutDown()
    return description.record(of: result, sla: [.must(.errorRate, below: 0.01)])
  }
}
