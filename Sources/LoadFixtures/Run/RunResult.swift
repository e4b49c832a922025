/// What one run brought, before it becomes a record.
struct RunResult: Sendable {
  var measured: MeasuredRun
  var health: GeneratorHealth
  var system: SystemObservation
  var business = BusinessOutcome()
  var harnessErrors = FirstFew()
  /// A sentence on what was wrong, by kind of failure, where there is one.
  var failureExamples: [FailureKind: String] = [:]
  var instrumentCalls = 0
  /// Arrivals that fell due (open), users that were started (closed).
  var planDone = 0
  /// Seconds.
  var duration = 0.0
  var interrupted: Bool
  var endpoints: [RunRecord.Endpoint]?
  /// What a reader must know before using the numbers, in sentences.
  var notes: [String] = []
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
    var meter = HealthMeter()
    var health = meter.health(of: measured)
    health.eventLoops = loops
    var result = RunResult(
      measured: measured, health: health,
      system: SystemObservation(
        metrics: .unreachable, connections: .unreachable, breakers: .unreachable, cache: .unreachable, points: []),
      interrupted: false)
    result.refusal = refusal
    // A signal in the pre-flight: nothing speaks against the target.
    result.interrupted = Task.isCancelled
    return result
  }
}
