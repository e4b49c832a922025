import Testing

@testable import ReferenceAgent

@Suite("Bound on parallel work")
struct WorkGateTests {
  @Test func `Waiters are served in order of arrival, past those who gave up`() {
    var queue = WorkQueue<String>(parallelism: 1, limit: 3)
    #expect(queue.admit() == .run)
    for (ticket, name) in ["a", "b", "c"].enumerated() {
      #expect(queue.admit() == .wait(UInt64(ticket)))
      #expect(queue.park(name, at: UInt64(ticket)) == nil)
    }
    #expect(queue.admit() == .refuse)
    #expect(queue.cancel(1) == "b")
    #expect(queue.cancel(1) == nil, "only once")
    #expect(queue.waiting == 2)
    #expect(queue.leave() == "a")
    #expect(queue.leave() == "c")
    #expect(queue.running == 1)
    #expect(queue.leave() == nil)
    #expect(queue.running == 0)
  }

  @Test func `A turn or a cancellation that comes before the waiter is parked is not lost`() {
    var queue = WorkQueue<String>(parallelism: 1, limit: 2)
    _ = queue.admit()
    #expect(queue.admit() == .wait(0))
    #expect(queue.admit() == .wait(1))
    #expect(queue.cancel(0) == nil)
    #expect(queue.leave() == nil)
    #expect(queue.running == 1, "the place is the second waiter's")
    #expect(queue.park("a", at: 0) == .cancelled)
    #expect(queue.park("b", at: 1) == .run)
    #expect(queue.waiting == 0)
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

  /// Waits for a state; the test's time limit ends it when that does not come.
  private func until(_ condition: () -> Bool) async throws {
    while !condition() {
      try Task.checkCancellation()
      await Task.yield()
    }
  }

  @Test(.timeLimit(.minutes(1))) func `Load shows as latency, and beyond the queue as 503`() async throws {
    let client = try await Client.make {
      $0.serviceTimes = ServiceTimes(
        [.health: ServiceTime(median: .milliseconds(10), sigma: 0)], databaseRead: ServiceTime(median: .zero))
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
