import Foundation
import LoadEngine

/// Where a ``Terminal`` writes to: a file descriptor, or a test's memory.
package struct TerminalSink: Sendable {
  package var isTerminal: Bool
  /// Columns, asked anew each time because a window can be resized; `nil` when unknown.
  package var width: @Sendable () -> Int?
  /// Writes a text; the system's reason when not all of it could be written.
  package var write: @Sendable (String) -> SystemError?

  package init(
    isTerminal: Bool, width: @escaping @Sendable () -> Int? = { nil }, write: @escaping @Sendable (String) -> Void
  ) {
    self.isTerminal = isTerminal
    self.width = width
    self.write = { text in
      write(text)
      return nil
    }
  }

  /// An open file descriptor, which stays the caller's.
  package static func descriptor(_ descriptor: Int32) -> TerminalSink {
    var sink = TerminalSink(isTerminal: isatty(descriptor) == 1, width: { columns(of: descriptor) }, write: { _ in })
    sink.write = { writeAll(Array($0.utf8), to: descriptor) }
    return sink
  }

  private static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> SystemError? {
    var done = 0
    while done < bytes.count {
      // The pointer does not leave the closure, and the count is that of the buffer it points to.
      let written = bytes[done...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if written > 0 {
        done += written
      } else if errno == EAGAIN || errno == EWOULDBLOCK {
        // A terminal shared with a program that made it non-blocking; a second is enough for one that is alive.
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        if poll(&ready, 1, 1000) <= 0 { return SystemError("write", errno: EAGAIN) }
      } else if errno != EINTR {
        return SystemError("write", errno: errno)
      }
    }
    return nil
  }
}
