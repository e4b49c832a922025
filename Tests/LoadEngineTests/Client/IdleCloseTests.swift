import Foundation
import TestSupport
import Testing

@testable import LoadEngine

/// Connections that the server closes while the next request is on its way.
@Suite(.timeLimit(.minutes(1)))
struct IdleCloseTests {
  private static let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
  private static let nap = Duration.milliseconds(20)

  /// Answers the first request of a connection and closes on the second, as a close does that crosses it.
  private static func crossing(
    _ poller: PollerChoice, byReset: Bool = false, firstByte: String = "",
    _ body: @escaping @Sendable (HTTPConnection, RawServer) async throws -> Void
  ) async throws {
    try await OnLoop.scripted(
      poller,
      { socket, _ in
        socket.readHead()
        socket.send(answer)
        let second = socket.readHead()
        if !second.isEmpty { socket.send(firstByte) }
        if byReset { socket.resetAtClose() }
      }, body)
  }

  @Test(arguments: PollerChoice.both, [false, true])
  func `a request that may be repeated is, once, and its call tells of it`(poller: PollerChoice, byReset: Bool)
    async throws
  {
    try await Self.crossing(poller, byReset: byReset) { connection, server in
      _ = await connection.call(try Samples.request(), mayRepeat: true, deadline: .soon)
      try await EventLoop.sleep(for: Self.nap)
      let repeated = await connection.call(try Samples.request(), mayRepeat: true, deadline: .soon)
      #expect(repeated.text == "ok")
      let timings = repeated.timings
      let points = [timings.start, timings.repeated, timings.connected, timings.sent, timings.firstByte, timings.end]
        .compactMap(\.self)
      #expect(points.count == 6 && points == points.sorted())
      #expect(server.accepted == 2)
      // Two closes that agree give the target's idle time-out; a stall may make some disagree.
      var repeats = [true]
      while repeats.count < 12, repeats.suffix(2) != [false, false] {
        try await EventLoop.sleep(for: Self.nap)
        let next = await connection.call(try Samples.request(), mayRepeat: true, deadline: .soon)
        #expect(next.text == "ok" && next.timings.connected != nil)
        repeats.append(next.timings.repeated != nil)
        #expect(server.accepted == repeats.count + 1)
      }
      #expect(repeats.prefix(2) == [true, true] && repeats.suffix(2) == [false, false], "\(repeats)")
    }
  }

  @Test(arguments: PollerChoice.both, [false, true])
  func `any other fails as an idle close, until the target's patience is known`(poller: PollerChoice, byReset: Bool)
    async throws
  {
    try await Self.crossing(poller, byReset: byReset) { connection, server in
      _ = await connection.call(try Samples.request("POST"), deadline: .soon)
      try await EventLoop.sleep(for: Self.nap)
      let lost = await connection.call(try Samples.request("POST"), deadline: .soon)
      guard case .idleClose(let idle) = lost.error else {
        Issue.record("\(lost)")
        return
      }
      #expect(idle >= Self.nap && lost.timings.repeated == nil && !connection.isConnected)
      #expect(server.accepted == 1)
      // Until two closes have agreed every second one fails, none of them twice.
      var failures = 1
      var inARow = 0
      for _ in 1...12 where inARow < 3 {
        let next = await connection.call(try Samples.request("POST"), deadline: .soon)
        if next.text == "ok" {
          inARow += 1
        } else {
          #expect(next.timings.repeated == nil)
          (failures, inARow) = (failures + 1, 0)
        }
        try await EventLoop.sleep(for: Self.nap)
      }
      #expect(failures >= 2 && inARow == 3)
    }
  }

  /// As the agent's own framework does: a 500, and the connection ends without a word on it.
  @Test(arguments: PollerChoice.both)
  func `a close after an error says nothing of the server's patience`(poller: PollerChoice) async throws {
    try await OnLoop.scripted(poller) { socket, number in
      socket.readHead()
      if number == 0 {
        socket.send("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n")
      } else {
        repeat { socket.send(Self.answer) } while !socket.readHead().isEmpty
      }
    } _: { connection, server in
      let failed = await connection.call(try Samples.request(), deadline: .soon)
      #expect(try failed.result.get().status == 500)
      #expect(try await OnLoop.eventually { !connection.isConnected })
      for _ in 1...3 {
        #expect(await connection.call(try Samples.request(), deadline: .soon).text == "ok")
      }
      #expect(server.accepted == 2)
    }
  }

  @Test(arguments: PollerChoice.both)
  func `with a byte of the answer there nothing is repeated`(poller: PollerChoice) async throws {
    try await Self.crossing(poller, firstByte: "H") { connection, server in
      _ = await connection.call(try Samples.request(), mayRepeat: true, deadline: .soon)
      let broken = await connection.call(try Samples.request(), mayRepeat: true, deadline: .soon)
      #expect(broken.error == .truncated && broken.timings.repeated == nil)
      #expect(server.accepted == 1)
    }
  }

  @Test(arguments: PollerChoice.both)
  func `a server that goes away while it works on the request has failed, and nothing is repeated`(
    poller: PollerChoice
  ) async throws {
    try await OnLoop.scripted(poller) { socket, _ in
      socket.readHead()
      socket.send(Self.answer)
      socket.readHead()
      usleep(1_200_000)
    } _: { connection, server in
      _ = await connection.call(try Samples.request(), mayRepeat: true, deadline: .soon)
      let lost = await connection.call(try Samples.request(), mayRepeat: true, deadline: .soon)
      #expect(lost.error == .closed && lost.timings.repeated == nil)
      #expect(server.accepted == 1)
    }
  }

  @Test func `a repeat whose connection never stood was not sent twice`() {
    var timings = CallTimings(start: .now, end: .now)
    timings.repeated = .now
    #expect(!timings.wasSentTwice)
    timings.sent = .now
    #expect(timings.wasSentTwice)
  }

  @Test(arguments: PollerChoice.both)
  func `a new connection's end is no idle close, and nothing is repeated twice`(poller: PollerChoice) async throws {
    try await OnLoop.scripted(poller) { socket, number in
      socket.readHead()
      if number == 0 {
        socket.send(Self.answer)
        socket.readHead()
      }
    } _: { connection, server in
      _ = await connection.call(try Samples.request(), mayRepeat: true, deadline: .soon)
      let twice = await connection.call(try Samples.request(), mayRepeat: true, deadline: .soon)
      #expect(twice.error == .closed && twice.timings.repeated != nil)
      #expect(server.accepted == 2)
      let fresh = await connection.call(try Samples.request(), mayRepeat: true, deadline: .soon)
      #expect(fresh.error == .closed && fresh.timings.repeated == nil)
      #expect(server.accepted == 3)
    }
  }

  @Test(arguments: PollerChoice.both)
  func `a repeat has no deadline of its own`(poller: PollerChoice) async throws {
    try await OnLoop.scripted(poller) { socket, number in
      socket.readHead()
      if number == 0 {
        socket.send(Self.answer)
        socket.readHead()
      } else {
        socket.read()
      }
    } _: { connection, _ in
      _ = await connection.call(try Samples.request(), mayRepeat: true, deadline: .soon)
      let deadline = MonotonicTime.now + .milliseconds(500)
      let late = await connection.call(try Samples.request(), mayRepeat: true, deadline: deadline)
      #expect(late.error == .timeout && late.timings.repeated != nil)
      #expect(late.timings.end >= deadline)
    }
  }

  /// Half a second of silence is within the second that the server announces, and nine tenths are not.
  @Test(arguments: PollerChoice.both)
  func `an announced time-out is heeded`(poller: PollerChoice) async throws {
    try await OnLoop.scripted(poller) { socket, _ in
      while !socket.readHead().isEmpty {
        socket.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nKeep-Alive: max=9, timeout=1\r\n\r\nok")
      }
    } _: { connection, _ in
      _ = await connection.call(try Samples.request(), deadline: .soon)
      #expect(await connection.call(try Samples.request(), deadline: .soon).timings.connected == nil)
      try await EventLoop.sleep(for: .milliseconds(920))
      #expect(await connection.call(try Samples.request(), deadline: .soon).timings.connected != nil)
    }
  }

  @Test(arguments: PollerChoice.both)
  func `a keep-alive of 0 opens a connection for each call and leaves none open`(poller: PollerChoice) async throws {
    try await OnLoop.serving(poller) { server in
      try await OnLoop.run(poller) { loop in
        let connection = HTTPConnection(
          to: AddressBook([.loopback(server.port)]), keepAlive: KeepAlive(.zero), on: loop)
        for _ in 1...3 {
          let outcome = await connection.call(try Samples.request(), deadline: .soon)
          #expect(outcome.error == nil && outcome.timings.connected != nil)
          #expect(!connection.isConnected)
        }
      }
    }
  }
}
