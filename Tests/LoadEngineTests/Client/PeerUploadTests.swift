import Foundation
import TestSupport
import Testing

@testable import LoadEngine

/// Request bodies sent to servers of other makers.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct PeerUploadTests {
  private static let bodies = [Array("hello".utf8), [], Samples.megabytes5, [0]]

  @Test(arguments: PeerCase.offering(.post))
  func `bodies small and large come back as they were sent`(peer: PeerCase) async throws {
    try await peer.withEachPoller(limits: Samples.roomy) { session in
      for body in Self.bodies {
        let response = try await session.call("POST", "/echo", body: body)
        #expect(response.status == 200)
        #expect(response.bodyByteCount == body.count)
        #expect(response.body == body)
        #expect(response.keepAlive == peer.server.offers(.keepAlive))
      }
      try await session.greet()
    }
  }

  @Test(arguments: PeerCase.offering(.put))
  func `what was stored can be fetched`(peer: PeerCase) async throws {
    try await peer.withEachPoller(limits: Samples.roomy) { session in
      for body in Self.bodies {
        let stored = try await session.call("PUT", "/stored", body: body)
        #expect(stored.status == 201 || stored.status == 204)
        #expect(stored.body.isEmpty && stored.keepAlive)
        let fetched = try await session.call("GET", "/stored")
        #expect(fetched.status == 200)
        #expect(fetched.body == body)
      }
    }
  }

  /// The client asks whether it may send, and sends at once (RFC 9110, 10.1.1 permits it).
  @Test(arguments: PeerCase.offering(.interim))
  func `100 Continue is not taken for the answer`(peer: PeerCase) async throws {
    let (method, path) = peer.server.offers(.post) ? ("POST", "/echo") : ("PUT", "/stored")
    let small = Array("hello".utf8)
    try await peer.serve { running in
      if !peer.isSecure {
        let headers = [("Expect", "100-continue"), ("Connection", "close")]
        let request = try Samples.request(method, path, headers: headers, body: small)
        let said = try RawSocket.answer(to: request, at: running.port)
        let interim = "HTTP/1.1 100 "
        #expect(said.hasPrefix(interim) && said.dropFirst(interim.count).contains("\r\n\r\nHTTP/1.1 20"))
      }
      for poller in PollerChoice.both {
        try await peer.connected(to: running.port, poller, limits: Samples.roomy) { session in
          for body in [small, Samples.megabytes5, small] {
            let response = try await session.call(method, path, headers: [("Expect", "100-continue")], body: body)
            if method == "POST" {
              #expect(response.status == 200)
              #expect(response.body == body)
            } else {
              #expect(response.status == 201 || response.status == 204)
              let stored = try await session.call("GET", path)
              #expect(stored.body == body)
            }
          }
        }
      }
    }
  }

  /// The server answers when it has the head, and then reads on, or closes. It may do so while the client still sends.
  @Test(arguments: PeerCase.all)
  func `a refusal before the body is an answer, and what follows is in order`(peer: PeerCase) async throws {
    try await peer.withEachPoller { session in
      for _ in 0..<3 {
        let response = try await session.call("PUT", "/none", body: Samples.megabytes5)
        #expect([404, 405, 501].contains(response.status))
        if !peer.server.offers(.orderlyRefusal) { try await session.awaitEnd() }
        try await session.greet()
      }
    }
  }
}
