import Foundation
import Synchronization

/// A terminal that is taken over as a whole: its other screen, keys that are read one by one, and all of it given back on
/// every way out but SIGKILL.
package final class FullScreen: Sendable {
  private struct State {
    /// As the terminal was; `nil` once it was given back.
    var before: termios?
    var isShown = false
  }

  private let input: Int32
  private let output: Int32
  private let state = Mutex(State())
  /// Keys as they are pressed, and a blank one where all has to be drawn anew.
  package let keys: AsyncStream<UInt8>
  private let keyed: AsyncStream<UInt8>.Continuation

  /// What stands for a new size, or for a return to the foreground, among the keys.
  package static let redraw: UInt8 = 0

  private static let enter = "\u{1B}[?1049h\u{1B}[?25l"
  private static let leave = "\u{1B}[?25h\u{1B}[?1049l"

  /// Takes the terminal over; `nil` where one of the two is none, or it cannot do it (`TERM=dumb`).
  package init?(input: Int32 = 0, output: Int32 = 1, environment: [String: String]) {
    guard isatty(input) == 1, isatty(output) == 1, environment["TERM"] != "dumb" else { return nil }
    var settings = termios()
    guard tcgetattr(input, &settings) == 0 else { return nil }
    (self.input, self.output) = (input, output)
    (keys, keyed) = AsyncStream.makeStream(of: UInt8.self)
    state.withLock { $0.before = settings }
    // Without the lock, which a thread may hold that is drawing.
    Leftovers.giveBackTerminal { [before = settings] in
      var settings = before
      _ = TerminalSink.descriptor(output).write(Self.leave)
      _ = tcsetattr(input, TCSANOW, &settings)
    }
    show()
    // They stay until the process ends, as the terminal's settings do.
    _ = SignalWatch([SIGWINCH, SIGCONT, SIGTSTP, SIGQUIT]) { [weak self] in self?.take($0) }
    readKeys()
  }

  /// Gives the terminal back; the second time does nothing.
  package func close() {
    hide()
    state.withLock { $0.before = nil }
    Leftovers.giveBackTerminal(by: nil)
    keyed.finish()
  }

  /// Columns and rows, asked anew each time because a window can be resized.
  package var size: (columns: Int, rows: Int) {
    var size = winsize()
    guard ioctl(output, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return (80, 24) }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// Draws the lines in one write, over what was there: nothing is erased before it is drawn again.
  package func draw(_ lines: [String]) {
    state.withLock { state in
      guard state.isShown else { return }
      // The last line without a break, which would scroll a full screen.
      let text = lines.map { $0 + "\u{1B}[K" }.joined(separator: "\r\n")
      // Terminals that know of it show it all at once (synchronised output); others pass over it.
      write("\u{1B}[?2026h\u{1B}[H" + text + "\u{1B}[J\u{1B}[?2026l")
    }
  }

  private func write(_ text: String) {
    // What a terminal that is gone loses, nobody sees.
    _ = TerminalSink.descriptor(output).write(text)
  }

  private func show() {
    state.withLock { state in
      guard var settings = state.before, !state.isShown else { return }
      // Keys one by one and unseen; Ctrl-C and its like are signals still.
      settings.c_lflag &= ~tcflag_t(ICANON | ECHO)
      _ = tcsetattr(input, TCSANOW, &settings)
      write(Self.enter)
      state.isShown = true
    }
  }

  private func hide() {
    state.withLock { state in
      guard var settings = state.before, state.isShown else { return }
      write(Self.leave)
      _ = tcsetattr(input, TCSANOW, &settings)
      state.isShown = false
    }
  }

  private func take(_ signal: Int32) {
    switch signal {
    case SIGTSTP:
      hide()
      // One that cannot be held back: the shell sees a job that has stopped.
      kill(getpid(), SIGSTOP)
    case SIGCONT:
      show()
      keyed.yield(Self.redraw)
    case SIGQUIT:
      close()
      // As the signal would have, had it not been taken.
      exit(128 + SIGQUIT)
    default: keyed.yield(Self.redraw)
    }
  }

  private func readKeys() {
    Thread.detachNewThread { [input, keyed] in
      var key: UInt8 = 0
      while true {
        let count = read(input, &key, 1)
        if count == 1 { keyed.yield(key) } else if count == 0 || errno != EINTR { return }
      }
    }
  }
}
