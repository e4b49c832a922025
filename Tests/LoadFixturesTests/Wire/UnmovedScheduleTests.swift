import LoadEngine
import Testing

@testable import LoadFixtures

/// Validity check 21.
///
/// Catches: a user who waits after a 429 as Retry-After asks (arrivals are dropped); a request that is sent again after
/// a 503 (twice as many as the plan has).
@Suite("The wire breaks: the target asks for less", .serialized)
struct UnmovedScheduleTests {
  private static let seed: UInt64 = 7
  private static let profile = Probe.open(
    rate: 300, maxInFlight: 100, duration: .milliseconds(1500), spacing: .poisson)

  static let answers: [(status: Int, script: WireScript)] = [
    (200, .ok),
    (429, WireScript("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 60\r\nContent-Length: 0\r\n\r\n")),
    (503, WireScript("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 60\r\nContent-Length: 0\r\n\r\n")),
    (
      503,
      WireScript(
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 60\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
        then: .close)
    ),
  ]

  @Test(
    "Refusals are counted by status, and the arrivals are those of the same seed against a server that is well",
    arguments: WireScheme.here)
  func unmoved(scheme: WireScheme) async throws {
    var plan: [Int64] = []
    if case .open(let profile) = Self.profile { plan = Array(profile.arrivals(seed: Self.seed)) }
    #expect(plan.count > 300)
    let expected = plan
    try await RealTime.holds {
      var wrong: [String] = []
      for (status, script) in Self.answers {
        wrong += try await FaultyServer.with(scheme, answer: { _, _ in script }) { server in
          try await Self.deviation(from: expected, of: server, answering: status)
        }
      }
      return wrong
    }
  }

  private static func deviation(
    from plan: [Int64], of server: FaultyServer, answering status: Int
  ) async throws -> [String] {
    let record = try await server.load(profile, settings: ["LOAD_SEED": "\(seed)"])
    let counts = record.counts
    expectBooksBalance(record, with: server)
    #expect(counts.cancelled == 0, "\(status): \(counts)")
    #expect(counts.scheduled == plan.count, "\(status): \(counts)")
    // A stall of the machine may drop some; a refusal may not.
    guard counts.dropped == 0 else { return ["\(status): \(counts)"] }
    #expect((status == 200 ? counts.completed : counts.failed) == plan.count, "\(status)")
    #expect(record.failureKinds == (status == 200 ? [:] : ["status \(status)": plan.count]))
    #expect(server.requests == plan.count + counts.instrument, "\(status)")
    return deviation(of: server.arrivals.dropFirst(), from: plan).map { "\(status): \($0)" }
  }

  /// When requests came otherwise than planned: in the median by more than 5 ms, or any by more than 100 ms.
  private static func deviation(of arrivals: ArraySlice<MonotonicTime>, from plan: [Int64]) -> [String] {
    guard arrivals.count == plan.count else { return ["\(arrivals.count) arrivals instead of \(plan.count)"] }
    // The origin is the generator's own: the quickest request is nearest to it.
    let offsets = zip(arrivals, plan).map { $0.nanoseconds - $1 }.sorted()
    let late = offsets.map { Double($0 - offsets[0]) / 1e6 }
    let (median, worst) = (late[late.count / 2], late[late.count - 1])
    return median <= 5 && worst <= 100 ? [] : ["late by \(median) ms in the median, \(worst) ms at most"]
  }
}
