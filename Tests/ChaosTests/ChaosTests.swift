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
