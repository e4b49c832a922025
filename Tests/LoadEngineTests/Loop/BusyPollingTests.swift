import Testing

@testable import LoadEngine

struct BusyPollingTests {
  private static let microsecond: Int64 = 1000

  /// One whose last call took so long, with another one out.
  private static func afterAnswer(in microseconds: Int64) -> BusyPolling {
    var polling = BusyPolling()
    polling.callBegan()
    polling.callEnded(after: microseconds * microsecond)
    polling.callBegan()
    return polling
  }

  private static func time(_ microseconds: Int64) -> MonotonicTime {
    MonotonicTime(nanoseconds: microseconds * microsecond)
  }

  @Test func `the thread sleeps until an answer has come fast`() {
    var polling = BusyPolling()
    #expect(!polling.isWorthwhile)
    polling.callBegan()
    #expect(!polling.isWorthwhile)
    #expect(polling.stretch(at: Self.time(0)) == 0)
  }

  @Test(arguments: [(1, true), (500, true), (501, false), (10_000, false)] as [(Int64, Bool)])
  func `only after a fast answer does it stay awake`(microseconds: Int64, expected: Bool) {
    var polling = Self.afterAnswer(in: microseconds)
    #expect(polling.isWorthwhile == expected)
    #expect(polling.stretch(at: Self.time(0)) == (expected ? BusyPolling.longest : 0))
  }

  @Test func `it sleeps without a call, and beside a second one`() {
    var polling = Self.afterAnswer(in: 100)
    polling.callBegan()
    #expect(!polling.isWorthwhile)
    polling.callEnded(after: 100 * Self.microsecond)
    #expect(polling.isWorthwhile)
    polling.callEnded(after: 100 * Self.microsecond)
    #expect(!polling.isWorthwhile)
  }

  @Test func `one stretch in vain is the last until the next fast answer`() {
    var polling = Self.afterAnswer(in: 100)
    #expect(polling.stretch(at: Self.time(0)) > 0)
    polling.spent(BusyPolling.longest, inVain: true)
    #expect(!polling.isWorthwhile)
    polling.callEnded(after: 400 * Self.microsecond)
    polling.callBegan()
    #expect(polling.isWorthwhile)
  }

  @Test func `a loop with one fast call after another is awake for a fifth of the time`() {
    var polling = Self.afterAnswer(in: 300)
    var now: Int64 = 0
    var awake: Int64 = 0
    while now < 1_000_000 {
      let stretch = polling.stretch(at: Self.time(now)) / Self.microsecond
      // Long enough for the answer, or not begun.
      #expect(stretch == 0 || stretch >= 300)
      if stretch > 0 {
        awake += 300
        polling.spent(300 * Self.microsecond, inVain: false)
      }
      now += 300
      polling.callEnded(after: 300 * Self.microsecond)
      polling.callBegan()
    }
    // Two stretches are given at the beginning.
    #expect((200_000...201_300).contains(awake))
  }

  @Test func `a long pause is worth two stretches, no more`() {
    var polling = Self.afterAnswer(in: 500)
    var stretches = 0
    for second in [0, 3600] as [Int64] {
      while polling.stretch(at: Self.time(second * 1_000_000)) > 0 {
        polling.spent(BusyPolling.longest, inVain: false)
        stretches += 1
      }
    }
    #expect(stretches == 4)
  }

  /// Fails when a way to end a call does not tell the loop, which would take it for waiting ever after.
  @Test(.timeLimit(.minutes(1)), arguments: PollerChoice.both)
  func `the loop knows how many calls are out, however they end`(poller: PollerChoice) async throws {
    try await OnLoop.serving(poller) { server in
      try await OnLoop.connected(to: server.port, poller) { connection, loop in
        let request = try Samples.request()
        #expect(try await connection.call(request, deadline: .soon).result.get().status == 200)
        #expect(loop.callsInFlight == 0)
      }
    }
    // One that never answers: an answer must not come before the call is looked at and cancelled.
    try await RawServer.run { socket, _ in
      socket.read()
      socket.close()
    } _: { server in
      try await OnLoop.connected(to: server.port, poller) { connection, loop in
        let mine = LoopBound(connection, to: loop)
        let cancelled = Task(executorPreference: loop) {
          await mine.value.call(try Samples.request(), deadline: .soon)
        }
        #expect(try await OnLoop.eventually { connection.isBusy })
        #expect(loop.callsInFlight == 1)
        connection.cancelCall()
        #expect(try await cancelled.value.error == .cancelled)
        #expect(loop.callsInFlight == 0)
        let late = try await connection.call(Samples.request(), deadline: MonotonicTime.now)
        #expect(late.error == .connectTimeout)
        #expect(loop.callsInFlight == 0)
      }
    }
    let deaf = try RawSocket(boundTo: 0)
    defer { deaf.close() }
    try await OnLoop.connected(to: deaf.port, poller) { connection, loop in
      let refused = try await connection.call(Samples.request(), deadline: .soon)
      #expect(refused.error == .refused)
      #expect(loop.callsInFlight == 0)
    }
  }

  /// Fails when the loop that waits awake does not look at timers, at its inbox, or at its sockets.
  @Test(.timeLimit(.minutes(1)), arguments: PollerChoice.both)
  func `a loop that waits awake for an answer does all else`(poller: PollerChoice) async throws {
    try await OnLoop.serving(poller) { server in
      try await OnLoop.connected(to: server.port, poller) { connection, loop in
        let request = try Samples.request()
        let naps = Task(executorPreference: loop) {
          for _ in 0..<50 { try await EventLoop.sleep(for: .microseconds(300)) }
        }
        let posts = Task.detached {
          var sum = 0
          for number in 0..<200 { sum += await loop.run { number } }
          return sum
        }
        for _ in 0..<500 {
          let outcome = await connection.call(request, deadline: .soon)
          #expect(try outcome.result.get().status == 200)
        }
        try await naps.value
        #expect(await posts.value == 19_900)
      }
    }
  }
}
