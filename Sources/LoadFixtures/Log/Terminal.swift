import Foundation
import LoadEngine
import Synchronization

/// The one place that writes to standard output and standard error.
///
/// Both go through one lock, because both usually end on the same screen: a line erases the progress line, is
/// written, and the progress line is drawn again beneath it.
package final class Terminal: Sendable {
  package enum Stream: Sendable {
    case output, error
  }

  /// This process's standard output and standard error.
  package static let standard = Terminal(
    output: .descriptor(1), error: .descriptor(2), screen: ControllingTerminal.sink,
    environment: ProcessInfo.processInfo.environment)

  private static let erase = "\r\u{1B}[K"

  private let output: TerminalSink
  private let error: TerminalSink
  /// Where progress goes when standard error is no screen.
  private let screen: TerminalSink?
  private let colourAllowed: Bool
  private let rewritable: Bool
  /// The progress line on the screen.
  private let shown = Mutex<String?>(nil)
  private let lost = Mutex<SystemError?>(nil)

  /// Reads `NO_COLOR` and `TERM` from the environment given.
  ///
  /// - Parameter screen: Where the progress line goes when `error` is no terminal.
  package init(
    output: TerminalSink, error: TerminalSink, screen: TerminalSink? = nil, environment: [String: String] = [:]
  ) {
    self.output = output
    self.error = error
    self.screen = error.isTerminal ? nil : screen
    rewritable = environment["TERM"] != "dumb"
    // https://no-color.org: any value but the empty one.
    colourAllowed = rewritable && (environment["NO_COLOR"] ?? "").isEmpty
  }

  /// Whether the stream ends on a screen rather than in a file or pipe.
  package func isTerminal(_ stream: Stream) -> Bool {
    sink(stream).isTerminal
  }

  /// Whether text for the stream may carry colour: a screen, and no `NO_COLOR`.
  package func usesColour(_ stream: Stream) -> Bool {
    colourAllowed && isTerminal(stream)
  }

  /// Why something that was written to standard output did not get there: the first reason, `nil` when all did.
  package var outputFailure: SystemError? { lost.withLock { $0 } }

  /// Whether ``progress(_:)`` shows anything.
  package var showsProgress: Bool {
    rewritable && progressSink.isTerminal
  }

  /// Writes whole lines; a missing line break at the end is added.
  ///
  /// The text is written as it is: whoever puts foreign text in it calls `neutralised` first.
  package func write(_ text: String, to stream: Stream) {
    let text = text.utf8.last == UInt8(ascii: "\n") ? text : text + "\n"
    shown.withLock { line in
      if let screen, line != nil {
        // The text reaches the screen by a way of its own and needs a free line there; what comes next draws progress
        // again.
        _ = screen.write(Self.erase)
        line = nil
      }
      guard let line, isTerminal(stream) else {
        keep(sink(stream).write(text), of: stream)
        return
      }
      switch stream {
      case .error:
        _ = error.write(Self.erase + text + fitted(line))
      case .output:
        _ = error.write(Self.erase)
        keep(output.write(text), of: .output)
        _ = error.write(fitted(line))
      }
    }
  }

  /// Rewrites the progress line in place where there is a terminal for it, and does nothing otherwise.
  ///
  /// The line is neutralised and cut to the terminal's width.
  package func progress(_ line: String) {
    guard showsProgress else { return }
    let line = line.neutralised
    shown.withLock { shown in
      shown = line
      _ = progressSink.write(Self.erase + fitted(line))
    }
  }

  /// Takes the progress line off the screen.
  package func endProgress() {
    shown.withLock { shown in
      guard shown != nil else { return }
      shown = nil
      _ = progressSink.write(Self.erase)
    }
  }

  /// Results go to standard output. What is lost of standard error has no place left to be complained of.
  private func keep(_ failure: SystemError?, of stream: Stream) {
    guard let failure, stream == .output else { return }
    lost.withLock { $0 = $0 ?? failure }
  }

  private var progressSink: TerminalSink { screen ?? error }

  private func sink(_ stream: Stream) -> TerminalSink {
    switch stream {
    case .output: output
    case .error: error
    }
  }

  /// One column stays free: a line that fills the last one leaves the cursor on the next line on some terminals.
  private func fitted(_ line: String) -> String {
    let columns = max(1, progressSink.width() ?? 80) - 1
    var used = 0
    var end = line.startIndex
    while end < line.endIndex {
      used += Self.columns(of: line[end])
      if used > columns { break }
      line.formIndex(after: &end)
    }
    return String(line[..<end])
  }

  /// East Asian and pictorial characters take two columns; counting some others as two merely cuts a line earlier.
  private static func columns(of character: Character) -> Int {
    character.unicodeScalars.contains { $0.value >= 0x1100 && !(0x2000...0x25FF).contains($0.value) } ? 2 : 1
  }
}
