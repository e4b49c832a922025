import Testing

@testable import ReferenceAgent

@Suite("What expires, and what is bounded")
struct ExpiryTests {
  @Test func `A token lives for its lifetime however much it is used`() async throws {
    let client = try await Client.make()
    let id = try await client.start()
    for _ in 0..<3 {
      client.clock.advance(by: .seconds(599))
      #expect(try await client.send("GET", "/conversation/\(id)/tier").status == 200)
    }
    client.clock.advance(by: .seconds(3))
    let late = try await client.send("GET", "/conversation/\(id)/tier")
    #expect(late.status == 401)
    #expect(late.header("WWW-Authenticate") == "Bearer")
    var again = client
    again.token = try await client.logIn()
    #expect(try await again.send("GET", "/conversation/\(id)/tier").status == 200)
  }

  @Test func `A conversation in use stays, an idle one is forgotten`() async throws {
    let client = try await Client.make { $0.tokenLifetime = .seconds(100_000) }
    let (used, idle) = (try await client.start(), try await client.start())
    for _ in 0..<4 {
      client.clock.advance(by: .seconds(1000))
      // Within the cache's lifetime as well, so that reads which the cache answers keep it alive too.
      for _ in 0..<2 { #expect(try await client.send("GET", "/conversation/\(used)/summary").status == 200) }
    }
    #expect(try await client.send("GET", "/conversation/\(idle)/summary").status == 404)
  }

  @Test func `Conversations, logins and cache do not grow beyond their bounds`() async throws {
    let client = try await Client.make {
      $0.maxConversations = 10
      $0.maxTokens = 5
      $0.cacheCapacity = 7
    }
    let first = try await client.start()
    for _ in 0..<100 { _ = try await client.start() }
    for _ in 0..<100 { _ = try await client.logIn() }
    #expect(client.agent.desk.withLock { $0.count } == 10)
    #expect(client.agent.tokens.withLock { $0.count } == 5)
    var fresh = client
    fresh.token = try await client.logIn()
    #expect(try await fresh.send("GET", "/cache/stats")["total_keys"] as? Int == 14, "customers and summaries")
    #expect(try await fresh.send("GET", "/conversation/\(first)/tier").status == 404)
  }

  @Test func `Expired conversations make room as new ones come`() async throws {
    let client = try await Client.make { $0.tokenLifetime = .seconds(100_000) }
    for _ in 0..<100 { _ = try await client.start() }
    client.clock.advance(by: .seconds(1801))
    for _ in 0..<10 { _ = try await client.start() }
    #expect(client.agent.desk.withLock { $0.count } == 10)
  }
}
