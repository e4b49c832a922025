import Foundation
import TestSupport
import Testing

@testable import LoadEngine

/// Where the answers of other makers' servers end.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct PeerFramingTests {
  @Test(arguments: PeerCase.all)
  func `an answer of announced length is whole`(peer: PeerCase) async throws {
    try await peer.withEachPoller { session in
      for _ in 0..<3 {
        let response = try await session.call("GET", "/text")
        #expect(response.status == 200)
        #expect(response.headers["Content-Length"] == "\(PeerServer.text.count)")
        #expect(response.headers["Transfer-Encoding"] == nil)
        #expect(response.body == PeerServer.text)
      }
    }
  }

  private static let closing = [("Connection", "close")]

  @Test(arguments: PeerCase.offering(.chunked))
  func `an answer in chunks is whole`(peer: PeerCase) async throws {
    try await peer.serve { running in
      if !peer.isSecure {
        let request = try Samples.request("GET", "/chunked", headers: Self.closing)
        let lines = try RawSocket.answer(to: request, at: running.port).components(separatedBy: "\r\n")
        let head = try #require(lines.firstIndex(of: ""))
        // A size and the bytes; the text itself has no such line ends. The last size is 0.
        #expect(lines[(head + 1)...].count >= 2 * 3)
      }
      for poller in PollerChoice.both {
        try await peer.connected(to: running.port, poller) { session in
          for _ in 0..<3 {
            let response = try await session.call("GET", "/chunked")
            #expect(response.status == 200)
            #expect(response.headers["Transfer-Encoding"] == "chunked")
            #expect(response.headers["Content-Length"] == nil)
            #expect(response.keepAlive)
            #expect(response.body == PeerServer.text)
          }
        }
      }
    }
  }

  @Test(arguments: PeerCase.offering(.trailers))
  func `trailers belong neither to the body nor to the next answer`(peer: PeerCase) async throws {
    try await peer.serve { running in
      if !peer.isSecure {
        let request = try Samples.request("GET", "/trailers", headers: Self.closing)
        #expect(try RawSocket.answer(to: request, at: running.port).hasSuffix("\r\n0\r\nX-Sum: 1\r\n\r\n"))
      }
      for poller in PollerChoice.both {
        try await peer.connected(to: running.port, poller) { session in
          for _ in 0..<3 {
            let response = try await session.call("GET", "/trailers")
            #expect(response.headers["Transfer-Encoding"] == "chunked")
            #expect(response.headers["X-Sum"] == nil)
            #expect(response.keepAlive)
            #expect(response.body == PeerServer.text)
          }
        }
      }
    }
  }

  @Test(arguments: PeerCase.offering(.endOfConnection))
  func `the end of the connection is the end of an answer without a frame`(peer: PeerCase) async throws {
    try await peer.withEachPoller { session in
      for _ in 0..<3 {
        let response = try await session.call("GET", "/end")
        #expect(response.status == 200)
        #expect(response.headers["Content-Length"] == nil && response.headers["Transfer-Encoding"] == nil)
        #expect(!response.keepAlive)
        #expect(response.body == PeerServer.text)
      }
      try await session.greet()
    }
  }
}
