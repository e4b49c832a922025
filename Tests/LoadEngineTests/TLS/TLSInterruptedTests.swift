import Foundation
import TestSupport
import Testing

@testable import LoadEngine

/// TLS connections that end or stall where they should not.
@Suite(.enabled(if: TestAuthority.mayBeMade, "needs openssl"), .timeLimit(.minutes(1)))
struct TLSInterruptedTests {
  private static let ok = "HTTP/1.1 200 OK\r\n"

  /// Serves each connection by a script over TLS.
  private func serving(
    _ script: @escaping @Sendable (RawSocket, Int) -> Void, _ poller: PollerChoice,
    _ body: @escaping @Sendable (HTTPConnection, EventLoop) async throws -> Void
  ) async throws {
    let context = try TLSContext(TestAuthority.shared.get().server())
    try await RawServer.run { socket, number in
      guard socket.secure(context) else { return }
      socket.readHead()
      script(socket, number)
    } _: { server in
      try await OnLoop.secured(to: server.port, poller) { try await body($0, $1) }
    }
  }

  struct End: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var pieces: [String]
    var isAnnounced: Bool
    var error: CallError?
  }

  static let ends = [
    End(testDescription: "framed by its end, announced", pieces: [ok + "\r\nab", "c"], isAnnounced: true, error: nil),
    End(
      testDescription: "framed by its end, cut", pieces: [ok + "\r\nab", "c"], isAnnounced: false, error: .truncated),
    End(
      testDescription: "sized and whole, cut", pieces: [ok + "Content-Length: 3\r\n\r\nabc"], isAnnounced: false,
      error: nil),
    End(
      testDescription: "sized, announced too early", pieces: [ok + "Content-Length: 9\r\n\r\nabc"], isAnnounced: true,
      error: .truncated),
    End(
      testDescription: "sized, cut", pieces: [ok + "Content-Length: 9\r\n\r\nabc"], isAnnounced: false,
      error: .truncated),
    End(testDescription: "nothing, announced", pieces: [], isAnnounced: true, error: .closed),
    End(testDescription: "nothing, cut", pieces: [], isAnnounced: false, error: .closed),
    End(
      testDescription: "byte by byte", pieces: (ok + "Content-Length: 3\r\n\r\nabc").unicodeScalars.map { String($0) },
      isAnnounced: true, error: nil),
  ]

  @Test(arguments: PollerChoice.both, ends)
  func `an end without close_notify is a truncation`(poller: PollerChoice, end: End) async throws {
    try await serving(
      { peer, _ in
        for piece in end.pieces { peer.send(piece) }
        if end.isAnnounced { peer.announceEnd() }
      }, poller
    ) { connection, _ in
      let outcome = await connection.call(try Samples.request(), deadline: .soon)
      #expect(outcome.error == end.error)
      if end.error == nil { #expect(outcome.text == "abc") }
      // A whole answer is there before the connection's end.
      #expect(try await OnLoop.eventually { !connection.isConnected })
    }
  }

  @Test(arguments: PollerChoice.both)
  func `the client says that it sends no more`(poller: PollerChoice) async throws {
    let announced = Flag()
    try await serving(
      { peer, _ in
        peer.send(Self.ok + "Content-Length: 3\r\n\r\nabc")
        peer.read()
        if peer.isEndAnnounced { announced.end() }
      }, poller
    ) { connection, _ in
      let text = try await connection.call(Samples.request(), deadline: .soon).text
      #expect(text == "abc")
      #expect(announced.state == .waiting)
      connection.close()
      #expect(try await OnLoop.eventually { announced.state == .ended })
    }
  }

  @Test(arguments: PollerChoice.both)
  func `a reset is a reset, and the next call connects anew`(poller: PollerChoice) async throws {
    try await serving(
      { peer, number in
        peer.send(Self.ok + "Content-Length: 3\r\n\r\nab")
        if number == 0 {
          peer.resetAtClose()
        } else {
          peer.send("c")
          peer.read()
        }
      }, poller
    ) { connection, _ in
      let first = await connection.call(try Samples.request(), deadline: .soon)
      #expect(first.error == .reset || first.error == .truncated)
      let second = await connection.call(try Samples.request(), deadline: .soon)
      #expect(second.text == "abc")
      #expect(second.timings.secured != nil)
    }
  }

  @Test(arguments: PollerChoice.both)
  func `a connection that ended between two calls is replaced`(poller: PollerChoice) async throws {
    try await serving(
      { peer, _ in
        peer.send(Self.ok + "Content-Length: 3\r\n\r\nabc")
        peer.announceEnd()
      }, poller
    ) { connection, _ in
      for _ in 0..<5 {
        let text = try await connection.call(Samples.request(), deadline: .soon).text
        #expect(text == "abc")
        #expect(try await OnLoop.eventually { !connection.isConnected })
      }
    }
  }

  @Test(arguments: PollerChoice.both)
  func `bytes between two calls are not taken for an answer`(poller: PollerChoice) async throws {
    try await serving(
      { peer, number in
        peer.send(Self.ok + "Content-Length: 3\r\n\r\nabc")
        if number == 0 {
          // Apart from the answer: what comes together with it fails that call.
          Thread.sleep(forTimeInterval: 0.02)
          peer.send("HTTP/1.1 500 Stray\r\nContent-Length: 0\r\n\r\n")
        }
        peer.read()
      }, poller
    ) { connection, _ in
      let text = try await connection.call(Samples.request(), deadline: .soon).text
      #expect(text == "abc")
      #expect(try await OnLoop.eventually { !connection.isConnected })
      let next = try await connection.call(Samples.request(), deadline: .soon).text
      #expect(next == "abc")
    }
  }

  @Test(arguments: PollerChoice.both)
  func `a server that accepts and says nothing costs the deadline and no more`(poller: PollerChoice) async throws {
    try await RawServer.run { socket, _ in
      socket.read()
    } _: { server in
      try await OnLoop.secured(to: server.port, poller) { connection, _ in
        for milliseconds in [900, 300, 600] {
          let isInTime = try await OnLoop.endsInTime {
            let deadline = MonotonicTime.now + .milliseconds(milliseconds)
            let outcome = try await connection.call(Samples.request(), deadline: deadline)
            #expect(outcome.error == .connectTimeout)
            #expect(outcome.timings.connected != nil)
            #expect(outcome.timings.secured == nil && outcome.timings.sent == nil)
            return outcome.timings.end - deadline
          }
          #expect(isInTime)
        }
      }
    }
  }

  @Test(arguments: PollerChoice.both, [false, true])
  func `a connection lost in the handshake is lost, once`(poller: PollerChoice, byReset: Bool) async throws {
    try await RawServer.run { socket, _ in
      // The beginning of the client's greeting.
      var byte: UInt8 = 0
      recv(socket.descriptor, &byte, 1, 0)
      // Unread bytes would turn an orderly end into a reset.
      if byReset {
        socket.resetAtClose()
      } else {
        shutdown(socket.descriptor, Int32(SHUT_WR))
        socket.read()
      }
    } _: { server in
      try await OnLoop.secured(to: server.port, poller) { connection, _ in
        let outcome = await connection.call(try Samples.request(), deadline: .soon)
        #expect(outcome.error == (byReset ? .reset : .closed))
        #expect(server.accepted == 1)
      }
    }
  }
}
