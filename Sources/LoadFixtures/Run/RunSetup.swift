import LoadEngine

/// What all shares of a run have in common.
struct RunSetup: Sendable {
  let profile: LoadProfile
  /// Scaled.
  let pacing: Pacing
  let thinkTimeScale: Double
  let seed: UInt64
  let gracefulStop: Duration
  let contract: AgentContract
  let credentials: Credentials
  let target: TargetURL
  let addresses: [SocketAddress]
  let requestTimeout: Duration
  let testID: String
  /// When the profile begins, on the monotonic clock.
  var origin: MonotonicTime

  func elapsed(at now: MonotonicTime) -> Duration { .nanoseconds(now - origin) }

  func transport(on loop: EventLoop) -> SocketTransport {
    SocketTransport(to: addresses, host: target.authority, on: loop)
  }

  func context(number: Int, session: LoopBound<UserSession>) -> UserContext {
    UserContext(
      number: number, generator: SeededGenerator(seed: seed, user: number),
      agent: AgentClient(
        session: session, contract: contract, credentials: credentials, target: target, timeout: requestTimeout,
        testID: testID))
  }
}
