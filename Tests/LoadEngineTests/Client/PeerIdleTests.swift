import Foundation
import TestSupport
import Testing

@testable import LoadEngine

/// Connections that servers of other makers end between two calls (validity check 18).
@Suite(.timeLimit(.minutes(1)))
struct PeerIdleTests {
  @Test(arguments: PeerCase.offering(.keepAlive))
  func `a connection that idled too long for the server is replaced`(peer: PeerCase) async throws {
    try await peer.serve(idleSeconds: 1) { running in
      for poller in PollerChoice.both {
        try await peer.connected(to: running.port, poller) { session in
          let start = MonotonicTime.now
          try await session.greet()
          try await session.awaitEnd()
          // Before that it was kept: the server's second ran out, or its timer's part of one.
          #expect(MonotonicTime.now - start > 500_000_000)
          try await session.greet()
        }
      }
    }
  }

  /// The end lies unread in the socket when the next call is made: without a look at it (`hasPendingInput` in
  /// `begin`) the call is lost as `closed`, and this fails.
  @Test(arguments: PeerCase.offering(.keepAlive).filter { !$0.isSecure }, PollerChoice.both)
  func `a connection that ended while the loop was away is replaced`(peer: PeerCase, poller: PollerChoice)
    async throws
  {
    try await peer.serve(idleSeconds: 1) { running in
      try await peer.connected(to: running.port, poller) { session in
        try await session.greet()
        // Idle since later than ours, and therefore ended later. This holds up the loop's thread.
        let witness = try RawSocket(connectedTo: running.port)
        witness.send("GET /hello.txt HTTP/1.1\r\nHost: localhost\r\n\r\n")
        #expect(witness.read().hasSuffix("hello"))
        witness.close()
        // Servers with a thread a connection may end them the other way round, and one after the other.
        holdUp(seconds: 0.1)
        session.endUnseen()
        try await session.greet()
      }
    }
  }

  private func holdUp(seconds: TimeInterval) { Thread.sleep(forTimeInterval: seconds) }
}
