import LoadEngine
import LoadFixtures

/// Measures what the engine adds to the time that a server really took, on a loop that is otherwise idle.
///
/// The server notes on the same clock when it had read a request and when it wrote the answer. What is left of the
/// client's service time is the engine, its thread's wake-up where it slept, and the kernel in between.
struct LatencyBenchmark {
  let requests: Int
  /// What the server takes.
  let serviceTime: Duration

  /// A pause between two calls that lets the loop's thread fall asleep, as it is between the calls of real users.
  private static let pause = Duration.milliseconds(2)

  func run() async throws -> BenchmarkReport {
    let loop = try EventLoop(name: "latency")
    let server = try SpinningServer(serviceTime: serviceTime)
    let address = try await Resolver.resolve(host: "127.0.0.1", port: server.port)
    var request: [UInt8] = []
    try RequestHead(method: "GET", target: "/", host: "127.0.0.1").write(into: &request)
    let bytes = request
    let added = try await Task(executorPreference: loop) {
      let connection = HTTPConnection(to: address, on: loop)
      defer { connection.close() }
      var added = HDRHistogram()
      for number in 0...requests {
        try await EventLoop.sleep(for: Self.pause)
        let outcome = await connection.call(bytes, deadline: .now + .seconds(5))
        _ = try outcome.result.get()
        // The first one opens the connection.
        guard number > 0 else { continue }
        added.record(nanoseconds: outcome.timings.end - outcome.timings.start - server.lastServiceTime)
      }
      return added
    }.value
    await loop.shutDown()
    return BenchmarkReport(
      requests: added.count, p50Microseconds: added.statistics.p50.map { $0 * 1000 },
      p99Microseconds: added.statistics.p99.map { $0 * 1000 })
  }
}
