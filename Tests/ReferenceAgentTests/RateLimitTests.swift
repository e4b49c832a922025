import AgentContracts
import Testing

@testable import ReferenceAgent

@Suite("The deployed agent's rate limit")
struct RateLimitTests {
  private func statuses(_ count: Int, _ client: Client, _ path: String = "/health") async throws -> [Int: Int] {
    var statuses: [Int: Int] = [:]
    for _ in 0..<count { statuses[try await client.send("GET", path).status, default: 0] += 1 }
    return statuses
  }

  @Test func `60 a minute are answered, the others 500, without saying when to come again`() async throws {
    let client = try await Client.deployed { $0.quirks = .rateLimit }
    #expect(try await statuses(81, client) == [200: 60, 500: 21])
    let refused = try await client.send("GET", "/health")
    #expect(refused.code == "UNKNOWN_ERROR")
    #expect(refused.header("Retry-After") == nil)
    client.clock.advance(by: .milliseconds(59_999))
    #expect(try await statuses(1, client) == [500: 1])
    client.clock.advance(by: .milliseconds(1))
    #expect(try await statuses(61, client) == [200: 60, 500: 1])
  }

  @Test func `And 1000 an hour`() async throws {
    let client = try await Client.deployed { $0.quirks = .rateLimit }
    var answered = 0
    for _ in 0..<59 {
      answered += try await statuses(60, client)[200] ?? 0
      client.clock.advance(by: .seconds(61))
    }
    #expect(answered == 1000)
    client.clock.advance(by: .seconds(3600 - 59 * 61))
    #expect(try await statuses(1, client) == [200: 1])
  }

  @Test func `What is refused uses nothing up`() async throws {
    let client = try await Client.deployed {
      $0.quirks = .rateLimit
      $0.rateLimits = RateLimits(perMinute: 2, perHour: 5)
    }
    for answered in [2, 2, 1] {
      #expect(try await statuses(4, client) == [200: answered, 500: 4 - answered])
      client.clock.advance(by: .seconds(60))
    }
  }

  @Test func `Absent routes use it up, what the agent says of itself does not`() async throws {
    let client = try await Client.deployed {
      $0.quirks = .rateLimit
      $0.rateLimits = RateLimits(perMinute: 2, perHour: 100)
    }
    for path in ["/", "/openapi.json", "/", "/openapi.json"] {
      #expect(try await client.send("GET", path).status == 200)
    }
    #expect(try await statuses(3, client, "/metrics") == [404: 2, 500: 1])
    #expect(try await client.send("GET", "/health").status == 500)
  }

  @Test func `Each log-in has its own, which its renewal does not raise; those without share one`() async throws {
    let client = try await Client.deployed()
    let first = try await client.logInDeployed()
    let second = try await client.logInDeployed()
    client.agent.quirks = .rateLimit
    func with(_ token: String?) -> Client {
      var other = client
      other.token = token
      return other
    }
    for login in [first, second] {
      #expect(try await statuses(61, with(login.data("access_token"))) == [200: 60, 500: 1])
    }
    // Renewing is asked for without a token, and so counts for the address.
    let renewed = try await client.refresh(first.data("refresh_token")).data("access_token")
    #expect(try await statuses(1, with(renewed)) == [500: 1])
    #expect(try await statuses(60, client) == [200: 59, 500: 1])
    #expect(try await statuses(1, with("made up")) == [500: 1], "an unknown token is none")
  }

  @Test func `The documented agent can have it as well`() async throws {
    let client = try await Client.make { $0.rateLimits.perMinute = 3 }
    client.agent.quirks = .rateLimit
    #expect(try await statuses(4, client, "/metrics") == [200: 3, 500: 1])
  }
}
