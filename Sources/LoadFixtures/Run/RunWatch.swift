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

  /// Watches the load on these loops until the task is cancelled; the reading at hand is finished.
  mutating func run(on loops: [EventLoop]) async -> Result {
    let (warmUp, total) = (setup.profile.warmUp, setup.profile.totalDuration)
    var meter = HealthMeter(
      loops: loops, origin: setup.origin, measured: warmUp / .seconds(1)...max(warmUp, total) / .seconds(1))
    // Beside and not before: a target that hangs must not hold up the word of a generator that stalls.
    async let followed = Self.follow(monitor, from: setup.origin)
    var due = Duration.zero
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

  /// Reads what the target says of itself, and how many calls that took.
  private static func follow(
    _ monitor: SystemMonitor?, from origin: MonotonicTime
  ) async -> (SystemObservation, Int) {
    guard var monitor else { return (.notOffered, 0) }
    var second = 0
    while !Task.isCancelled {
      await monitor.read(at: Double(second))
      second += 1
      do {
        try await EventLoop.sleep(for: .nanoseconds(max(0, origin + .seconds(second) - .now)))
      } catch {
        break
      }
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
