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

/// The one account that the agent accepts; the password never appears in a description.
package struct AgentCredentials: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
  package var email: String
  package var password: String

  package init(email: String, password: String) {
    self.email = email
    self.password = password
  }

  /// A fresh account with an unguessable password.
  package static func generated() -> AgentCredentials {
    AgentCredentials(email: "load-test@agent.example", password: RandomText.hexadecimal(words: 2))
  }

  package var description: String { "AgentCredentials(email: \(email), password: <hidden>)" }

  package var customMirror: Mirror { Mirror(self, children: ["email": email]) }
}

/// Troubles that can be switched on and off while the agent runs.
package struct AgentFaults: Sendable, Equatable {
  /// Multiplies every service time; 1 changes nothing.
  package var latencyFactor: Double
  /// Added to every answer but those of the monitoring routes; takes no place in the bound on parallel work.
  package var extraDelay: Duration
  /// The language model fails: messages get fallback answers and the breaker opens.
  package var llmDown: Bool
  /// The cache is lost: all is read from the database, every look-up is a miss.
  package var cacheDown: Bool
  /// The database is lost: what the cache does not hold is answered 503, the rest is marked `_degraded`.
  package var databaseDown: Bool

  package init(
    latencyFactor: Double = 1, extraDelay: Duration = .zero, llmDown: Bool = false, cacheDown: Bool = false,
    databaseDown: Bool = false
  ) {
    precondition(latencyFactor >= 0 && latencyFactor.isFinite, "latencyFactor must be 0 or more, got \(latencyFactor)")
    self.latencyFactor = latencyFactor
    self.extraDelay = extraDelay
    self.llmDown = llmDown
    self.cacheDown = cacheDown
    self.databaseDown = databaseDown
  }
}
