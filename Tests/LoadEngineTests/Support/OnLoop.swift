import LoadEngine

extension PollerChoice {
  /// Both must behave alike: macOS runs on the second one only.
  static let both: [PollerChoice] = [.epoll, .poll]
}

/// Lends event loops, and what stands on them, to a test body.
enum OnLoop {
  /// Runs a body on a loop of its own, which ends with it.
  static func run<Result: Sendable>(
    _ poller: PollerChoice, _ body: @escaping @Sendable (EventLoop) async throws -> Result
  ) async throws -> Result {
    let loop = try EventLoop(name: "test", poller: poller)
    let result = await Task(executorPreference: loop) { try await body(loop) }.result
    await loop.shutDown()
    return try result.get()
  }

  /// Runs a body on a loop with a connection to a port of 127.0.0.1.
  static func connected(
    to port: Int, _ poller: PollerChoice, limits: HTTPLimits = HTTPLimits(),
    _ body: @escaping @Sendable (HTTPConnection, EventLoop) async throws -> Void
  ) async throws {
    try await run(poller) { loop in
      let connection = HTTPConnection(to: [.loopback(port)], limits: limits, on: loop)
      defer { connection.close() }
      try await body(connection, loop)
    }
  }

  /// Runs a body while a server with the handler listens.
  static func serving(
    _ poller: PollerChoice, limits: HTTPLimits = HTTPLimits(), bounds: HTTPServerBounds = HTTPServerBounds(),
    handler: @escaping HTTPServer.Handler = Samples.handler, _ body: (HTTPServer) async throws -> Void
  ) async throws {
    let loop = try EventLoop(name: "server", poller: poller)
    let server = try await HTTPServer.start(loops: [loop], limits: limits, bounds: bounds, handler: handler)
    do {
      try await body(server)
    } catch {
      await server.stop()
      await loop.shutDown()
      throw error
    }
    await server.stop()
    await loop.shutDown()
  }

  /// Whether a call that is to end at its deadline does so within 50 ms, never before, in one of four attempts: the
  /// other tests of the process may hold up the machine, but an engine that is late is late each time.
  ///
  /// - Parameter lateness: Makes the call and gives how much later than its deadline it ended, nanoseconds.
  static func endsInTime(_ lateness: () async throws -> Int64) async throws -> Bool {
    for _ in 1...4 {
      let late = try await lateness()
      if late < 0 { return false }
      if late < 50_000_000 { return true }
    }
    return false
  }

  /// Asks again and again until the answer is yes; false when the time is up.
  static func eventually(within time: Duration = .seconds(20), _ condition: () async -> Bool) async throws -> Bool {
    let limit = MonotonicTime.now + time
    while !(await condition()) {
      if MonotonicTime.now > limit { return false }
      try await EventLoop.sleep(for: .milliseconds(1))
    }
    return true
  }
}
