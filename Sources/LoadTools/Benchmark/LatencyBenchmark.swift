import LoadEngine
import LoadFixtures
import Synchronization

/// Measures what the engine adds to the time that a server really took, on loops that are otherwise idle.
///
/// The server notes on the same clock when it had read a request and when it began to write the answer. What is left
/// of the client's service time is the engine on both sides and the kernel in between.
struct LatencyBenchmark {
  let requests: Int

  /// A pause between two calls that lets both threads fall asleep, as they are between the calls of real users.
  private static let pause = Duration.milliseconds(2)

  func run() async throws -> BenchmarkReport {
    let loops = try EventLoop.start(2, name: "latency")
    // One call at a time: the server's last note is that of the call that has just ended.
    let taken = Atomic<Int64>(0)
    let server = try await HTTPServer.start(loops: [loops[1]]) { _ in
      let read = MonotonicTime.now
      try? await EventLoop.sleep(for: .microseconds(500))  // Cancelled only when the server stops.
      taken.store(MonotonicTime.now - read, ordering: .sequentiallyConsistent)
      return HTTPServerReply(status: 200, body: Array("{}".utf8))
    }
    let address = try await Resolver.resolve(host: "127.0.0.1", port: server.port)
    var request: [UInt8] = []
    try RequestHead(method: "GET", target: "/", host: "127.0.0.1").write(into: &request)
    let (loop, bytes) = (loops[0], request)
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
        let service = outcome.timings.end - outcome.timings.start
        added.record(nanoseconds: service - taken.load(ordering: .sequentiallyConsistent))
      }
      return added
    }.value
    await server.stop()
    for loop in loops { await loop.shutDown() }
    return BenchmarkReport(
      requests: added.count, p50Microseconds: added.statistics.p50.map { $0 * 1000 },
      p99Microseconds: added.statistics.p99.map { $0 * 1000 })
  }
}
