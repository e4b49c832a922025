import Foundation
import LoadFixtures
import Synchronization

/// `monitor`: a screen, or lines, of what a target and a load test do, until SIGINT, SIGTERM, SIGHUP, q or the duration.
struct MonitorCommand {
  let terminal: Terminal

  func run(_ arguments: [String], environment: [String: String]) async throws -> ExitCode {
    let options: MonitorArguments
    do {
      options = try MonitorArguments(arguments)
    } catch {
      terminal.write("\(error)\n\(MonitorArguments.help)", to: .error)
      return .badConfiguration
    }
    guard !options.wantsHelp else {
      terminal.write(MonitorArguments.help, to: .output)
      return .met
    }
    let settings = try Self.settings(options, environment)
    // Before hours of looking, and not after them.
    try options.output.map { try Self.folder(of: $0).checkRoom(forBytes: 1 << 20) }
    // Who reads the lines may be gone: the report must be written all the same.
    SignalWatch.surviveClosedPipes()
    let complaints = Complaints()
    let notifier = try options.notify.map {
      try AlertNotifier($0, settings) { complaints.add($0) }
    }
    let live = MonitorLive()
    for url in try await live.start(page: options.web, metrics: options.prometheus) { terminal.write(url, to: .error) }
    let screen = options.isJSON || options.isOnce ? nil : FullScreen(environment: environment)
    let output = MonitorOutput(options, terminal: terminal, screen: screen, complaints: complaints)
    let state = await follow(settings, screen, output, notifier, live)
    screen?.close()
    await live.stop()
    await notifier?.end()
    try output.end(state)
    guard let level = options.failOn, MonitorReport(state).hasAlert(from: level) else { return .met }
    return .breached
  }

  private static func settings(
    _ options: MonitorArguments, _ environment: [String: String]
  ) throws(ConfigurationError) -> Monitor.Settings {
    var settings = Monitor.Settings()
    var variables = environment
    if let host = options.host { variables[EnvironmentVariable.targetHost.rawValue] = host }
    let target = try TargetEnvironment(environment: variables)
    if target.target != .embedded { settings.environment = target }
    settings.loadTest = options.loadTest
    guard settings.environment != nil || settings.loadTest != nil else {
      throw ConfigurationError(
        variable: "--host", value: nil, reason: "there is nothing to follow",
        allowed: "--host URL, --load-test, or both")
    }
    settings.interval = .seconds(options.interval)
    // Of CPU and of counters there is a value only over a time: two looks.
    settings.duration = options.isOnce ? .seconds(2 * options.interval) : options.duration.map { .seconds($0) }
    if let duration = options.duration, duration < options.interval {
      throw ConfigurationError(
        variable: "--duration", value: "\(duration)", reason: "it ends before the first look",
        allowed: "seconds from --interval on, \(options.interval)")
    }
    (settings.rules, settings.series) = (options.rules, options.series)
    if options.isOnce { settings.holdTime = 0 }
    return settings
  }

  /// Follows until the end, or until it is asked for by a signal or by a key. What is shown is shown apart: a terminal that
  /// is held, or a pipe that nobody reads, must not stop what is measured.
  private func follow(
    _ settings: Monitor.Settings, _ screen: FullScreen?, _ output: MonitorOutput, _ notifier: AlertNotifier?,
    _ live: MonitorLive
  ) async -> MonitorState {
    typealias Look = (state: MonitorState, alerts: [Alert])
    let (looks, looked) = AsyncStream.makeStream(
      of: Look.self, bufferingPolicy: screen == nil ? .bufferingOldest(Self.mostLooks) : .bufferingNewest(1))
    let work = Task {
      await Monitor(settings).run { state, alerts in
        notifier?.tell(alerts, state)
        await live.take(state)
        looked.yield((state, alerts))
      }
    }
    let display = Task {
      for await look in looks {
        await output.show(look.state, look.alerts)
        // Nobody reads any more.
        if terminal.outputFailure != nil { work.cancel() }
      }
    }
    let signals = Task {
      await EndRequests.first()
      work.cancel()
    }
    let keys = Task {
      guard let screen else { return }
      for await key in screen.keys {
        if key == UInt8(ascii: "q") { work.cancel() } else { await output.take(key) }
      }
    }
    let state = await work.value
    looked.finish()
    await display.value
    signals.cancel()
    keys.cancel()
    return state
  }

  /// Lines that wait for a pipe that is not read; of more, the later ones are not written.
  private static let mostLooks = 1000

  fileprivate static func folder(of path: String) throws -> ResultsDirectory {
    try ResultsDirectory(path: URL(fileURLWithPath: path).deletingLastPathComponent().path)
  }
}

/// What went wrong beside the looking, until it is said.
private final class Complaints: Sendable {
  private let texts = Mutex<[String]>([])

  func add(_ text: String) { texts.withLock { if $0.count < 100 { $0.append(text) } } }

  func take() -> [String] {
    texts.withLock { texts in
      defer { texts = [] }
      return texts
    }
  }
}

/// Where a monitor's word goes: the screen, lines of text or of JSON, and the report.
private actor MonitorOutput {
  private let options: MonitorArguments
  private let terminal: Terminal
  private let screen: FullScreen?
  private let complaints: Complaints
  /// The latest, and the one that is shown.
  private var live: MonitorState?
  private var shown: MonitorState?
  private var isPaused = false
  private var showsHelp = false
  private var word: String?

  init(_ options: MonitorArguments, terminal: Terminal, screen: FullScreen?, complaints: Complaints) {
    (self.options, self.terminal, self.screen, self.complaints) = (options, terminal, screen, complaints)
  }

  func show(_ state: MonitorState, _ alerts: [Alert]) {
    if screen == nil {
      write(alerts, state)
      if options.isJSON {
        do {
          terminal.write(try MonitorSnapshot(state).monitorJSON(), to: .output)
        } catch {
          terminal.write("a look is left out: \(error)", to: .error)
        }
      } else if !options.isOnce {
        terminal.write(MonitorScreen.line(state), to: .output)
      }
    } else if let complaint = complaints.take().last {
      word = complaint
    }
    live = state
    if !isPaused { shown = state }
    draw()
  }

  private func write(_ alerts: [Alert], _ state: MonitorState) {
    for alert in alerts {
      let word = alert.cleared == nil ? "alert" : "clear"
      terminal.write("\(word) \(MonitorScreen.sentence(alert, state))", to: .error)
    }
    for complaint in complaints.take() { terminal.write(complaint, to: .error) }
  }

  func take(_ key: UInt8) {
    switch key {
    case UInt8(ascii: "p"):
      isPaused.toggle()
      if !isPaused { shown = live }
    case UInt8(ascii: "?"): showsHelp.toggle()
    case UInt8(ascii: "s"): save()
    default: break
    }
    draw()
  }

  private func save() {
    guard let live else { return }
    let path = options.output ?? "monitor.json"
    do {
      try Self.write(MonitorReport(live), to: path)
      word = "saved \(path)"
    } catch {
      word = "\(error)"
    }
  }

  private func draw() {
    guard let screen, let shown else { return }
    let size = screen.size
    var text = MonitorScreen(columns: size.columns, rows: size.rows, colour: terminal.usesColour(.output))
    (text.isPaused, text.showsHelp, text.word) = (isPaused, showsHelp, word)
    screen.draw(text.lines(shown))
  }

  /// Says what there was, and writes the report.
  nonisolated func end(_ state: MonitorState) throws {
    if let path = options.output { try Self.write(MonitorReport(state), to: path) }
    for complaint in complaints.take() { terminal.write(complaint, to: .error) }
    guard !options.isJSON else { return }
    let whole = MonitorScreen(columns: screen?.size.columns ?? 120, rows: 200, colour: false).lines(state).dropLast()
    terminal.write(whole.joined(separator: "\n"), to: .output)
    for alert in state.allAlerts where alert.cleared != nil {
      terminal.write(MonitorScreen.sentence(alert, state), to: .output)
    }
  }

  private static func write(_ report: MonitorReport, to path: String) throws {
    try MonitorCommand.folder(of: path)
      .write(try report.monitorJSON(pretty: true) + "\n", named: URL(fileURLWithPath: path).lastPathComponent)
  }
}
