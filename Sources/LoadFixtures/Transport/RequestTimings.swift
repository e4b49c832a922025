import LoadEngine

/// Where the time of one call went, on the monotonic clock.
package struct RequestTimings: Sendable, Equatable {
  /// The call was made.
  package var start: MonotonicTime
  /// The last byte of the answer was read, or the failure was known.
  package var end: MonotonicTime
  /// Nanoseconds to open a connection, 0 when one was at hand. Of a repeated call, without what was lost before.
  package var connect: Int64 = 0
  /// Nanoseconds of a new connection's TLS handshake, 0 without one.
  package var tls: Int64 = 0
  /// Nanoseconds from the request's last byte handed to the system to the answer's first byte.
  package var wait: Int64 = 0
  /// Nanoseconds from the answer's first byte to its last.
  package var receive: Int64 = 0

  package init(start: MonotonicTime, end: MonotonicTime) {
    self.start = start
    self.end = end
  }

  init(_ timings: CallTimings) {
    start = timings.start
    end = timings.end
    if let connected = timings.connected {
      connect = connected - (timings.repeated ?? timings.start)
      if let secured = timings.secured { tls = secured - connected }
    }
    if let sent = timings.sent, let firstByte = timings.firstByte {
      wait = firstByte - sent
      receive = timings.end - firstByte
    }
  }
}
