import AgentContracts
import Foundation

/// Everything about the agent that can be set before it starts.
package struct AgentConfiguration: Sendable {
  /// What is served. Answers have the shapes of the deployed agent where the contract bears its name, `v0.9`.
  package var contract = AgentContract.documented
  /// Seeds the service times; the same seed gives the same sequence of draws.
  package var seed: UInt64
  package var serviceTimes: ServiceTimes
  package var credentials: AgentCredentials
  /// Requests worked on at the same time, 1 or more; the others wait in a queue.
  package var parallelism = 256
  /// Requests that may wait, 0 or more; beyond that they are answered 503 at once.
  package var queueLimit = 10_000
  package var tokenLifetime = Duration.seconds(1800)
  var refreshTokenLifetime = Duration.seconds(7 * 24 * 3600)
  /// Logins remembered, the least recently used goes first.
  var maxTokens = 100_000
  /// Time since its last use after which a conversation is forgotten.
  package var conversationLifetime = Duration.seconds(30 * 60)
  /// Conversations remembered, the least recently used goes first.
  var maxConversations = 50_000
  var cacheCapacity = 10_000
  /// Time since its last write after which a cache entry is not served any more.
  package var cacheLifetime = Duration.seconds(600)
  /// Texts whose answers the deployed agent remembers, the least recently used goes first.
  var textCacheCapacity = 1000
  var textCacheLifetime = Duration.seconds(3600)
  package var breaker = BreakerLimits()
  /// Those that are on from the start.
  package var quirks: AgentQuirks = []
  /// Those that are on; they cannot be switched while it runs.
  package var flaws: AgentFlaws = []
  /// For ``AgentQuirks/rateLimit``.
  package var rateLimits = RateLimits()
  /// Requests that may hang at the same time, 1 or more; one more ends the oldest.
  var maxHangingRequests = 4096
  /// Those that are on from the start.
  package var faults = AgentFaults()

  package init(
    seed: UInt64 = 1, serviceTimes: ServiceTimes = .standard, credentials: AgentCredentials = .generated()
  ) {
    self.seed = seed
    self.serviceTimes = serviceTimes
    self.credentials = credentials
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
    AgentCredentials(email: "load-test@agent.example", password: UUID().uuidString.lowercased())
  }

  package var description: String { "AgentCredentials(email: \(email), password: <hidden>)" }

  package var customMirror: Mirror { Mirror(self, children: ["email": email]) }
}

/// Troubles that can be switched on and off while the agent runs.
package struct AgentFaults: Sendable {
  /// Multiplies every service time, 0 or more; 1 changes nothing.
  package var latencyFactor = 1.0 {
    didSet {
      precondition(
        latencyFactor >= 0 && latencyFactor.isFinite, "latencyFactor must be 0 or more, got \(latencyFactor)")
    }
  }
  /// Added to every answer but those of the monitoring routes; takes no place in the bound on parallel work.
  package var extraDelay = Duration.zero
  /// The language model fails: messages get fallback answers and the breaker opens. The deployed agent has no breaker and
  /// marks nothing: each new text gets the same apology after 1.4 s, and gets it again when the model is back.
  package var llmDown = false
  /// The cache is lost: all is read from the database, every look-up is a miss.
  package var cacheDown = false
  /// The database is lost: what the cache does not hold is answered 503, the rest is marked `_degraded`. The deployed
  /// agent finds no conversation any more, after 3.5 s.
  package var databaseDown = false
  /// Memory is short: each service time is three times as long, as with a machine that swaps.
  package var memoryIsShort = false

  /// What can be switched on and off while the agent runs, by the names that `FaultControl` has in its paths.
  package static let switches: [String: WritableKeyPath<AgentFaults, Bool> & Sendable] = [
    "cache": \.cacheDown, "llm": \.llmDown, "database": \.databaseDown, "memory": \.memoryIsShort,
  ]

  /// No trouble at all.
  package init() {}

  /// Whether there is no trouble.
  var isSound: Bool {
    latencyFactor == 1 && extraDelay == .zero && !llmDown && !cacheDown && !databaseDown && !memoryIsShort
  }
}
