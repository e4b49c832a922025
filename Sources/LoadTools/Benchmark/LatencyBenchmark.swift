import LoadEngine
import LoadFixtures

/// Measures what the engine adds to the time that a server really took, with so many users at the same rate each.
///
/// The server (`Benchmarks/peers/latency.c`) answers with the nanoseconds from the request read to the answer sent and
/// never sleeps. What is left of the client's service time is the engine, its thread's wake-up, and the kernel in
/// between.
struct LatencyBenchmark {
  let host: TargetURL
  let users: Int
  let duration: Duration

  /// From one call of a user to the next: the loop's thread falls asleep in between, as between real users' calls.
  private static let period = Duration.milliseconds(20)

  func run() async throws -> BenchmarkReport {
    let loop = try EventLoop(name: "latency")
    let addresses = try await Resolver.resolve(host: host.host, port: host.port)
    var bytes: [UInt8] = []
    try RequestHead(method: "GET", target: "/", host: host.authority).write(into: &bytes)
    let (request, start) = (bytes, MonotonicTime.now + .milliseconds(100))
    let added = try await withThrowingTaskGroup(of: HDRHistogram.self) { group in
      for number in 0..<users {
        group.addTask(executorPreference: loop) {
          // Spread over the period, so that no user waits for another one's answer.
          let first = start + Self.period * number / users
          return try await calls(request, from: first, over: HTTPConnection(to: addresses, on: loop), on: loop)
        }
      }
      return try await group.reduce(into: HDRHistogram()) { $0.add($1) }
    }
    await loop.shutDown()
    return BenchmarkReport(
      requests: added.count, users: users, p50Microseconds: added.statistics.p50.map { $0 * 1000 },
      p99Microseconds: added.statistics.p99.map { $0 * 1000 })
  }

  private func calls(
    _ request: [UInt8], from first: MonotonicTime, over connection: HTTPConnection, on loop: EventLoop
  ) async throws -> HDRHistogram {
    defer { connection.close() }
    var added = HDRHistogram()
    for number in 0...Int(duration / Self.period) {
      try await loop.sleep(until: first + Self.period * number)
      let outcome = await connection.call(request, deadline: .now + .seconds(5))
      let body = String(decoding: try outcome.result.get().body, as: UTF8.self)
      guard let server = Int64(body) else {
        throw ConfigurationError(variable: "--host", value: body, allowed: "the server of Benchmarks/peers/latency.c")
      }
      // The first one opens the connection.
      if number > 0 { added.record(nanoseconds: outcome.timings.end - outcome.timings.start - server) }
    }
    return added
  }
}
