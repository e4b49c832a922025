import Testing

@testable import ReferenceAgent

@Suite("Bound on parallel work")
struct WorkGateTests {
  /// Waits for a state; the test's time limit ends it when that does not come.
  private func until(_ condition: () -> Bool) async throws {
    while !condition() {
      try Task.checkCancellation()
      await Task.yield()
    }
  }

  @Test(.timeLimit(.minutes(1))) func `Waiters are served in order of arrival, past those who gave up`() async throws {
    let gate = WorkGate(parallelism: 1, queueLimit: 3)
    let (opened, open) = AsyncStream.makeStream(of: Void.self)
    let first = Task { try await gate.run { for await _ in opened {} } }
    try await until { gate.load == (1, 0) }
    let (served, serve) = AsyncStream.makeStream(of: Int.self)
    var waiters: [Task<Void, any Error>] = []
    for number in 0..<3 {
      waiters.append(Task { try await gate.run { _ = serve.yield(number) } })
      try await until { gate.load == (1, number + 1) }
    }
    await #expect(throws: AgentFailure.self) { try await gate.run {} }
    waiters[1].cancel()
    await #expect(throws: CancellationError.self) { try await waiters[1].value }
    #expect(gate.load == (1, 2))
    open.finish()
    for task in [first, waiters[0], waiters[2]] { try await task.value }
    serve.finish()
    #expect(await served.reduce(into: []) { $0.append($1) } == [0, 2])
    #expect(gate.load == (0, 0))
  }

  @Test(.timeLimit(.minutes(1))) func `A task that is cancelled before it waits does not wait`() async throws {
    let gate = WorkGate(parallelism: 1, queueLimit: 1)
    try await gate.run {
      let late = Task {
        while !Task.isCancelled { await Task.yield() }
        try await gate.run {}
      }
      late.cancel()
      await #expect(throws: CancellationError.self) { try await late.value }
      #expect(gate.load == (1, 0))
    }
  }

  @Test func `Never more at work than allowed, nobody lost, cancelled ones included`() async throws {
    let gate = WorkGate(parallelism: 4, queueLimit: 1000)
    let peak = Peak()
    let done = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<500 {
        group.addTask {
          do {
            return try await gate.run {
              peak.enter()
              await Task.yield()
              peak.leave()
              return true
            }
          } catch { return false }
        }
        if number == 250 { group.cancelAll() }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(done > 0)
    #expect(peak.most <= 4)
    #expect(gate.load == (0, 0))
  }

  @Test(.timeLimit(.minutes(1))) func `Load shows as latency, and beyond the queue as 503`() async throws {
    let client = try await Client.make {
      $0.serviceTimes = ServiceTimes(
        byOperation: [.health: ServiceTime(median: .milliseconds(10), sigma: 0)],
        databaseRead: ServiceTime(median: .zero))
      $0.parallelism = 2
      $0.queueLimit = 4
    }
    let agent = client.agent
    // The first two work, four wait; each is started when the one before is where it should be.
    let calls = (0..<6).map { _ in Task { try await client.send("GET", "/health").status } }
    try await until { agent.gate.load == (2, 4) }
    let refused = try await client.send("GET", "/health")
    #expect(refused.status == 503)
    #expect(refused.header("Retry-After") == "1")
    for round in 1...3 {
      await client.clock.untilAsleep(2)
      #expect(agent.answeredRequests[.health] == 1 + 2 * (round - 1))
      client.clock.advance(by: .milliseconds(10))
      try await until { agent.answeredRequests[.health] == 1 + 2 * round }
    }
    for call in calls { #expect(try await call.value == 200) }
    // One refused at once; two each after 10, 20 and 30 ms: 120 ms over seven requests and the log-in.
    let average = try #require(try await client.send("GET", "/metrics")["avg_response_time"] as? Double)
    #expect(abs(average - 120 / 8) < 1e-9)
  }
}
