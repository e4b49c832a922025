import Foundation
import Testing

@testable import LoadEngine

/// Servers of other makers that are killed while they answer.
@Suite(.timeLimit(.minutes(1)))
struct PeerLossTests {
  /// Fails when `endOfStream` completes any body that has begun.
  @Test(arguments: PeerCase.all)
  func `a server killed in mid-body is a loss, never an answer`(peer: PeerCase) async throws {
    for poller in PollerChoice.both {
      var wasKilledInMidBody = false
      // From outside nothing shows that a call's answer has begun: a kill that came too early is made again, later.
      for patience in [100, 500, 2000, 5000] where !wasKilledInMidBody {
        wasKilledInMidBody = try await killed(peer, poller, after: .milliseconds(patience))
      }
      #expect(wasKilledInMidBody)
    }
  }

  /// Kills the server in a call; whether its answer had begun.
  private func killed(_ peer: PeerCase, _ poller: PollerChoice, after patience: Duration) async throws -> Bool {
    let begun = Flag()
    try await peer.serve { running in
      try await peer.connected(to: running.port, poller) { session in
        try await session.greet()
        let killer = Task.detached {
          try await Task.sleep(for: patience)
          running.kill()
        }
        let outcome = await session.attempt("GET", "/stall")
        try await killer.value
        if outcome.timings.firstByte == nil {
          #expect(outcome.error == .closed || outcome.error == .reset)
        } else {
          begun.begin()
          #expect(outcome.error == .truncated || outcome.error == .reset)
        }
        #expect(!session.connection.isConnected)
        // The port may be closed a moment later than the connection.
        let after = session
        #expect(try await OnLoop.eventually { await after.attempt("GET", "/hello.txt").error == .refused })
      }
    }
    return begun.state == .begun
  }
}
