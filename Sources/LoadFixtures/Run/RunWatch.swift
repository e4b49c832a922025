import LoadEngine

/// Once a second beside the load: the target's metrics, the generator's health, the progress line.
struct RunWatch {
  let setup: RunSetup
  let recorder: LatencyRecorder
  let terminal: Terminal
  let title: String
  /// `nil` for a target that says nothing of itself.
  var monitor: SystemMonitor?
  private var meter = HealthMeter()

  init(setup: RunSetup, recorder: LatencyRecorder, terminal: Terminal, title: String, monitor: SystemMonitor?) {
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

  /// Watches until the task is cancelled; the reading at hand is finished.
  mutating func run() async -> Result {
    var second = 0
    var due = setup.origin
    while !Task.isCancelled {
      await monitor?.read(at: Double(second))
      meter.observe()
      if terminal.showsProgress { terminal.progress(line(await recorder.snapshot())) }
      second += 1
      due = due + .seconds(1)
      do {
        try await EventLoop.sleep(for: .nanoseconds(max(0, due - .now)))
      } catch {
        break
      }
    }
    monitor?.close()
    terminal.endProgress()
    return Result(meter: meter, system: monitor?.result ?? .notOffered, calls: monitor?.calls ?? 0)
  }

  private func line(_ now: LiveSnapshot) -> String {
    let total = Int((setup.profile.totalDuration / .seconds(1)).rounded(.up))
    let calls = now.completed + now.failed
    let errors = calls == 0 ? nil : Double(now.failed) / Double(calls)
    return "\(title)  \(now.elapsed)/\(total) s  \(now.users) users  \(now.rate) req/s  "
      + "p95 \(NumberFormat.milliseconds(now.p95))  errors \(NumberFormat.share(errors))"
  }
}
