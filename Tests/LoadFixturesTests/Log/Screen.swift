import LoadFixtures
import Synchronization

/// What was written to a terminal's two streams, in order.
final class Screen: Sendable {
  /// Without a stream: straight to the screen.
  private let pieces = Mutex<[(stream: Terminal.Stream?, text: String)]>([])
  private let width: Mutex<Int?>

  init(width: Int? = nil) {
    self.width = Mutex(width)
  }

  func resize(_ columns: Int) {
    width.withLock { $0 = columns }
  }

  func terminal(
    output: Bool = true, error: Bool = true, screen: Bool = false, environment: [String: String] = ["NO_COLOR": "1"]
  ) -> Terminal {
    Terminal(
      output: sink(.output, output), error: sink(.error, error), screen: screen ? sink(nil, true) : nil,
      environment: environment)
  }

  private func sink(_ stream: Terminal.Stream?, _ isTerminal: Bool) -> TerminalSink {
    TerminalSink(isTerminal: isTerminal, width: { self.width.withLock { $0 } }) { text in
      self.pieces.withLock { $0.append((stream, text)) }
    }
  }

  func text(_ stream: Terminal.Stream? = nil) -> String {
    pieces.withLock { $0.filter { stream == nil || $0.stream == stream }.map(\.text).joined() }
  }

  /// The rows that a person sees: carriage returns and "erase to the end of the line" carried out.
  var rows: [String] {
    var rows = [""]
    var returned = false
    var rest = text()[...]
    while let character = rest.first {
      if rest.hasPrefix("\u{1B}[K") {
        if returned { rows[rows.count - 1] = "" }
        rest = rest.dropFirst(3)
        continue
      }
      rest = rest.dropFirst()
      switch character {
      case "\r": returned = true
      case "\n":
        rows.append("")
        returned = false
      default:
        rows[rows.count - 1].append(character)
        returned = false
      }
    }
    return rows
  }
}
