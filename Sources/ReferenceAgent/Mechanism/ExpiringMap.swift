/// A bounded dictionary that forgets: entries past their lifetime, and the least recently used one when it is full.
///
/// The entries lie densely in one array and are linked in order of use, so each operation takes constant time and
/// memory follows the number of entries. An entry that nobody asks for is gone after at most two lifetimes.
struct ExpiringMap<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  /// What a lifetime is counted from.
  enum Lifetime: Sendable {
    case sinceWrite, sinceUse
  }

  /// When entries that were written together expire.
  enum Expiry: Sendable {
    /// After exactly their lifetime.
    case exact
    /// After four fifths of their lifetime to all of it: whoever filled a cache at once does not lose it at once.
    case spread
    /// At the next of those instants after their lifetime, with all others.
    case common(every: Duration)
  }

  private struct Entry: Sendable {
    let key: Key
    var value: Value
    /// From which its lifetime counts.
    var stamp: Duration
    var newer: Int
    var older: Int
  }

  private static var none: Int { -1 }
  /// Expired entries taken out by one insertion: more than one, so that they shrink, and few, so that none waits long.
  private static var sweep: Int { 16 }

  let capacity: Int
  let lifetime: Duration
  private let counted: Lifetime
  private let expiry: Expiry
  /// Raised by each write, for the spread.
  private var writes: UInt64 = 0
  private var entries: [Entry] = []
  private var places: [Key: Int] = [:]
  private var newest = none
  private var oldest = none
  private(set) var hits = 0
  private(set) var misses = 0
  private(set) var evictions = 0
  private(set) var expirations = 0

  init(capacity: Int, lifetime: Duration, counted: Lifetime, expiry: Expiry = .exact) {
    precondition(capacity > 0, "capacity must be 1 or more, got \(capacity)")
    self.capacity = capacity
    self.lifetime = lifetime
    self.counted = counted
    self.expiry = expiry
  }

  /// Entries held, those included that have expired unnoticed.
  var count: Int { entries.count }

  /// The share of look-ups that found something, 0 to 1; 0 before the first.
  var hitRate: Double { hits + misses == 0 ? 0 : Double(hits) / Double(hits + misses) }

  /// The value, which counts neither as a use nor as a look-up; it may have expired.
  func peek(_ key: Key) -> Value? { places[key].map { entries[$0].value } }

  /// The value, which counts as a use and as a look-up.
  mutating func value(for key: Key, at now: Duration) -> Value? {
    let place = use(key, at: now)
    if place == nil { misses += 1 } else { hits += 1 }
    return place.map { entries[$0].value }
  }

  mutating func set(_ value: Value, for key: Key, at now: Duration) {
    let stamp = stamp(at: now)
    if let place = use(key, at: now) {
      entries[place].value = value
      entries[place].stamp = stamp
      return
    }
    for _ in 0..<Self.sweep {
      guard oldest != Self.none, isExpired(oldest, at: now) else { break }
      expire(oldest)
    }
    if entries.count == capacity {
      evictions += 1
      remove(at: oldest)
    }
    entries.append(Entry(key: key, value: value, stamp: stamp, newer: Self.none, older: Self.none))
    places[key] = entries.count - 1
    linkAsNewest(entries.count - 1)
  }

  mutating func remove(_ key: Key) {
    if let place = places[key] { remove(at: place) }
  }

  mutating func removeAll() {
    entries = []
    places = [:]
    newest = Self.none
    oldest = Self.none
  }

  /// Takes out all that has expired; takes time in proportion to the entries.
  mutating func removeExpired(at now: Duration) {
    var place = entries.count - 1
    // From the end: removal moves the last entry, already looked at, into the gap.
    while place >= 0 {
      if isExpired(place, at: now) { expire(place) }
      place -= 1
    }
  }

  private mutating func use(_ key: Key, at now: Duration) -> Int? {
    guard let place = places[key] else { return nil }
    guard !isExpired(place, at: now) else {
      expire(place)
      return nil
    }
    if counted == .sinceUse { entries[place].stamp = now }
    if newest != place {
      unlink(place)
      linkAsNewest(place)
    }
    return place
  }

  /// Of an entry that is written now.
  private mutating func stamp(at now: Duration) -> Duration {
    switch expiry {
    case .exact: return now
    case .spread:
      writes += 1
      // Multiples of the golden ratio lie evenly in 0..<1, however many there are (Knuth, TAOCP 3, 6.4).
      let share = Double((writes &* 0x9E37_79B9_7F4A_7C15) >> 11) * 0x1p-53
      return now - lifetime * (0.2 * share)
    case .common(let interval):
      return interval * (now / interval).rounded(.up)
    }
  }

  private func isExpired(_ place: Int, at now: Duration) -> Bool { entries[place].stamp + lifetime <= now }

  private mutating func expire(_ place: Int) {
    expirations += 1
    remove(at: place)
  }

  private mutating func remove(at place: Int) {
    unlink(place)
    places[entries[place].key] = nil
    let last = entries.count - 1
    if place != last {
      entries[place] = entries[last]
      places[entries[place].key] = place
      link(newer: entries[place].newer, older: place)
      link(newer: place, older: entries[place].older)
    }
    entries.removeLast()
  }

  private mutating func linkAsNewest(_ place: Int) {
    link(newer: place, older: newest)
    link(newer: Self.none, older: place)
  }

  private mutating func unlink(_ place: Int) {
    link(newer: entries[place].newer, older: entries[place].older)
  }

  /// Makes two places neighbours; `none` stands for the end on its side.
  private mutating func link(newer: Int, older: Int) {
    if newer == Self.none { newest = older } else { entries[newer].older = older }
    if older == Self.none { oldest = newer } else { entries[older].newer = newer }
  }
}
