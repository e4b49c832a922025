/// The conversations and the cache in front of them, changed together so that the cache is never behind.
///
/// The store stands for the agent's database. Every read of a conversation looks into the cache first, a change writes
/// through; a start looks for the customer by e-mail and misses when he is new.
struct ConversationDesk: Sendable {
  /// What was found, and whether the cache had it.
  struct Found: Sendable {
    var conversation: Conversation
    var cached: Bool
  }

  /// Which of the two can be reached.
  struct Reach: Sendable {
    var cache = true
    var database = true
  }

  private enum Cached: Sendable {
    case conversation(Conversation)
    case customer
  }

  private var store: ExpiringMap<String, Conversation>
  private var cache: AgentCache<Cached>

  init(configuration: AgentConfiguration) {
    store = ExpiringMap(
      capacity: configuration.maxConversations, lifetime: configuration.conversationLifetime, counted: .sinceUse)
    cache = AgentCache(capacity: configuration.cacheCapacity, lifetime: configuration.cacheLifetime)
  }

  /// Conversations held in memory.
  var count: Int { store.count }

  mutating func open(_ conversation: Conversation, at now: Duration, reach: Reach) throws(AgentFailure) -> Found {
    guard reach.database else { throw .databaseUnavailable }
    let key = "customer:" + conversation.customer.email
    let known = look(key, at: now, reach) != nil
    store.set(conversation, for: conversation.id, at: now)
    if reach.cache {
      cache.set(.customer, for: key, at: now)
      cache.set(.conversation(conversation), for: Self.key(conversation.id), at: now)
    }
    return Found(conversation: conversation, cached: known)
  }

  mutating func read(_ id: String, at now: Duration, reach: Reach) throws(AgentFailure) -> Found {
    let cached = look(Self.key(id), at: now, reach)
    // The store decides whether a conversation exists, and being read keeps it alive.
    guard cached != nil || reach.database else { throw .databaseUnavailable }
    guard let stored = store.value(for: id, at: now) else {
      cache.remove(Self.key(id))
      throw .unknownConversation(id)
    }
    if case .conversation(let conversation) = cached { return Found(conversation: conversation, cached: true) }
    if reach.cache { cache.set(.conversation(stored), for: Self.key(id), at: now) }
    return Found(conversation: stored, cached: false)
  }

  /// Changes a conversation in store and cache; a look-up of its own unless the caller has already read it.
  mutating func change(
    _ id: String, at now: Duration, reach: Reach, _ body: (inout Conversation) throws(AgentFailure) -> Void
  ) throws(AgentFailure) -> Conversation {
    var changed: Conversation
    if let stored = store.value(for: id, at: now) { changed = stored } else { throw .unknownConversation(id) }
    try body(&changed)
    store.set(changed, for: id, at: now)
    if reach.cache { cache.set(.conversation(changed), for: Self.key(id), at: now) }
    return changed
  }

  /// What a cache that was lost held is gone: coming back with it would bring back stale answers.
  mutating func forgetCache() { cache.removeAll() }

  mutating func cacheReport(at now: Duration) -> JSON {
    [
      "hit_rate": .number(cache.hitRate), "total_keys": .integer(cache.liveCount(at: now)),
      "hits": .integer(cache.hits), "misses": .integer(cache.misses), "evictions": .integer(cache.evictions),
      "expirations": .integer(cache.expirations), "capacity": .integer(cache.capacity),
      "ttl_seconds": .number(cache.lifetime / .seconds(1)),
    ]
  }

  private static func key(_ id: String) -> String { "conversation:" + id }

  /// A cache that is down holds nothing: the look-up is made and misses.
  private mutating func look(_ key: String, at now: Duration, _ reach: Reach) -> Cached? {
    if !reach.cache { cache.removeAll() }
    return cache.lookUp(key, at: now)
  }
}
