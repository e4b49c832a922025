/// One finished call, as stamped by the user that made it.
///
/// All times are nanoseconds since the run's origin on the monotonic clock. A plain value without references, so
/// that a batch of samples is one block of memory.
public struct Sample: Sendable {
  /// How the call ended.
  public enum Outcome: UInt8, Sendable {
    case completed, failed, cancelled
  }

  /// Index into the recorder's request names.
  public var request: UInt16
  public var outcome: Outcome
  /// Raw value of the ``FailureKind`` of a failed call, else 0.
  public var failure: UInt16
  /// When the call was due: equal to `start` in a closed model.
  public var intendedStart: Int64
  /// When the call was made: a connection had still to be opened, or the request was written.
  public var start: Int64
  /// When the last byte of the answer was read, or the failure was known.
  public var end: Int64
  /// Time spent opening a connection, 0 when one was at hand.
  public var connect: Int64
  /// Time spent on a new connection's TLS handshake, 0 without one.
  public var tls: Int64
  /// From the request's last byte written to the answer's first byte.
  public var wait: Int64
  /// From the answer's first byte to its last.
  public var receive: Int64

  public init(
    request: UInt16, outcome: Outcome, failure: UInt16 = 0, intendedStart: Int64, start: Int64, end: Int64,
    connect: Int64 = 0, tls: Int64 = 0, wait: Int64 = 0, receive: Int64 = 0
  ) {
    self.request = request
    self.outcome = outcome
    self.failure = failure
    self.intendedStart = intendedStart
    self.start = start
    self.end = end
    self.connect = connect
    self.tls = tls
    self.wait = wait
    self.receive = receive
  }

  /// end - start: what the target took, nanoseconds.
  public var serviceTime: Int64 { end - start }
  /// end - intended start: what a caller waited, nanoseconds. The SLA is judged by this one.
  public var responseTime: Int64 { end - intendedStart }
}
