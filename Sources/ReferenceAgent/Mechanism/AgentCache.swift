/// The agent's cache: least recently used goes first, entries live for a time since they were written, and the hit
/// rate is that of the look-ups that were really made.
struct AgentCache<Value: Sendable>: Sendable {
  private var entries: ExpiringMap<String, Value>
  private(set) var hits = 0
  private(set) var misses = 0

  init(capacity: Int, lifetime: Duration) {
    entries = ExpiringMap(capacity: capacity, lifetime: lifetime, counted: .sinceWrite)
  }

  /// The share of look-ups that found something, 0 to 1; 0 before the first.
  var hitRate: Double { hits + misses == 0 ? 0 : Double(hits) / Double(hits + misses) }
  var capacity: Int { entries.capacity }
  var lifetime: Duration { entries.lifetime }
  var evictions: Int { entries.evictions }
  var expirations: Int { entries.expirations }

  mutating func lookUp(_ key: String, at now: Duration) -> Value? {
    let value = entries.value(for: key, at: now)
    if value == nil { misses += 1 } else { hits += 1 }
    return value
  }

  mutating func set(_ value: Value, for key: String, at now: Duration) { entries.set(value, for: key, at: now) }

  mutating func remove(_ key: String) { entries.remove(key) }

  mutating func removeAll() { entries.removeAll() }

  /// Entries that would still be served.
  mutating func liveCount(at now: Duration) -> Int {
    entries.removeExpired(at: now)
    return entries.count
  }
}
