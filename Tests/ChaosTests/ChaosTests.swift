import LoadFixtures
import LoadTest
import Testing

@Suite("Chaos: what breaks, and what keeps going")
struct ChaosTests {
  @Test("Cache: 50 readers for 10 minutes, and a stampede before")
  func cache() async throws {
    try await LoadTest.run(
      Scenario(
        "cache", title: "Cache: 50 readers", user: CacheUser.self,
        profile: .ramp(to: 50, perSecond: 5, for: .minutes(10)), stampede: 50),
      sla: [
        .must(.cacheHitRate, atLeast: 0.6),
        .must(.staleReads, atMost: 0),
        .must(.stampedeComputations, atMost: 2),
        .must(.warmReadTime, below: .milliseconds(200)),
        .must(.coldReadTime, below: .milliseconds(1000)),
        .should(.expirationBurst, atMost: 0.5),
        .must(.p99ResponseTime, below: .milliseconds(3000)),
        .must(.errorRate, below: 0.01),
      ])
  }

  @Test("Cache, language model and database lost in turn, then the cache with more users and little memory")
  func dependencyLost() async throws {
    try await LoadTest.run(
      Scenario(
        "dependency-lost", title: "Dependencies lost: 50 to 100 users", user: SalesUser.self,
        profile: .stages([
          .users(50, perSecond: 10, until: .seconds(315)),
          .users(100, perSecond: 50, until: .seconds(365)),
          .users(50, perSecond: 50, until: .seconds(400)),
        ]),
        faults: [
          .at(.seconds(30), .lose(.cache), for: .seconds(20)),
          .at(.seconds(80), .lose(.llm), for: .seconds(20)),
          .at(.seconds(170), .lose(.database), for: .seconds(20)),
          // Cascading: 5 s later twice the users, 15 s later little memory.
          .at(.seconds(310), .lose(.cache), for: .seconds(50)),
          .at(.seconds(330), .memoryPressure, for: .seconds(30)),
        ]),
      sla: [
        .must(.recoveredShare, atLeast: 1),
        .must(.recoveryTime(after: .lose(.cache)), below: .seconds(30)),
        .must(.recoveryTime(after: .lose(.llm)), below: .seconds(60)),
        .must(.recoveryTime(after: .lose(.database)), below: .seconds(120)),
        .must(.throughputKept(during: .lose(.cache)), atLeast: 0.8),
        .must(.throughputKept(during: .lose(.llm)), atLeast: 0.8),
        .must(.blastRadius(of: .lose(.llm), outside: "message"), atMost: 2),
        .must(.breakerOpenings, atLeast: 1),
        .must(.breakersLeftOpen, atMost: 0),
        .must(.retryAmplification, atLeast: 1),
        .must(.retryAmplification, atMost: 1),
        .must(.repeatsInFaults, atMost: 0),
        .must(.p95ResponseTime, below: .milliseconds(1000), in: "before"),
        .must(.errorRate, below: 0.01, in: "cache lost"),
        .must(.errorRate, below: 0.01, in: "llm lost"),
        .must(.errorRate, below: 0.05, in: "cache lost + memory pressure"),
      ])
  }

  @Test("A bad network: slow, uneven, narrow, torn, swallowed, refused")
  func network() async throws {
    try await LoadTest.run(
      Scenario(
        "network", title: "A bad network: 50 users", user: SalesUser.self,
        profile: .ramp(to: 50, perSecond: 10, for: .seconds(270)),
        faults: [
          .at(.seconds(30), .network(.latency(.milliseconds(500))), for: .seconds(20)),
          .at(.seconds(70), .network(.jitter(.milliseconds(100))), for: .seconds(20)),
          .at(.seconds(110), .network(.bandwidth(bitsPerSecond: 100_000)), for: .seconds(20)),
          .at(.seconds(150), .network(.reset(share: 0.1)), for: .seconds(20)),
          .at(.seconds(190), .network(.blackHole(share: 0.1)), for: .seconds(20)),
          .at(.seconds(230), .network(.refused), for: .seconds(20)),
        ]),
      sla: [
        .must(.recoveredShare, atLeast: 1),
        .must(.recoveryTime(), below: .seconds(10)),
        .must(.errorRate, below: 0.01, in: "before"),
        .must(.errorRate, below: 0.01, in: "+500 ms"),
        .must(.errorRate, below: 0.01, in: "100 ms of jitter"),
        .must(.errorRate, below: 0.01, in: "100 kbit/s"),
        .must(.p95ResponseTime, below: .milliseconds(1000), in: "+500 ms"),
        .must(.p95ResponseTime, below: .milliseconds(1000), in: "before"),
      ])
  }

  @Test("The agent is killed and started again, later frozen and let go")
  func restart() async throws {
    try await LoadTest.run(
      Scenario(
        "restart", title: "Agent killed, later frozen: 50 users", user: SalesUser.self,
        profile: .ramp(to: 50, perSecond: 10, for: .seconds(210)),
        faults: [
          .at(.seconds(30), .lose(.agent), for: .seconds(20)),
          .at(.seconds(120), .freeze, for: .seconds(20)),
        ]),
      sla: [
        .must(.recoveredShare, atLeast: 1),
        .must(.detectionTime(of: .lose(.agent)), below: .seconds(1)),
        .must(.recoveryTime(), below: .seconds(60)),
        .must(.p95ResponseTime, below: .milliseconds(1000), in: "before"),
        .must(.errorRate, below: 0.01, in: "before"),
      ])
  }

  @Test(
    "Endurance: 50 users for an hour, and what the agent's memory does meanwhile",
    .enabled(if: LoadTest.isNamed("endurance"), "it takes long, and runs when it is named"))
  func endurance() async throws {
    try await LoadTest.run(
      Scenario(
        "endurance", title: "Endurance: 50 users", user: SalesUser.self,
        profile: .ramp(to: 50, perSecond: 5, for: .minutes(60)), watchesMemory: true),
      sla: [
        .must(.memoryGrowth, atMost: 0.2),
        .must(.averageResponseTime, below: .milliseconds(200)),
        .must(.p95ResponseTime, below: .milliseconds(1000)),
        .must(.p99ResponseTime, below: .milliseconds(3000)),
        .must(.errorRate, below: 0.01),
      ])
  }

  @Test("Circuit breaker: 100 users, a fifth of whose calls the language model cannot answer")
  func circuitBreaker() async throws {
    try await LoadTest.run(
      Scenario(
        "circuit-breaker", title: "Circuit breaker: 100 users", user: CircuitBreakerUser.self,
        profile: .ramp(to: 100, perSecond: 10, for: .minutes(5))),
      sla: [
        .must(.breakerOpenings, atLeast: 1),
        .must(.failuresToOpen, atLeast: 5),
        .must(.failuresToOpen, atMost: 5),
        .must(.rejectionTime, below: .milliseconds(50)),
        .must(.halfOpenProbes, atMost: 3),
        .must(.breakerClosings, atLeast: 1),
        .must(.closingHerd, atMost: 1.5),
        .must(.breakerContradictions, atMost: 0),
        .must(.p99ResponseTime, below: .milliseconds(3000)),
        .must(.errorRate, below: 0.05),
      ])
  }
}
