import LoadEngine
import Testing

@testable import ReferenceAgent

@Suite("Cache: least recently used, time to live, true hit rate")
struct CacheTests {
  @Test func `The least recently used entry goes first`() {
    var cache = ExpiringMap<String, Int>(capacity: 3, lifetime: .seconds(10), counted: .sinceWrite)
    for (value, key) in ["a", "b", "c"].enumerated() { cache.set(value, for: key, at: .zero) }
    #expect(cache.value(for: "a", at: .zero) == 0)
    cache.set(3, for: "d", at: .zero)
    #expect(cache.value(for: "b", at: .zero) == nil)
    #expect(["a", "c", "d"].map { cache.value(for: $0, at: .zero) } == [0, 2, 3])
    #expect(cache.evictions == 1)
    #expect(cache.hits == 4)
    #expect(cache.misses == 1)
    #expect(cache.hitRate == 0.8)
  }

  @Test func `An entry lives from its last write, not from its last use`() {
    var cache = ExpiringMap<String, Int>(capacity: 3, lifetime: .seconds(10), counted: .sinceWrite)
    cache.set(1, for: "a", at: .zero)
    #expect(cache.value(for: "a", at: .milliseconds(9_999)) == 1)
    #expect(cache.value(for: "a", at: .seconds(10)) == nil)
    cache.set(2, for: "a", at: .seconds(10))
    cache.set(3, for: "a", at: .seconds(15))
    #expect(cache.value(for: "a", at: .seconds(24)) == 3)
    for (time, count) in [(24, 1), (25, 0)] {
      cache.removeExpired(at: .seconds(time))
      #expect(cache.count == count)
    }
    #expect(cache.expirations == 2)
  }

  @Test func `The links hold through random use, as a plain model does`() {
    var random = SplitMix64(seed: 7)
    var map = ExpiringMap<Int, Int>(capacity: 8, lifetime: .seconds(50), counted: .sinceUse)
    var model: [(key: Int, value: Int, stamp: Int)] = []  // Newest first.
    for step in 0..<20_000 {
      let key = Int.random(in: 0..<14, using: &random)
      let now = Duration.seconds(step)
      // Lets everything expire now and then.
      model.removeAll { $0.stamp + 50 <= step }
      let place = model.firstIndex { $0.key == key }
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        if let place { model.remove(at: place) } else if model.count == 8 { model.removeLast() }
        model.insert((key, step, step), at: 0)
        map.set(step, for: key, at: now)
      case 1:
        map.remove(key)
        if let place { model.remove(at: place) }
      default:
        let found = map.value(for: key, at: now)
        #expect(found == place.map { model[$0].value })
        if let place {
          let entry = model.remove(at: place)
          model.insert((entry.key, entry.value, step), at: 0)
        }
      }
    }
    map.removeExpired(at: .seconds(20_000))
    model.removeAll { $0.stamp + 50 <= 20_000 }
    #expect(map.count == model.count)
  }

  @Test func `The stated hit rate is that of the look-ups made`() async throws {
    let client = try await Client.make()
    let id = try await client.start()  // A new customer: miss.
    _ = try await client.start()  // The same customer: hit.
    for _ in 0..<2 { _ = try await client.send("GET", "/conversation/\(id)/summary") }  // Two hits.
    client.clock.advance(by: .seconds(601))
    _ = try await client.send("GET", "/conversation/\(id)/summary")  // Expired: miss.
    let stats = try await client.send("GET", "/cache/stats")
    #expect(stats["hits"] as? Int == 3)
    #expect(stats["misses"] as? Int == 2)
    #expect(stats["hit_rate"] as? Double == 0.6)
    #expect(stats["summary_hits"] as? Int == 2 && stats["summary_misses"] as? Int == 1)
    #expect(stats["computations"] as? Int == 1)
    #expect(stats["total_keys"] as? Int == 1)
  }

  @Test func `A change forgets the summary, unless the agent has that flaw`() async throws {
    for flaws: AgentFlaws in [[], .staleCache] {
      let client = try await Client.make { $0.flaws = flaws }
      let id = try await client.start()
      let changed = try await client.send("PUT", "/conversation/\(id)/update", #"{"metadata":{"n":1}}"#)
      let read = try await client.send("GET", "/conversation/\(id)/summary")
      #expect((read["version"] as? Int == changed["version"] as? Int) == flaws.isEmpty)
    }
  }

  @Test(arguments: [AgentFlaws(), .stampede])
  func `Who asks while another's summary is computed shares it, unless the agent has that flaw`(
    flaws: AgentFlaws
  ) async throws {
    let client = try await Client.make {
      $0.flaws = flaws
      // Only the database takes time.
      $0.serviceTimes.databaseRead = ServiceTime(median: .milliseconds(3))
    }
    async let opened = client.start()
    await client.clock.untilAsleep(1)
    client.clock.advance(by: .seconds(1))
    let id = try await opened
    #expect(try await client.send("PUT", "/conversation/\(id)/update", #"{"metadata":{"n":1}}"#).status == 200)
    try await withThrowingTaskGroup { group in
      for _ in 0..<20 { group.addTask { try await client.send("GET", "/conversation/\(id)/summary").status } }
      await client.clock.untilAsleep(flaws.isEmpty ? 1 : 20)
      client.clock.advance(by: .seconds(1))
      for try await status in group { #expect(status == 200) }
    }
    #expect(try await client.send("GET", "/cache/stats")["computations"] as? Int == (flaws.isEmpty ? 1 : 20))
  }

  @Test func `Entries that were written at once expire in a fifth of their lifetime, and not all in an instant`() {
    var cache = ExpiringMap<Int, Int>(capacity: 2000, lifetime: .seconds(100), counted: .sinceWrite, expiry: .spread)
    for key in 0..<1000 { cache.set(key, for: key, at: .zero) }
    var left: [Int] = []
    for second in [80, 85, 90, 95, 100] {
      cache.removeExpired(at: .seconds(second))
      left.append(cache.count)
    }
    for (count, even) in zip(left, [1000, 750, 500, 250, 0]) { #expect(abs(count - even) <= 2, "\(left)") }
  }

  @Test func `With that flaw they expire in the same instant`() {
    var cache = ExpiringMap<Int, Int>(
      capacity: 2000, lifetime: .seconds(100), counted: .sinceWrite, expiry: .common(every: .seconds(25)))
    for key in 1...20 { cache.set(key, for: key, at: .seconds(key)) }
    cache.removeExpired(at: .milliseconds(124_999))
    #expect(cache.count == 20)
    cache.removeExpired(at: .seconds(125))
    #expect(cache.count == 0)
  }

  @Test func `A cache that was lost comes back empty, not stale`() async throws {
    let client = try await Client.make()
    let id = try await client.start()
    client.agent.faults.cacheDown = true
    _ = try await client.send("PUT", "/conversation/\(id)/update", #"{"metadata":{"n":1}}"#)
    client.agent.faults.cacheDown = false
    let summary = try await client.send("GET", "/conversation/\(id)/summary")
    #expect((summary["metadata"] as? [String: Any])?["n"] as? Int == 1)
  }

  @Test func `Without database what the cache holds is still served`() async throws {
    let client = try await Client.make()
    let id = try await client.start()
    client.agent.faults.databaseDown = true
    #expect(try await client.say("Hola", in: id)["_degraded"] as? Bool == true)
    #expect(try await client.send("POST", "/conversation/start", Client.startBody()).status == 503)
    client.clock.advance(by: .seconds(301))
    let lost = try await client.send("GET", "/conversation/\(id)/summary")
    #expect(lost.code == "DATABASE_UNAVAILABLE")
    client.agent.faults.databaseDown = false
    #expect(try await client.send("GET", "/conversation/\(id)/summary").status == 200)
  }
}
