import Foundation
import LoadFixtures

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
    let notifier = try options.notify.map {
      try AlertNotifier($0, target: settings.name, log: Log(level: .info))
    }
    let screen =
      options.isJSON || options.isOnce ? nil : FullScreen(environment: environment)
    let output = MonitorOutput(options, terminal: terminal, screen: screen)
    let state = await Self.untilEnd(screen, output) {
      await Monitor(settings).run { state, news in
        notifier?.tell(news, state)
        await output.show(state, news)
      }
    }
    await notifier?.end()
    screen?.close()
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
    settings.duration = options.isOnce ? .seconds(2 * options.interval) : options.duration.map { .seconds($0) }
    (settings.rules, settings.series) = (options.rules, options.series)
    return settings
  }

  /// Runs `body` until it ends or its end is asked for, by a signal or by a key.
  private static func untilEnd(
    _ screen: FullScreen?, _ output: MonitorOutput, _ body: @escaping @Sendable () async -> MonitorState
  ) async -> MonitorState {
    let work = Task { await body() }
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
    signals.cancel()
    keys.cancel()
    return state
  }
}

/// Where a monitor's word goes: the screen, lines of text or of JSON, and the report.
private actor MonitorOutput {
  private let options: MonitorArguments
  private let terminal: Terminal
  private let screen: FullScreen?
  private var state: MonitorState?
  private var isPaused = false
  private var showsHelp = false
  private var word: String?

  init(_ options: MonitorArguments, terminal: Terminal, screen: FullScreen?) {
    (self.options, self.terminal, self.screen) = (options, terminal, screen)
  }

  func show(_ state: MonitorState, _ news: [MonitorState.News]) {
    if screen == nil {
      for news in news {
        switch news {
        case .raised(let alert): terminal.write("alert " + MonitorScreen.sentence(alert, state), to: .error)
        case .cleared(let alert): terminal.write("clear " + MonitorScreen.sentence(alert, state), to: .error)
        }
      }
      if options.isJSON {
        if let line = try? MonitorSnapshot(state).monitorJSON() { terminal.write(line, to: .output) }
      } else if !options.isOnce {
        terminal.write(MonitorScreen.line(state), to: .output)
      }
    }
    if !isPaused { self.state = state }
    draw()
  }

  func take(_ key: UInt8) {
    word = nil
    switch key {
    case UInt8(ascii: "p"): isPaused.toggle()
    case UInt8(ascii: "?"): showsHelp.toggle()
    case UInt8(ascii: "s"): save()
    default: break
    }
    draw()
  }

  private func save() {
    guard let state else { return }
    let path = options.output ?? "monitor.json"
    do {
      try Self.write(MonitorReport(state), to: path)
      word = "saved \(path)"
    } catch {
      word = "\(error)"
    }
  }

  private func draw() {
    guard let screen, let state else { return }
    let size = screen.size
    var text = MonitorScreen(columns: size.columns, rows: size.rows, colour: terminal.usesColour(.output))
    (text.isPaused, text.showsHelp, text.word) = (isPaused, showsHelp, word)
    screen.draw(text.lines(state))
  }

  /// Says what there was, and writes the report.
  nonisolated func end(_ state: MonitorState) throws {
    if !options.isJSON {
      let whole = MonitorScreen(columns: screen?.size.columns ?? 120, rows: 200, colour: false).lines(state).dropLast()
      terminal.write(whole.joined(separator: "\n"), to: .output)
      for alert in state.allAlerts where alert.cleared != nil {
        terminal.write(MonitorScreen.sentence(alert, state), to: .output)
      }
    }
    if let path = options.output { try Self.write(MonitorReport(state), to: path) }
  }

  private static func write(_ report: MonitorReport, to path: String) throws {
    let url = URL(fileURLWithPath: path)
    try ResultsDirectory(path: url.deletingLastPathComponent().path)
      .write(try report.monitorJSON(pretty: true) + "\n", named: url.lastPathComponent)
  }
}
