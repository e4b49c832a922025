import LoadEngine
import Synchronization

/// Once a second beside the load: the generator's health, the target's metrics, and the word of both to the observers.
struct RunWatch {
  let setup: RunSetup
  let recorder: LatencyRecorder
  /// The stages, for each second's.
  let plan: RunTally.Plan
  /// `nil` for a target that says nothing of itself.
  let monitor: TargetMonitor?
  let title: String
  let log: Log
  let observers: RunObservers
  private var alarm: GeneratorAlarm

  init(
    setup: RunSetup, recorder: LatencyRecorder, plan: RunTally.Plan, monitor: TargetMonitor?, limits: GeneratorLimits,
    title: String, log: Log, observers: RunObservers
  ) {
    self.setup = setup
    self.recorder = recorder
    self.plan = plan
    self.monitor = monitor
    self.title = title
    self.log = log
    self.observers = observers
    alarm = GeneratorAlarm(limits: limits)
  }

  /// What was seen.
  struct Watched: Sendable {
    var meter: HealthMeter
    var lastHealth: GeneratorHealth
    var lastPoint: TargetMetrics.Point?
    var metrics: TargetMetrics
    /// Calls to the target, by operation.
    var calls: [String: Int]
    /// The process' share of the usable cores, by second of the run.
    var cpuShares: [Int: Double]
  }

  /// Watches the load on these loops until the task is cancelled.
  ///
  /// - Parameter stop: The run's early end: from then on the target is asked nothing more.
  mutating func run(on loops: [EventLoop], until stop: StopSignal) async -> Watched {
    let (warmUp, total) = (setup.profile.warmUp, setup.profile.totalDuration)
    var meter = HealthMeter(
      loops: loops, origin: setup.origin, measured: warmUp / .seconds(1)...max(warmUp, total) / .seconds(1))
    let target = LatestPoint()
    // Beside and not before: a target that hangs must not hold up the word of a generator that stalls.
    async let followed = Self.follow(monitor, from: setup.origin, on: loops[0], until: stop) { target.take($0) }
    var health = GeneratorHealth.unknown
    var due = Duration.zero
    var cpuShares: [Int: Double] = [:]
    // A thread's time before the first call is no part of what is judged.
    while await sleeps(until: due) {
      health = meter.observe()
      // The loops report ten times a second: a second is closed that much after its end.
      guard await sleeps(until: due + .milliseconds(120)) else { break }
      let seconds = await recorder.closedSeconds()
      health.startLateness = seconds.sum(of: \.lateness)
      health.eventLoopLag = seconds.sum(of: \.loopLag)
      for second in seconds { cpuShares[second.number] = health.cpuShare }
      tell(seconds, health, at: Int(due / .seconds(1)), target: target.point)
      // Each second, and where the measured part begins and ends.
      let second = Duration.seconds(Int(due / .seconds(1)) + 1)
      due = [warmUp, total].filter { $0 > due }.reduce(second, min)
    }
    let (metrics, calls) = await followed
    return Watched(
      meter: meter, lastHealth: health, lastPoint: target.point, metrics: metrics, calls: calls,
      cpuShares: cpuShares)
  }

  /// False when the run is over.
  private func sleeps(until offset: Duration) async -> Bool {
    do {
      try await EventLoop.sleep(for: .nanoseconds(max(0, setup.origin + offset - .now)))
      return !Task.isCancelled
    } catch {
      return false
    }
  }

  private mutating func tell(
    _ seconds: [RunSecond], _ health: GeneratorHealth, at second: Int, target: TargetMetrics.Point?
  ) {
    for second in seconds { observers.tell(plan.moment(second, health, target)) }
    for warning in alarm.take(health, second: second) {
      observers.tell(.warning(warning))
      if warning.isRaised { log.warning("\(title), second \(second): \(warning.sentence)") }
    }
  }

  /// Reads what the target says of itself, and how many calls that took.
  private static func follow(
    _ monitor: TargetMonitor?, from origin: MonotonicTime, on loop: EventLoop, until stop: StopSignal,
    _ take: @Sendable (TargetMetrics.Point) -> Void
  ) async -> (TargetMetrics, [String: Int]) {
    guard var monitor else { return (.notOffered, [:]) }
    monitor.isOver = { stop.isStopped }
    monitor.origin = origin
    // A call that hangs must hold up neither the end of the run nor that of its grace.
    let transport = LoopBound(monitor.transport, to: loop)
    let cancel: @Sendable () -> Void = { loop.execute { transport.value.cancelCalls() } }
    stop.whenStopped(cancel)
    var second = 0
    await withTaskCancellationHandler {
      while !Task.isCancelled, !stop.isStopped {
        take(await monitor.read(at: Double(second)))
        // The next whole one: a target that takes long to answer is read less often.
        second = max(second, Int((MonotonicTime.now - origin) / 1_000_000_000)) + 1
        do {
          try await EventLoop.sleep(for: .nanoseconds(max(0, origin + .seconds(second) - .now)))
        } catch {
          break
        }
      }
    } onCancel: {
      cancel()
    }
    monitor.close()
    return (monitor.result, monitor.calls)
  }
}

/// The last that the target said of itself.
private final class LatestPoint: Sendable {
  private let latest = Mutex<TargetMetrics.Point?>(nil)

  var point: TargetMetrics.Point? { latest.withLock { $0 } }

  func take(_ point: TargetMetrics.Point) { latest.withLock { $0 = point } }
}

extension RunTally.Plan {
  /// The event of a second that is closed.
  func moment(_ second: RunSecond, _ health: GeneratorHealth, _ target: TargetMetrics.Point?) -> RunEvent {
    let start = Int64(second.number) * SecondCollector.second
    return .second(
      RunMoment(
        second: second, stage: stages.first { $0.start <= start && start < $0.end }?.name, generator: health,
        target: target))
  }
}

extension [RunSecond] {
  fileprivate func sum(of part: KeyPath<Tally, HDRHistogram>) -> LatencyStatistics {
    reduce(into: HDRHistogram()) { $0.add($1.tally[keyPath: part]) }.statistics
  }
}
