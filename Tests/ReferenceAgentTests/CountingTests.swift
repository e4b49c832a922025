import Testing

@testable import ReferenceAgent

@Suite("Each answered request counts exactly once")
struct CountingTests {
  @Test func `A thousand answers at the same time`() async throws {
    let client = try await Client.make { $0.parallelism = 16 }
    let id = try await client.start()
    await withTaskGroup { group in
      for number in 0..<1000 {
        group.addTask {
          switch number % 5 {
          case 0: _ = try? await client.say("Hola", in: id)
          case 1: _ = try? await client.send("GET", "/conversation/\(id)/tier")
          case 2: _ = try? await client.send("POST", "/conversation/none/message", #"{"message":"x"}"#)
          case 3: _ = try? await client.send("GET", "/metrics")
          default: _ = try? await client.send("GET", "/nowhere")
          }
        }
      }
    }
    let metrics = try await client.send("GET", "/metrics")
    #expect(metrics["requests_total"] as? Int == 802)
    #expect(
      metrics["requests_by_route"] as? [String: Int]
        == ["login": 1, "start": 1, "message": 400, "tier": 200, "other": 200])
    #expect(metrics["monitoring_requests_by_route"] as? [String: Int] == ["metrics": 200])
    #expect(metrics["active_connections"] as? Int == 0)
    // Every message that was answered is in the conversation, none twice.
    #expect(try await client.send("GET", "/conversation/\(id)/summary")["message_count"] as? Int == 200)
  }

  @Test func `A cancelled request is answered and counted`() async throws {
    let client = try await Client.make()
    client.agent.faults.extraDelay = .seconds(1)
    let call = Task { try await client.send("GET", "/health").status }
    await client.clock.untilAsleep(1)
    #expect(try await client.send("GET", "/metrics/connections")["active_connections"] as? Int == 1)
    call.cancel()
    #expect(try await call.value == 499)
    let metrics = try await client.send("GET", "/metrics")
    #expect(metrics["cancelled_total"] as? Int == 1)
    #expect(metrics["requests_total"] as? Int == 2)
    #expect(metrics["errors_total"] as? Int == 0)
  }

  @Test func `Rate, error rate and average are those of the last ten seconds`() {
    var counter = TrafficCounter(start: .zero)
    for number in 0..<100 {
      let now = Duration.milliseconds(100 * number)
      counter.begin(.operation(.message))
      counter.end(.operation(.message), status: number % 10 == 0 ? 503 : 404, began: now - .milliseconds(20), at: now)
    }
    let recent = counter.recent(at: .seconds(10) - .milliseconds(1))
    #expect(abs(recent.requestsPerSecond - 10) < 0.01)
    #expect(recent.errorRate == 0.1)
    #expect(abs(recent.averageResponseTime - 20) < 1e-9)
    let later = counter.recent(at: .seconds(30))
    #expect(later == TrafficCounter.Recent(averageResponseTime: 0, errorRate: 0, requestsPerSecond: 0))
    #expect(counter.total == 100)
    #expect(counter.errors == 10)
  }
}
