import Testing

@testable import ReferenceAgent

@Suite("Circuit breaker: exact counts on a manual clock")
struct CircuitBreakerTests {
  private func fail(_ breaker: inout CircuitBreaker, at now: Duration) {
    if let permit = breaker.acquire(at: now) { breaker.fail(permit, at: now) }
  }

  /// Leave for a trial call, which must be had.
  private func probe(_ breaker: inout CircuitBreaker, at now: Duration) throws -> CircuitBreaker.Permit {
    let permit = breaker.acquire(at: now)
    return try #require(permit)
  }

  private func opened() -> CircuitBreaker {
    var breaker = CircuitBreaker(limits: BreakerLimits())
    for _ in 0..<5 { fail(&breaker, at: .zero) }
    return breaker
  }

  @Test func `Closed, open, half open, closed at the exact counts`() throws {
    var breaker = CircuitBreaker(limits: BreakerLimits())
    for number in 1...5 {
      #expect(breaker.state(at: .zero) == .closed, "before failure \(number)")
      fail(&breaker, at: .zero)
      let other = breaker.acquire(at: .zero)
      if let other { breaker.succeed(other, at: .zero) }
      #expect((other == nil) == (number == 5))
    }
    #expect(breaker.state(at: .milliseconds(59_999)) == .open)
    #expect(breaker.acquire(at: .milliseconds(59_999)) == nil)
    #expect(breaker.remaining(at: .seconds(45)) == .seconds(15))
    #expect(breaker.state(at: .seconds(60)) == .halfOpen)
    let first = try probe(&breaker, at: .seconds(60))
    breaker.succeed(first, at: .seconds(60))
    #expect(breaker.state(at: .seconds(60)) == .halfOpen)
    let second = try probe(&breaker, at: .seconds(60))
    breaker.succeed(second, at: .seconds(60))
    #expect(breaker.state(at: .seconds(60)) == .closed)
    #expect(breaker.openings == 1)
    #expect(breaker.rejections == 2)
  }

  @Test func `One failed trial call opens it for a whole recovery time`() throws {
    var breaker = opened()
    let probe = try probe(&breaker, at: .seconds(60))
    breaker.fail(probe, at: .seconds(61))
    #expect(breaker.state(at: .milliseconds(120_999)) == .open)
    #expect(breaker.state(at: .seconds(121)) == .halfOpen)
  }

  @Test func `Three trial calls at a time, and a place that is given up is free`() throws {
    var breaker = opened()
    let probes = (0..<3).compactMap { _ in breaker.acquire(at: .seconds(60)) }
    #expect(probes.count == 3)
    #expect(breaker.acquire(at: .seconds(60)) == nil)
    breaker.abandon(probes[0])
    #expect(breaker.acquire(at: .seconds(60)) != nil)
  }

  @Test func `Hung trial calls cannot wedge it`() throws {
    var breaker = opened()
    let hung = (0..<3).compactMap { _ in breaker.acquire(at: .seconds(60)) }
    #expect(breaker.acquire(at: .milliseconds(89_999)) == nil)
    #expect(breaker.state(at: .seconds(90)) == .open, "a trial call without outcome has failed")
    #expect(breaker.state(at: .seconds(150)) == .halfOpen)
    // What the hung calls say in the end is about a period that is over.
    breaker.fail(hung[0], at: .seconds(150))
    #expect(breaker.state(at: .seconds(150)) == .halfOpen)
    for _ in 0..<2 {
      let probe = try probe(&breaker, at: .seconds(150))
      breaker.succeed(probe, at: .seconds(150))
    }
    breaker.fail(hung[1], at: .seconds(150))
    #expect(breaker.state(at: .seconds(150)) == .closed)
  }

  @Test func `Answers that come too late open it like failures`() throws {
    var breaker = CircuitBreaker(limits: BreakerLimits())
    for (number, time) in [9999, 10_000, 10_000, 10_000, 10_000, 10_000].enumerated() {
      let permit = try probe(&breaker, at: .zero)
      breaker.succeed(permit, at: .seconds(number), after: .milliseconds(time))
      #expect((breaker.state(at: .seconds(number)) == .open) == (number == 5))
    }
    #expect(breaker.failures == 5 && breaker.successes == 1)
  }

  @Test func `Its changes are told with their instants, and how many trial calls there were at a time`() throws {
    var breaker = opened()
    #expect(breaker.state(at: .seconds(70)) == .halfOpen)
    let probes = (0..<5).compactMap { _ in breaker.acquire(at: .seconds(71)) }
    for probe in probes { breaker.succeed(probe, at: .seconds(72)) }
    #expect(breaker.peakProbes == 3)
    #expect(
      breaker.changes == [
        .init(number: 1, state: .open, at: .zero, failures: 5),
        .init(number: 2, state: .halfOpen, at: .seconds(60), failures: nil),
        .init(number: 3, state: .closed, at: .seconds(72), failures: nil),
      ])
  }

  @Test func `What the client got wrong says nothing of the model`() async throws {
    let client = try await Client.make { $0.breaker.failures = 1 }
    let id = try await client.start()
    #expect(try await client.say("", in: id).status == 422)
    #expect(try await client.say("Hola", in: "unknown").status == 404)
    #expect(try await client.send("POST", "/conversation/timeout-test", #"{"delay":"x"}"#).status == 422)
    let breakers = try await client.send("GET", "/metrics/circuit-breakers")
    #expect(breakers["healthy"] as? Bool == true && (breakers["changes"] as? [Any])?.isEmpty == true)
  }

  @Test(arguments: [AgentFlaws.neverOpens, .neverCloses, .tenProbes])
  func `With a flaw it is the breaker that the flaw says`(flaw: AgentFlaws) throws {
    var breaker = CircuitBreaker(limits: BreakerLimits().with(flaw))
    for _ in 0..<100 { fail(&breaker, at: .zero) }
    #expect((breaker.state(at: .zero) == .open) == (flaw != .neverOpens))
    let probes = (0..<100).compactMap { _ in breaker.acquire(at: .seconds(61)) }
    if flaw != .neverOpens { #expect(breaker.peakProbes == (flaw == .tenProbes ? 10 : 3)) }
    for probe in probes { breaker.succeed(probe, at: .seconds(61)) }
    #expect((breaker.state(at: .seconds(61)) == .closed) == (flaw != .neverCloses))
  }

  @Test func `Failures that are far apart do not add up`() {
    var breaker = CircuitBreaker(limits: BreakerLimits())
    for number in 0..<50 { fail(&breaker, at: .seconds(15 * number)) }
    #expect(breaker.state(at: .seconds(15 * 50)) == .closed)
    #expect(breaker.failures == 50)
  }

  @Test func `Through the contract: time-outs, then 503 at once, recovery, two messages`() async throws {
    let client = try await Client.make()
    let id = try await client.start()
    try await withThrowingTaskGroup { group in
      for _ in 0..<5 {
        group.addTask { try await client.send("POST", "/conversation/timeout-test", #"{"delay":2000}"#).status }
      }
      await client.clock.untilAsleep(5)
      client.clock.advance(by: .seconds(2))
      for try await status in group { #expect(status == 504) }
    }
    let refused = try await client.send("POST", "/conversation/timeout-test", #"{"delay":2000}"#)
    #expect(refused.status == 503)
    #expect(refused.header("Retry-After") == "60")
    let breakers = try await client.send("GET", "/metrics/circuit-breakers")
    #expect(breakers["open_circuits"] as? [String] == ["llm"])
    #expect(breakers["healthy"] as? Bool == false)
    let canned = try await client.say("Hola", in: id)
    #expect(canned.status == 200)
    #expect(canned["_fallback"] as? Bool == true)
    client.clock.advance(by: .seconds(60))
    for expected in ["half_open", "half_open", "closed"] {
      let state = try await client.send("GET", "/metrics/circuit-breakers")["breakers"] as? [String: [String: Any]]
      #expect(state?["llm"]?["state"] as? String == expected)
      #expect(try await client.say("Hola", in: id)["_fallback"] == nil)
    }
  }

  @Test func `A caller who hangs up on the dependency has seen it fail`() async throws {
    let client = try await Client.make { $0.breaker.failures = 1 }
    let call = Task { try await client.send("POST", "/conversation/timeout-test", #"{"delay":30000}"#).status }
    await client.clock.untilAsleep(1)
    call.cancel()
    #expect(try await call.value == 499)
    #expect(try await client.send("POST", "/conversation/timeout-test", #"{"delay":1}"#).status == 503)
  }

  @Test func `A lost model opens it and messages go on with fallbacks`() async throws {
    let client = try await Client.make()
    let id = try await client.start()
    client.agent.faults.llmDown = true
    for _ in 0..<6 { #expect(try await client.say("Hola", in: id)["_fallback"] as? Bool == true) }
    #expect(try await client.send("GET", "/metrics/circuit-breakers")["healthy"] as? Bool == false)
  }
}
