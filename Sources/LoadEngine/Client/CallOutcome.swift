/// What became of one call on an ``HTTPConnection``, and when.
public struct CallOutcome: Sendable {
  public var result: Result<HTTPResponse, CallError>
  public var timings: CallTimings

  public init(result: Result<HTTPResponse, CallError>, timings: CallTimings) {
    self.result = result
    self.timings = timings
  }
}

/// When a call passed each of its points. Points that it did not reach are `nil`.
public struct CallTimings: Sendable, Equatable {
  /// A point in eight bytes instead of an optional's sixteen: an idle user keeps five of them, and each of the frames
  /// that an outcome passes through as many.
  @propertyWrapper
  public struct Point: Sendable, Equatable {
    private var nanoseconds = Int64.min

    public init() {}

    public var wrappedValue: MonotonicTime? {
      get { nanoseconds == .min ? nil : MonotonicTime(nanoseconds: nanoseconds) }
      set { nanoseconds = newValue?.nanoseconds ?? .min }
    }
  }

  /// The call was made.
  public var start: MonotonicTime
  /// The request went out once more: the connection that was at hand closed before a byte of the answer came. `nil` for
  /// nearly all calls.
  @Point public var repeated: MonotonicTime?
  /// A new connection stood; `nil` when one was at hand.
  @Point public var connected: MonotonicTime?
  /// A new connection's TLS handshake stood; `nil` without TLS and when a connection was at hand.
  @Point public var secured: MonotonicTime?
  /// The request was handed to the system.
  @Point public var sent: MonotonicTime?
  /// The first bytes of the answer were read.
  @Point public var firstByte: MonotonicTime?
  /// The last byte was read, or the failure was known.
  public var end: MonotonicTime

  public init(start: MonotonicTime, end: MonotonicTime) {
    self.start = start
    self.end = end
  }

  /// Whether the request was handed to the system a second time; a repeat whose connection never stood was not.
  public var wasSentTwice: Bool { repeated != nil && sent != nil }
}

/// Why a call brought no answer.
public enum CallError: Error, Sendable, Equatable {
  /// The host's name has no address. The engine's own connections are given addresses and never report it.
  case unknownHost
  case refused
  /// The deadline passed before a connection stood, its TLS handshake included.
  case connectTimeout
  /// Another failure to connect, with its errno.
  case connectFailed(Int32)
  case fileDescriptorLimit
  /// The deadline passed on a standing connection.
  case timeout
  case reset
  /// The peer ended a new connection before the first byte of the answer.
  case closed
  /// The peer ended a connection that was at hand, idle for so long, before the first byte of the answer: it may have
  /// done so before the request reached it.
  case idleClose(after: Duration)
  /// The answer ended before its announced end, or a TLS connection ended unannounced where only its end could say
  /// that the answer is whole.
  case truncated
  case tls(TLSFailure)
  case malformed(HTTPReadError)
  /// The caller took the call back.
  case cancelled
}
