import LoadEngine
import Synchronization

/// The stand-in for the sales agent: answers every call of the documented contract out of its own state.
///
/// It may be called from any number of threads at once. Work takes log-normal service times and at most
/// `parallelism` requests are worked on at a time, so load shows as latency and beyond capacity as 503.
package final class ReferenceAgent: Sendable {
  let configuration: AgentConfiguration
  let clock: any AgentClock
  let gate: WorkGate
  let desk: Mutex<ConversationDesk>
  let breaker: Mutex<CircuitBreaker>
  let tokens: Mutex<ExpiringMap<String, Void>>
  let traffic: Mutex<TrafficCounter>
  private let serviceTimes: Mutex<ServiceTimeModel>
  private let activeFaults: Mutex<AgentFaults>
  private let connectionCount: Mutex<(@Sendable () async -> Int)?>

  package init(configuration: AgentConfiguration, clock: any AgentClock = LoopClock()) {
    self.configuration = configuration
    self.clock = clock
    gate = WorkGate(parallelism: configuration.parallelism, queueLimit: configuration.queueLimit)
    desk = Mutex(ConversationDesk(configuration: configuration))
    breaker = Mutex(CircuitBreaker(limits: configuration.breaker))
    // From its issue on, not from its last use: a token that is used must expire as well.
    tokens = Mutex(
      ExpiringMap(capacity: configuration.maxTokens, lifetime: configuration.tokenLifetime, counted: .sinceWrite))
    traffic = Mutex(TrafficCounter(start: clock.now()))
    serviceTimes = Mutex(ServiceTimeModel(seed: configuration.seed))
    activeFaults = Mutex(configuration.faults)
    connectionCount = Mutex(nil)
  }

  /// The troubles that are on; a change takes effect with the next request.
  package var faults: AgentFaults {
    get { activeFaults.withLock { $0 } }
    set {
      activeFaults.withLock { $0 = newValue }
      if newValue.cacheDown { desk.withLock { $0.forgetCache() } }
    }
  }

  /// Answered requests by route; a request counts before its answer is handed over, and exactly once.
  package var answeredRequests: [AgentRoute: Int] { traffic.withLock { $0.answered } }

  /// Says how `active_connections` is counted; without it, requests in flight stand in.
  func countConnections(by count: @escaping @Sendable () async -> Int) {
    connectionCount.withLock { $0 = count }
  }

  /// Answers one request; a cancelled task gets its answer at once, with status 499.
  package func answer(_ request: HTTPRequest) async -> HTTPServerReply {
    let began = clock.now()
    let match = AgentRoute.match(method: request.method, path: request.path)
    let route: AgentRoute = if case .route(let route, _) = match { route } else { .other }
    traffic.withLock { $0.begin(route) }
    var reply: HTTPServerReply
    do {
      reply = HTTPServerReply(try await respond(to: request, match))
    } catch {
      reply = HTTPServerReply(error as? AgentFailure ?? .cancelled)
    }
    if let id = request.headers["X-Request-ID"], Self.isSafeToEcho(id) { reply.headers.append(("X-Request-ID", id)) }
    let status = reply.status
    let now = clock.now()
    traffic.withLock { $0.end(route, status: status, began: began, at: now) }
    return reply
  }

  /// Spends the service time of a route, if it has one.
  func spend(_ time: ServiceTime) async throws {
    let factor = faults.latencyFactor
    try await clock.sleep(for: serviceTimes.withLock { $0.draw(time) } * factor)
  }

  func activeConnections() async -> Int {
    if let count = connectionCount.withLock({ $0 }) { return await count() }
    return traffic.withLock { $0.inFlight }
  }

  private func respond(to request: HTTPRequest, _ match: AgentRoute.Match) async throws -> JSON {
    switch match {
    case .unknown:
      throw AgentFailure(status: 404, code: "NOT_FOUND", message: "There is no such route.")
    case .wrongMethod(let allowed):
      throw AgentFailure(
        status: 405, code: "METHOD_NOT_ALLOWED", message: "This route only answers \(allowed).",
        headers: [("Allow", allowed)])
    case .route(let route, let id):
      if route.isMonitoring { return await monitor(route) }
      if route.needsLogin { try authorize(request) }
      let delay = faults.extraDelay
      if delay > .zero { try await clock.sleep(for: delay) }
      // Waiting for a dependency is not work: it takes no place, and a breaker that is open answers at once.
      if route == .failingDependency { return try await failDependency(request.body) }
      return try await gate.run { try await self.work(route, id: id, body: request.body) }
    }
  }

  private func authorize(_ request: HTTPRequest) throws(AgentFailure) {
    guard let header = request.headers["Authorization"] else {
      throw .unauthorized("The Authorization header is missing.")
    }
    let parts = header.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else {
      throw .unauthorized("The Authorization header must be \"Bearer\" and a token.")
    }
    let token = String(parts[1])
    let now = clock.now()
    guard tokens.withLock({ $0.value(for: token, at: now) }) != nil else {
      throw .unauthorized("The token is unknown or has expired. Log in again.")
    }
  }

  /// Printable ASCII of moderate length: anything else could end the header early.
  private static func isSafeToEcho(_ id: String) -> Bool {
    id.utf8.count <= 128 && id.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }
}
