/// Everything about the agent that can be set before it starts.
package struct AgentConfiguration: Sendable {
  /// Seeds the service times; the same seed gives the same sequence of draws.
  package var seed: UInt64
  package var serviceTimes: ServiceTimes
  /// Requests worked on at the same time, 1 or more; the others wait in a queue.
  package var parallelism: Int
  /// Requests that may wait, 0 or more; beyond that they are answered 503 at once.
  package var queueLimit: Int
  package var tokenLifetime: Duration
  /// Logins remembered, the least recently used goes first.
  package var maxTokens: Int
  /// Time since its last use after which a conversation is forgotten.
  package var conversationLifetime: Duration
  /// Conversations remembered, the least recently used goes first.
  package var maxConversations: Int
  package var cacheCapacity: Int
  /// Time since its last write after which a cache entry is not served any more.
  package var cacheLifetime: Duration
  package var breaker: BreakerLimits
  package var credentials: AgentCredentials
  package var faults: AgentFaults

  package init(
    seed: UInt64 = 1, serviceTimes: ServiceTimes = .standard, parallelism: Int = 256, queueLimit: Int = 10_000,
    tokenLifetime: Duration = .seconds(1800), maxTokens: Int = 100_000,
    conversationLifetime: Duration = .seconds(30 * 60), maxConversations: Int = 50_000,
    cacheCapacity: Int = 10_000, cacheLifetime: Duration = .seconds(300), breaker: BreakerLimits = BreakerLimits(),
    credentials: AgentCredentials = .generated(), faults: AgentFaults = AgentFaults()
  ) {
    self.seed = seed
    self.serviceTimes = serviceTimes
    self.parallelism = parallelism
    self.queueLimit = queueLimit
    self.tokenLifetime = tokenLifetime
    self.maxTokens = maxTokens
    self.conversationLifetime = conversationLifetime
    self.maxConversations = maxConversations
    self.cacheCapacity = cacheCapacity
    self.cacheLifetime = cacheLifetime
    self.breaker = breaker
    self.credentials = credentials
    self.faults = faults
  }
}
