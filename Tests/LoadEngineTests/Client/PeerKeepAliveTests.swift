import Testing

@testable import LoadEngine

/// When the client keeps a connection to a server of another maker, and when it opens another one.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct PeerKeepAliveTests {
  /// Fails when the client heeds only the answer's `Connection`, or not even that.
  @Test(arguments: PeerCase.all)
  func `twenty calls share a connection, and Connection: close ends it`(peer: PeerCase) async throws {
    try await peer.withEachPoller { session in
      // The session goes by each answer; here the server must keep connections.
      let keeps = peer.server.offers(.keepAlive)
      for _ in 0..<20 {
        try await session.greet()
        #expect(session.connection.isConnected == keeps)
      }
      for _ in 0..<2 {
        let closing = try await session.call("GET", "/hello.txt", headers: [("Connection", "close")])
        #expect(closing.body == Array("hello".utf8))
        #expect(!closing.keepAlive)
      }
      try await session.greet()
    }
  }
}
