import Foundation
import TestSupport
import Testing

@testable import LoadEngine

/// Deadlines, cancellation and connections that end between two calls.
@Suite(.timeLimit(.minutes(1)))
struct InterruptedCallTests {
  private static let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

  @Test(arguments: PollerChoice.both)
  func `a call without an answer ends at its own deadline`(poller: PollerChoice) async throws {
    try await OnLoop.scripted(poller) { socket, _ in
      socket.readHead()
      socket.send(Self.answer)
      socket.read()
    } _: { connection, _ in
      for milliseconds in [60, 20, 40] {
        let isInTime = try await OnLoop.endsInTime {
          // Its far deadline must not stand in for the near one of the next.
          let answered = try await connection.call(Samples.request(), deadline: .now + .seconds(60))
          #expect(answered.text == "ok")
          let deadline = MonotonicTime.now + .milliseconds(milliseconds)
          let outcome = try await connection.call(Samples.request(), deadline: deadline)
          #expect(outcome.error == .timeout)
          #expect(outcome.timings.sent != nil && outcome.timings.firstByte == nil)
          return outcome.timings.end - deadline
        }
        #expect(isInTime)
      }
    }
  }

  @Test(arguments: PollerChoice.both)
  func `an answer that trickles past the deadline is a timeout`(poller: PollerChoice) async throws {
    try await OnLoop.scripted(poller) { socket, _ in
      socket.readHead()
      socket.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")
      socket.read()
    } _: { connection, _ in
      // Time enough for the head, on a busy machine as well.
      let outcome = await connection.call(try Samples.request(), deadline: .now + .seconds(1))
      #expect(outcome.error == .timeout)
      #expect(outcome.timings.firstByte != nil)
    }
  }

  @Test(arguments: PollerChoice.both)
  func `the passed deadline of one call does not end the next`(poller: PollerChoice) async throws {
    let handler: HTTPServer.Handler = { request in
      if request.path == "/slow" { try? await EventLoop.sleep(for: .milliseconds(1200)) }
      return HTTPServerReply(status: 200, body: Array(request.path.utf8))
    }
    try await OnLoop.serving(poller, handler: handler) { server in
      try await OnLoop.connected(to: server.port, poller) { connection, _ in
        let first = await connection.call(try Samples.request("GET", "/fast"), deadline: .now + .seconds(1))
        #expect(first.text == "/fast")
        let second = await connection.call(try Samples.request("GET", "/slow"), deadline: .soon)
        #expect(second.text == "/slow")
        let third = await connection.call(try Samples.request("GET", "/slow"), deadline: .now + .milliseconds(20))
        #expect(third.error == .timeout)
      }
    }
  }

  @Test(arguments: PollerChoice.both)
  func `a cancelled call's answer is not taken for the next one's`(poller: PollerChoice) async throws {
    try await RawServer.run { socket, number in
      socket.readHead()
      if number > 0 { socket.send(Self.answer) }
      socket.read()
      socket.send("HTTP/1.1 500 Late\r\nContent-Length: 0\r\n\r\n")
    } _: { server in
      try await OnLoop.connected(to: server.port, poller) { connection, loop in
        let bound = LoopBound(connection, to: loop)
        let canceller = Task(executorPreference: loop) {
          _ = await loop.wait(until: .now + .milliseconds(5), as: loop.reserveTimer())
          bound.value.cancelCall()
          bound.value.cancelCall()
        }
        let error = try await connection.call(Samples.request(), deadline: .soon).error
        #expect(error == .cancelled)
        await canceller.value
        #expect(!connection.isBusy && !connection.isConnected)
        let text = try await connection.call(Samples.request(), deadline: .soon).text
        #expect(text == "ok")
      }
    }
  }

  @Test(arguments: PollerChoice.both)
  func `closing ends the call in progress`(poller: PollerChoice) async throws {
    try await RawServer.run { socket, _ in
      socket.read()
    } _: { server in
      try await OnLoop.connected(to: server.port, poller) { connection, loop in
        let bound = LoopBound(connection, to: loop)
        let closer = Task(executorPreference: loop) { bound.value.close() }
        let error = try await connection.call(Samples.request(), deadline: .soon).error
        #expect(error == .cancelled)
        await closer.value
        #expect(loop.pendingTimers == 0)
      }
    }
  }

  @Test(arguments: PollerChoice.both, [false, true])
  func `a connection that ended between two calls is replaced`(poller: PollerChoice, byReset: Bool) async throws {
    try await OnLoop.scripted(poller) { socket, _ in
      socket.readHead()
      socket.send(Self.answer)
      if byReset { socket.resetAtClose() }
    } _: { connection, server in
      for round in 1...5 {
        let outcome = await connection.call(try Samples.request(), deadline: .soon)
        #expect(outcome.text == "ok")
        #expect(outcome.timings.connected != nil)
        #expect(server.accepted == round)
        #expect(try await OnLoop.eventually { !connection.isConnected })
      }
    }
  }

  @Test(arguments: PollerChoice.both)
  func `bytes between two calls are not taken for an answer`(poller: PollerChoice) async throws {
    try await OnLoop.scripted(poller) { socket, number in
      socket.readHead()
      socket.send(Self.answer)
      if number == 0 {
        // Apart from the answer: what comes together with it fails that call.
        Thread.sleep(forTimeInterval: 0.02)
        socket.send("HTTP/1.1 500 Stray\r\nContent-Length: 0\r\n\r\n")
      }
      socket.read()
    } _: { connection, server in
      let text = try await connection.call(Samples.request(), deadline: .soon).text
      #expect(text == "ok")
      #expect(try await OnLoop.eventually { !connection.isConnected })
      let next = try await connection.call(Samples.request(), deadline: .soon).text
      #expect(next == "ok")
      #expect(server.accepted == 2)
    }
  }

  /// Catches: a call that is over before it has begun to wait, so that its caller's turn never ends.
  @Test(arguments: PollerChoice.both)
  func `a caller that tries again at once does not hold the loop up`(poller: PollerChoice) async throws {
    // TCP has no broadcast: the system refuses before anything is sent.
    let address = try await Resolver.resolve(host: "255.255.255.255", port: 9)
    try await OnLoop.run(poller) { loop in
      let connection = HTTPConnection(to: address, on: loop)
      let other = Flag()
      Task(executorPreference: loop) {
        _ = await loop.wait(until: .now + .milliseconds(5), as: loop.reserveTimer())
        other.end()
      }
      let limit = MonotonicTime.now + .seconds(2)
      var calls = 0
      while other.state != .ended, MonotonicTime.now < limit {
        let outcome = await connection.call(try Samples.request(), deadline: .soon)
        guard case .connectFailed = outcome.error else {
          Issue.record("\(outcome)")
          break
        }
        calls += 1
      }
      #expect(other.state == .ended)
      #expect(calls > 1)
      connection.close()
      #expect(loop.pendingTimers == 0)
    }
  }
}
