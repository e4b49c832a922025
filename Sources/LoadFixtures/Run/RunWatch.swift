import LoadEngine

/// Once a second beside the load: the generator's health, the progress line, the target's metrics.
struct RunWatch {
  let setup: RunSetup
  let recorder: LatencyRecorder
  let terminal: Terminal
  let title: String
  /// `nil` for a target that says nothing of itself.
  let monitor: SystemMonitor?
  private var alarm: GeneratorAlarm

  init(
    setup: RunSetup, recorder: LatencyRecorder, terminal: Terminal, title: String, monitor: SystemMonitor?,
    environment: TargetEnvironment, isEmbedded: Bool
  ) {
    alarm = GeneratorAlarm(
      title: title,
      limits: GeneratorLimits(
        isOpen: setup.profile.isOpen, hasPauses: setup.pacing != .none, isEmbedded: isEmbedded,
        sharesMachine: setup.endpoint.url.isLoopback),
      log: Log(level: environment.logLevel, terminal: terminal))
    self.setup = setup
    self.recorder = recorder
    self.terminal = terminal
    self.title = title
    self.monitor = monitor
  }

  /// What was seen.
  struct Result: Sendable {
    var meter: HealthMeter
    var system: SystemObservation
    var calls: Int
  }

  /// Watches the load on these loops until the task is cancelled.
  ///
  /// - Parameter stop: The run's early end: from then on the target is asked nothing more.
  mutating func run(on loops: [EventLoop], until stop: StopSignal) async -> Result {
    let (warmUp, total) = (setup.profile.warmUp, setup.profile.totalDuration)
    var meter = HealthMeter(
      loops: loops, origin: setup.origin, measured: warmUp / .seconds(1)...max(warmUp, total) / .seconds(1))
    // Beside and not before: a target that hangs must not hold up the word of a generator that stalls.
    async let followed = Self.follow(monitor, from: setup.origin, on: loops[0], until: stop)
    var due = Duration.zero
    // A thread's time before the first call is no part of what is judged. It throws when the run is over already, which
    // the loop sees as well.
    try? await EventLoop.sleep(for: .nanoseconds(max(0, setup.origin - .now)))
    while !Task.isCancelled {
      alarm.take(meter.observe(await recorder.readGenerator()), second: Int(due / .seconds(1)))
      if terminal.showsProgress { terminal.progress(line(await recorder.snapshot())) }
      // Each second, and where the measured part begins and ends.
      let second = Duration.seconds(Int(due / .seconds(1)) + 1)
      due = [warmUp, total].filter { $0 > due }.reduce(second, min)
      do {
        try await EventLoop.sleep(for: .nanoseconds(max(0, setup.origin + due - .now)))
      } catch {
        break
      }
    }
    terminal.endProgress()
    let (system, calls) = await followed
    return Result(meter: meter, system: system, calls: calls)
  }

  /// Says that the run ends early, and what is waited for.
  var sayStopping: @Sendable () -> Void {
    let grace = NumberFormat.duration(seconds: setup.gracefulStop / .seconds(1))
    return { [log = alarm.log, title] in
      log.info("\(title): stopping; calls in flight have up to \(grace), a second signal ends at once")
    }
  }

  /// Reads what the target says of itself, and how many calls that took.
  private static func follow(
    _ monitor: SystemMonitor?, from origin: MonotonicTime, on loop: EventLoop, until stop: StopSignal
  ) async -> (SystemObservation, Int) {
    guard var monitor else { return (.notOffered, 0) }
    monitor.isOver = { stop.isStopped }
    // A call that hangs must hold up neither the end of the run nor that of its grace.
    let transport = LoopBound(monitor.transport, to: loop)
    let cancel: @Sendable () -> Void = { loop.execute { transport.value.cancelCalls() } }
    stop.whenStopped(cancel)
    var second = 0
    await withTaskCancellationHandler {
      while !Task.isCancelled, !stop.isStopped {
        await monitor.read(at: Double(second))
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

  private func line(_ now: LiveSnapshot) -> String {
    let total = Int((setup.profile.totalDuration / .seconds(1)).rounded(.up))
    let calls = now.completed + now.failed
    let errors = calls == 0 ? nil : Double(now.failed) / Double(calls)
    return "\(title)  \(now.elapsed)/\(total) s  \(now.users) users  \(now.rate) req/s  "
      + "p95 \(NumberFormat.milliseconds(now.p95))  errors \(NumberFormat.share(errors))"
      + alarm.troubles.map { "  \($0.uppercased())" }.joined()
  }
}
