import Foundation

/// A levelled log on standard error: `2026-07-01T09:30:00.125Z warning message`, a line each.
///
/// Safe from any thread. Messages are neutralised, so that what a target answered cannot steer the reader's
/// terminal or forge a line.
package struct Log: Sendable {
  /// The least level that is written.
  package let level: LogLevel
  private let terminal: Terminal
  private let now: @Sendable () -> Date

  package init(
    level: LogLevel = .info, terminal: Terminal = .standard, now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.level = level
    self.terminal = terminal
    self.now = now
  }

  /// Writes a line; the message is only built when its level is written.
  package func log(_ level: LogLevel, _ message: @autoclosure () -> String) {
    guard level >= self.level else { return }
    let time = now().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    terminal.write("\(time) \(label(level)) \(message().neutralised)", to: .error)
  }

  package func trace(_ message: @autoclosure () -> String) { log(.trace, message()) }
  package func debug(_ message: @autoclosure () -> String) { log(.debug, message()) }
  package func info(_ message: @autoclosure () -> String) { log(.info, message()) }
  package func warning(_ message: @autoclosure () -> String) { log(.warning, message()) }
  package func error(_ message: @autoclosure () -> String) { log(.error, message()) }

  private func label(_ level: LogLevel) -> String {
    guard terminal.usesColour(.error) else { return level.rawValue }
    return switch level {
    case .trace, .debug: "\u{1B}[2m\(level.rawValue)\u{1B}[0m"
    case .info: level.rawValue
    case .warning: "\u{1B}[33m\(level.rawValue)\u{1B}[0m"
    case .error: "\u{1B}[31m\(level.rawValue)\u{1B}[0m"
    }
  }
}

/// How much a log line matters, in rising order.
package enum LogLevel: String, CaseIterable, Comparable, Sendable {
  case trace, debug, info, warning, error

  private var rank: Int {
    switch self {
    case .trace: 0
    case .debug: 1
    case .info: 2
    case .warning: 3
    case .error: 4
    }
  }

  package static func < (left: LogLevel, right: LogLevel) -> Bool {
    left.rank < right.rank
  }
}
