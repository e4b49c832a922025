import LoadEngine

/// Carries the calls of one virtual user.
///
/// A transport reports what happened on the wire and nothing else: whether a status was expected is the caller's
/// affair, and no call is repeated without ``CallTimings/repeated`` telling of it.
package protocol Transport: Sendable {
  /// Sends a request and resumes `completion` once: with the whole answer, or after `timeout` at most, connecting
  /// included. The call is made on the user's loop; the user resumes there, whichever thread `completion` is told on.
  ///
  /// A continuation instead of an async function: the frames of three functions that only pass an answer on would
  /// otherwise be part of each user's memory.
  func send(_ request: OutgoingRequest, timeout: Duration, completion: UnsafeContinuation<CallOutcome, Never>)
  /// Ends calls in progress as cancelled.
  func cancelCalls()
  /// Closes all connections.
  func close()
}

extension Transport {
  /// Sends a request and waits for the whole answer, for `timeout` at most, connecting included.
  @inline(__always)
  package func send(_ request: OutgoingRequest, timeout: Duration) async -> CallOutcome {
    // What `withUnsafeContinuation` is without its parameter for an actor: that one asks the task for its executor before
    // it begins, under a lock, which is 0.12 us of each call.
    await _unsafeInheritExecutor_withUnsafeContinuation { send(request, timeout: timeout, completion: $0) }
  }
}
