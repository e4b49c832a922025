import AgentContracts
import LoadEngine

/// What the deployed agent does to requests before it looks at what they ask for.
extension ReferenceAgent {
  /// - Throws: The refusal; `CancellationError` for a request that hung.
  func obey(_ quirks: AgentQuirks, _ request: HTTPRequest, isServed: Bool) async throws {
    if quirks.contains(.rateLimit) {
      let caller = login(of: request).map(RateLimiter.Caller.login) ?? .address
      let now = clock.now()
      guard limiter.withLock({ $0.admits(caller, at: now) }) else { throw AgentFailure.unknownError }
    }
    let isPost = request.method == "POST"
    if quirks.contains(.csrf), isPost, request.headers["X-CSRF-Token"]?.isEmpty ?? true {
      throw AgentFailure.unknownError
    }
    if quirks.contains(.hangs), isServed, isPost || request.method == "PUT",
      RejectedBody.rejects(request.body, contentType: request.headers["Content-Type"])
    {
      try await hanging.wait()
    }
  }
}
