import AgentContracts

/// The conversations and the cache in front of them, changed together so that the cache is never behind.
///
/// The store stands for the agent's database. Every read of a conversation looks into the cache first, a change writes
/// through; a start looks for the customer by e-mail and misses when he is new. Summaries are computed, kept in a part of
/// the cache of their own, and forgotten when their conversation changes.
struct ConversationDesk: Sendable {
  private var store: ExpiringMap<String, Conversation>
  /// A copy by conversation, and one by customer, which only shows that he is known.
  private var cache: ExpiringMap<String, Conversation>
  /// Conversations as they were when their summary was computed.
  private var summaries: ExpiringMap<String, Conversation>
  /// Summaries that were computed because the cache did not have them.
  private var computations = 0
  private let flaws: AgentFlaws

  init(configuration: AgentConfiguration) {
    store = ExpiringMap(
      capacity: configuration.maxConversations, lifetime: configuration.conversationLifetime, counted: .sinceUse)
    func cache() -> ExpiringMap<String, Conversation> {
      ExpiringMap(
        capacity: configuration.cacheCapacity, lifetime: configuration.cacheLifetime, counted: .sinceWrite,
        expiry: configuration.flaws.contains(.commonExpiry) ? .common(every: configuration.cacheLifetime / 4) : .spread)
    }
    self.cache = cache()
    summaries = cache()
    flaws = configuration.flaws
  }

  /// Conversations held in memory.
  var count: Int { store.count }

  /// Returns whether the cache had the customer.
  mutating func open(
    _ conversation: Conversation, at now: Duration, during faults: AgentFaults
  ) throws(AgentFailure) -> Bool {
    guard !faults.databaseDown else { throw .databaseUnavailable }
    let key = "customer:" + conversation.customer.email
    let isCached = look(key, at: now, during: faults) != nil
    if !faults.cacheDown {
      cache.set(conversation, for: key, at: now)
      // The first one costs nothing: there is nothing to sum up.
      summaries.set(conversation, for: conversation.id, at: now)
    }
    set(conversation, at: now, during: faults)
    return isCached
  }

  /// The conversation as the cached summary has it; `nil` when the summary must be computed.
  mutating func cachedSummary(
    of id: String, at now: Duration, during faults: AgentFaults
  ) throws(AgentFailure) -> Conversation? {
    if faults.cacheDown { summaries.removeAll() }
    let cached = summaries.value(for: id, at: now)
    guard cached != nil || !faults.databaseDown else { throw .databaseUnavailable }
    guard store.value(for: id, at: now) != nil else {
      summaries.remove(id)
      throw .unknownConversation(id)
    }
    return cached
  }

  /// Computes a summary and keeps it: as the conversation is now, and not as it was when the work began.
  mutating func computeSummary(
    of id: String, at now: Duration, during faults: AgentFaults
  ) throws(AgentFailure) -> Conversation {
    computations += 1
    guard let conversation = store.value(for: id, at: now) else { throw .unknownConversation(id) }
    if !faults.cacheDown { summaries.set(conversation, for: id, at: now) }
    return conversation
  }

  /// Returns the conversation and whether the cache had it.
  mutating func read(
    _ id: String, at now: Duration, during faults: AgentFaults
  ) throws(AgentFailure) -> (Conversation, isCached: Bool) {
    let key = Self.key(id)
    let cached = look(key, at: now, during: faults)
    guard cached != nil || !faults.databaseDown else { throw .databaseUnavailable }
    // The store decides whether a conversation exists, and being read keeps it alive.
    guard let stored = store.value(for: id, at: now) else {
      cache.remove(key)
      throw .unknownConversation(id)
    }
    if let cached { return (cached, true) }
    if !faults.cacheDown { cache.set(stored, for: key, at: now) }
    return (stored, false)
  }

  /// Changes a conversation, without a look-up in the cache: the caller has read it.
  mutating func change(
    _ id: String, at now: Duration, during faults: AgentFaults, _ body: (inout Conversation) throws -> Void
  ) throws -> Conversation {
    guard var conversation = store.value(for: id, at: now) else { throw AgentFailure.unknownConversation(id) }
    try body(&conversation)
    set(conversation, at: now, during: faults)
    return conversation
  }

  /// What a cache that was lost held is gone: coming back with it would bring back stale answers.
  mutating func forgetCache() {
    cache.removeAll()
    summaries.removeAll()
  }

  mutating func cacheReport(at now: Duration) -> JSON {
    // Only entries that would still be served are counted.
    cache.removeExpired(at: now)
    summaries.removeExpired(at: now)
    let (hits, misses) = (cache.hits + summaries.hits, cache.misses + summaries.misses)
    return [
      "hit_rate": .number(hits + misses == 0 ? 0 : Double(hits) / Double(hits + misses)),
      "total_keys": .integer(cache.count + summaries.count), "hits": .integer(hits), "misses": .integer(misses),
      "summary_hits": .integer(summaries.hits), "summary_misses": .integer(summaries.misses),
      "computations": .integer(computations), "evictions": .integer(cache.evictions + summaries.evictions),
      "expirations": .integer(cache.expirations + summaries.expirations), "capacity": .integer(cache.capacity),
      "ttl_seconds": .number(cache.lifetime / .seconds(1)),
    ]
  }

  private mutating func set(_ conversation: Conversation, at now: Duration, during faults: AgentFaults) {
    if let before = store.peek(conversation.id), before.version != conversation.version,
      !flaws.contains(.staleCache)
    {
      summaries.remove(conversation.id)
    }
    store.set(conversation, for: conversation.id, at: now)
    if !faults.cacheDown { cache.set(conversation, for: Self.key(conversation.id), at: now) }
  }

  /// A cache that is down holds nothing: the look-up is made and misses.
  private mutating func look(_ key: String, at now: Duration, during faults: AgentFaults) -> Conversation? {
    if faults.cacheDown { cache.removeAll() }
    return cache.value(for: key, at: now)
  }

  private static func key(_ id: String) -> String { "conversation:" + id }
}
