import LoadEngine

/// A transport that tells of each call, for whoever wants to see them one by one.
struct WatchedTransport: Transport {
  let inner: any Transport
  let loop: EventLoop
  let tell: @Sendable (OutgoingRequest, CallOutcome) -> Void

  func send(
    _ request: OutgoingRequest, timeout: Duration, completion: UnsafeContinuation<CallOutcome, Never>
  ) {
    let (inner, tell) = (LoopBound(inner, to: loop), tell)
    Task(executorPreference: loop) {
      let outcome = await inner.value.send(request, timeout: timeout)
      tell(request, outcome)
      completion.resume(returning: outcome)
    }
  }

  func cancelCalls() { inner.cancelCalls() }

  func close() { inner.close() }
}
