import LoadEngine

/// Carries the calls of one virtual user.
///
/// A transport reports what happened on the wire and nothing else: whether a status was expected is the caller's
/// affair, and no call is ever repeated.
public protocol Transport: Sendable {
  /// Sends a request and waits for the whole answer, for `timeout` at most, connecting included.
  func send(_ request: OutgoingRequest, timeout: Duration) async -> TransportOutcome
  /// Ends calls in progress as cancelled.
  func cancelCalls()
  /// Closes all connections.
  func close()
}

/// What a transport has to say of one call.
public struct TransportOutcome: Sendable {
  /// How the call ended on the wire.
  public enum Result: Sendable {
    /// A whole answer, whatever its status.
    case answered(HTTPResponse)
    case failed(FailureKind)
    case cancelled
  }

  public var result: Result
  public var timings: RequestTimings

  public init(result: Result, timings: RequestTimings) {
    self.result = result
    self.timings = timings
  }
}
