import AgentContracts
import LoadEngine
import Synchronization

/// The stand-in for the sales agent: answers every operation of its contract out of its own state.
///
/// It may be called from any number of threads at once. Work takes log-normal service times and at most
/// `parallelism` requests are worked on at a time, so load shows as latency and beyond capacity as 503.
package final class ReferenceAgent: Sendable {
  package let configuration: AgentConfiguration
  let clock: any AgentClock
  let gate: WorkGate
  let desk: Mutex<ConversationDesk>
  /// Summaries that are being computed.
  let computations = SingleFlight<Conversation>()
  let breaker: Mutex<CircuitBreaker>
  /// The log-in that a token was given to.
  let tokens: Mutex<ExpiringMap<String, UInt64>>
  let refreshTokens: Mutex<ExpiringMap<String, UInt64>>
  /// The deployed agent's answers by text.
  let texts: Mutex<ExpiringMap<String, String>>
  let limiter: Mutex<RateLimiter>
  let hanging: HangingRequests
  let traffic: Mutex<TrafficCounter>
  private let dialect: AgentDialect
  private let routes: RouteTable
  private let logins = Atomic<UInt64>(0)
  private let activeQuirks: Atomic<UInt8>
  private let serviceTimes: Mutex<ServiceTimeModel>
  /// What ``AgentFlaws/leak`` keeps.
  private let leaked = Mutex<[[UInt8]]>([])
  private let wasInTrouble = Atomic(false)
  private let activeFaults: Mutex<AgentFaults>
  private let connectionCount: Mutex<(@Sendable () async -> Int)?>

  package init(configuration: AgentConfiguration, clock: any AgentClock = LoopClock()) {
    self.configuration = configuration
    self.clock = clock
    gate = WorkGate(parallelism: configuration.parallelism, queueLimit: configuration.queueLimit)
    desk = Mutex(ConversationDesk(configuration: configuration))
    breaker = Mutex(CircuitBreaker(limits: configuration.breaker.with(configuration.flaws)))
    dialect = AgentDialect(configuration.contract)
    routes = RouteTable(configuration.contract, name: "NGX Voice Sales Agent, reference")
    // From its issue on, not from its last use: a token that is used must expire as well.
    tokens = Mutex(
      ExpiringMap(capacity: configuration.maxTokens, lifetime: configuration.tokenLifetime, counted: .sinceWrite))
    refreshTokens = Mutex(
      ExpiringMap(
        capacity: configuration.maxTokens, lifetime: configuration.refreshTokenLifetime, counted: .sinceWrite))
    texts = Mutex(
      ExpiringMap(
        capacity: configuration.textCacheCapacity, lifetime: configuration.textCacheLifetime, counted: .sinceWrite))
    limiter = Mutex(RateLimiter(limits: configuration.rateLimits, capacity: configuration.maxTokens))
    hanging = HangingRequests(limit: configuration.maxHangingRequests)
    activeQuirks = Atomic(configuration.quirks.rawValue)
    traffic = Mutex(TrafficCounter(start: clock.now()))
    serviceTimes = Mutex(ServiceTimeModel(seed: configuration.seed))
    activeFaults = Mutex(configuration.faults)
    connectionCount = Mutex(nil)
  }

  /// The troubles that are on; a change takes effect with the next request.
  package var faults: AgentFaults {
    get { activeFaults.withLock { $0 } }
    set { change { $0 = newValue } }
  }

  /// Switches some of the troubles and leaves the others as they are.
  package func change(_ body: @Sendable (inout AgentFaults) -> Void) {
    let (before, after) = activeFaults.withLock { faults in
      let before = faults
      body(&faults)
      return (before, faults)
    }
    if !before.isSound { wasInTrouble.store(true, ordering: .relaxed) }
    if after.cacheDown { desk.withLock { $0.forgetCache() } }
  }

  /// The quirks that are on; a change takes effect with the next request.
  package var quirks: AgentQuirks {
    get { AgentQuirks(rawValue: activeQuirks.load(ordering: .relaxed)) }
    set { activeQuirks.store(newValue.rawValue, ordering: .relaxed) }
  }

  /// How many messages of the deployed agent were answered out of its memory of equal texts, and how many were not.
  package var textCache: (hits: Int, misses: Int) { texts.withLock { ($0.hits, $0.misses) } }

  /// The states that the breaker went to, the latest 200 in order.
  package var circuitChanges: [String] { breaker.withLock { $0.changes.map(\.state.rawValue) } }

  /// Requests that get no answer, those included whose callers have hung up.
  package var hangingRequests: Int { hanging.count }

  /// Answered requests by route; a request counts before its answer is handed over, and exactly once.
  package var answeredRequests: [AgentRoute: Int] { traffic.withLock { $0.answered } }

  /// Says how `active_connections` is counted; without it, requests in flight stand in.
  func countConnections(by count: @escaping @Sendable () async -> Int) {
    connectionCount.withLock { $0 = count }
  }

  /// Answers one request; a cancelled task gets its answer at once, with status 499.
  package func answer(_ request: HTTPRequest) async -> HTTPServerReply {
    let began = clock.now()
    let match = routes.match(method: request.method, path: request.path)
    let route = match.route
    traffic.withLock { $0.begin(route) }
    if configuration.flaws.contains(.leak) { leaked.withLock { $0.append([UInt8](repeating: 1, count: 32 << 10)) } }
    var reply: HTTPServerReply
    do {
      reply = HTTPServerReply(try await respond(to: request, match))
    } catch {
      reply = HTTPServerReply(error as? AgentFailure ?? .cancelled, dialect)
    }
    if let id = request.headers["X-Request-ID"], Self.isSafeToEcho(id) { reply.headers.append(("X-Request-ID", id)) }
    let status = reply.status
    let now = clock.now()
    traffic.withLock { $0.end(route, status: status, began: began, at: now) }
    return reply
  }

  /// Spends the service time of a route, if it has one.
  func spend(_ time: ServiceTime) async throws {
    let isMarked = configuration.flaws.contains(.neverRecovers) && wasInTrouble.load(ordering: .relaxed)
    let faults = faults
    let factor = faults.latencyFactor * (isMarked ? 5 : 1) * (faults.memoryIsShort ? 3 : 1)
    try await clock.sleep(for: serviceTimes.withLock { $0.draw(time) } * factor)
  }

  /// A number that no other log-in has.
  func nextLogin() -> UInt64 { logins.add(1, ordering: .relaxed).newValue }

  func activeConnections() async -> Int {
    if let count = connectionCount.withLock({ $0 }) { return await count() }
    return traffic.withLock { $0.inFlight }
  }

  private func respond(to request: HTTPRequest, _ match: RouteTable.Match) async throws -> JSON {
    if case .endpoint(let endpoint, _) = match, let document = endpoint.document { return document }
    let quirks = quirks
    if !quirks.isEmpty { try await obey(quirks, request, isServed: match.route != .other) }
    switch match {
    case .unknown: throw AgentFailure.unknownRoute
    case .wrongMethod(let allowed): throw AgentFailure.wrongMethod(allowed: allowed)
    case .endpoint(let endpoint, let id): return try await respond(to: request, endpoint, id: id)
    }
  }

  private func respond(to request: HTTPRequest, _ endpoint: RouteTable.Endpoint, id: String) async throws -> JSON {
    guard case .operation(let operation) = endpoint.route else { throw AgentFailure.unknownRoute }
    // Whatever its token: a monitor must be able to look for longer than a token lives.
    if operation.isMonitoring { return await monitor(operation) }
    try authorize(request, for: endpoint)
    let delay = faults.extraDelay
    if delay > .zero { try await clock.sleep(for: delay) }
    // Waiting for a dependency is not work: it takes no place, and a breaker that is open answers at once.
    if operation == .failingDependency { return try await failDependency(request.body) }
    return try await gate.run {
      switch dialect {
      case .documented: try await work(operation, id: id, request)
      case .deployed: try await workAsDeployed(operation, id: id, request)
      }
    }
  }

  /// Printable ASCII of moderate length: anything else could end the header early.
  private static func isSafeToEcho(_ id: String) -> Bool {
    id.utf8.count <= 128 && id.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }
}
