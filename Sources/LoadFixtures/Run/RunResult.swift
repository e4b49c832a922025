/// What one run brought, before it becomes a record.
struct RunResult: Sendable {
  var measured: MeasuredRun
  var health: GeneratorHealth
  var system: SystemObservation
  var business = BusinessOutcome()
  var harnessErrors: [String] = []
  var instrumentCalls = 0
  /// Seconds.
  var duration = 0.0
  var interrupted: Bool
  /// Why the run did not begin.
  var refusal: String?

  init(measured: MeasuredRun, health: GeneratorHealth, system: SystemObservation, interrupted: Bool) {
    self.measured = measured
    self.health = health
    self.system = system
    self.interrupted = interrupted
  }

  /// A run that sent no load.
  static func notBegun(because refusal: String, requestNames: [String], loops: Int) async -> RunResult {
    let recorder = LatencyRecorder(
      configuration: .init(requestNames: requestNames, stages: [], warmUpEnd: 0, lanes: 1))
    let measured = await recorder.finish(at: 0)
    var result = RunResult(
      measured: measured, health: HealthMeter().health(of: measured, eventLoops: loops),
      system: SystemObservation(
        metrics: .unreachable, connections: .unreachable, breakers: .unreachable, cache: .unreachable, points: []),
      interrupted: false)
    result.refusal = refusal
    // A signal in the pre-flight: nothing speaks against the target.
    result.interrupted = Task.isCancelled
    return result
  }
}
