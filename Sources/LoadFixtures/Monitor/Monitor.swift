import Foundation
import LoadEngine

/// Follows a target, its machine and a load test, and tells at each interval what it knows.
package struct Monitor: Sendable {
  /// What is followed and how.
  package struct Settings: Sendable {
    /// The target and how it is called; `nil` where only a load test is followed.
    package var environment: TargetEnvironment?
    /// The results directory of a load test; `nil` for none.
    package var loadTest: String?
    package var interval = Duration.seconds(1)
    /// `nil`: until it is stopped.
    package var duration: Duration?
    package var rules = AlertRule.usual
    /// Seconds for which a value must be beyond its threshold; 0 for who looks once.
    package var holdTime = AlertRule.holdTime
    /// Series of `LOAD_TARGET_METRICS` that are followed; empty for the first ones.
    package var series: [String] = []

    package init() {}

    /// What must not be shown.
    var secrets: Secrets { environment?.credentials.map(Secrets.init) ?? .none }

    /// What is followed, in a word.
    package var name: String {
      if case .remote(let url) = environment?.target { url.description } else { loadTest?.neutralised ?? "" }
    }
  }

  private let settings: Settings
  private let sources: [any MonitorSource]

  package init(_ settings: Settings) {
    self.settings = settings
    var sources: [any MonitorSource] = []
    if let environment = settings.environment, case .remote(let url) = environment.target {
      sources.append(TargetSource(environment: environment))
      if url.isLoopback {
        sources += [MachineSource(), ProcessSource(process: environment.targetProcess, port: url.port)]
      }
      if let metrics = environment.targetMetrics {
        sources.append(PrometheusSource(url: metrics, names: settings.series, environment: environment))
      }
    }
    if let path = settings.loadTest { sources.append(LoadTestSource(path: path)) }
    self.sources = sources
  }

  /// Follows until the task is cancelled or the duration is over.
  ///
  /// - Parameter tell: Is given what is known at the end of each interval, and the alerts that were raised or cleared in it.
  /// - Returns: All that is known at the end.
  package func run(
    telling tell: @escaping @Sendable (MonitorState, [Alert]) async -> Void
  ) async -> MonitorState {
    let board = MonitorBoard(
      MonitorState(
        target: settings.name, interval: settings.interval / .seconds(1), rules: settings.rules,
        holdTime: settings.holdTime, sources: sources.map(\.kind),
        at: Date()))
    await withTaskGroup(of: Void.self) { group in
      for source in sources {
        group.addTask { await source.follow(every: settings.interval) { await board.take($0, from: source.kind) } }
      }
      await Ticks(every: settings.interval, until: settings.duration).run {
        let (state, news) = await board.tick()
        await tell(state, news)
      }
      group.cancelAll()
    }
    return await board.state
  }
}

/// The whole intervals of a time: each is due at its own multiple from the start, so that none drifts however long a body
/// takes; those that a body took longer than are left out.
struct Ticks: Sendable {
  let interval: Duration
  /// 0 begins at once, 1 after the first interval.
  let first: Int
  let duration: Duration?

  init(every interval: Duration, from first: Int = 1, until duration: Duration? = nil) {
    (self.interval, self.first, self.duration) = (interval, first, duration)
  }

  /// Calls `body` at each, until the task is cancelled or the duration is over.
  func run<C: Clock<Duration>>(on clock: C = ContinuousClock(), _ body: () async -> Void) async {
    let start = clock.now
    var number = first
    while !Task.isCancelled {
      let offset = interval * number
      if let duration, offset > duration { return }
      do { try await clock.sleep(until: start.advanced(by: offset), tolerance: nil) } catch { return }
      await body()
      number = max(number, Int(start.duration(to: clock.now) / interval)) + 1
    }
  }
}

/// The state that all sources tell.
private actor MonitorBoard {
  private(set) var state: MonitorState
  private let start = MonotonicTime.now

  init(_ state: MonitorState) { self.state = state }

  private var second: Double { Double(MonotonicTime.now - start) / 1e9 }

  func take(_ reading: SourceReading, from kind: MonitorMetric.Source) {
    state.take(reading, from: kind, at: second, Date())
  }

  func tick() -> (MonitorState, [Alert]) {
    let news = state.tick(at: second, Date())
    return (state, news)
  }
}
