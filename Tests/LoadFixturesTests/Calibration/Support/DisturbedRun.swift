import Foundation
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
      environment: [
        "LOAD_TARGET_HOST": "http://127.0.0.1:\(port)", "LOAD_EVENT_LOOPS": "1", "LOAD_SEED": "7",
        "LOAD_GRACEFUL_STOP": "\(gracefulStop / .seconds(1))",
      ])
    let request = try ProbeRequest(url: "http://127.0.0.1:\(port)/")
    let loop = try EventLoop(name: "disturbed")
    let probe = Probe(request, profile: profile, environment: environment)
    let now = Date()
    let run = LoadRun(
      metadata: probe.metadata(startedAt: now), sla: probe.sla, profile: profile, pacing: .none, requestNames: ["/"],
      environment: environment, target: request.target, startedAt: now, terminal: terminal)
    async let disturbed: Void = disturb(loop)
    let record = try await run.run(probe.load, on: [loop])
    try await disturbed
    await loop.shutDown()
    return record
  }
}
