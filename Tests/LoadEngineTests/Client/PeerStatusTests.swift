import Testing

@testable import LoadEngine

/// Answers of other makers' servers that have no body or report an error.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct PeerStatusTests {
  @Test(arguments: PeerCase.all)
  func `an answer to HEAD has a length and no body`(peer: PeerCase) async throws {
    try await peer.withEachPoller { session in
      for _ in 0..<3 {
        let response = try await session.call("HEAD", "/hello.txt")
        #expect(response.status == 200)
        #expect(response.headers["Content-Length"] == "5")
        #expect(response.body.isEmpty && response.bodyByteCount == 0)
        #expect(response.keepAlive == peer.server.offers(.keepAlive))
        try await session.greet()
      }
    }
  }

  @Test(arguments: PeerCase.all)
  func `what is unchanged comes without a body`(peer: PeerCase) async throws {
    try await peer.withEachPoller { session in
      let first = try await session.call("GET", "/hello.txt")
      let tag = first.headers["ETag"].map { ("If-None-Match", $0) }
      let date = first.headers["Last-Modified"].map { ("If-Modified-Since", $0) }
      let conditions = [tag, date].compactMap { $0 }
      #expect(!conditions.isEmpty)
      for condition in conditions {
        let unchanged = try await session.call("GET", "/hello.txt", headers: [condition])
        #expect(unchanged.status == 304)
        #expect(unchanged.body.isEmpty)
        #expect(unchanged.keepAlive == peer.server.offers(.keepAlive))
        try await session.greet()
      }
    }
  }

  @Test(arguments: PeerCase.all)
  func `204, 404 and 500 are answers like others`(peer: PeerCase) async throws {
    try await peer.withEachPoller { session in
      for _ in 0..<2 {
        let empty = try await session.call("GET", "/empty")
        #expect(empty.status == 204)
        #expect(empty.body.isEmpty)
        #expect(empty.keepAlive == peer.server.offers(.keepAlive))
        try await session.greet()
        // Some close after an error; the session checks that the client does as the answer has it.
        let missing = try await session.call("GET", "/none")
        #expect(missing.status == 404)
        #expect(missing.headers["Content-Length"] == "\(missing.bodyByteCount)" && missing.bodyByteCount > 0)
        try await session.greet()
        let broken = try await session.call("GET", "/error")
        #expect(broken.status == 500)
        #expect(broken.body == Array("broken".utf8))
        try await session.greet()
      }
    }
  }
}
