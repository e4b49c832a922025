import Foundation
import TestSupport
import Testing

@testable import LoadEngine

/// Headers of other makers' servers, and content encodings, which the client leaves alone.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct PeerHeadersTests {
  @Test(arguments: PeerCase.all)
  func `a hundred headers and one of eight kilobytes arrive`(peer: PeerCase) async throws {
    try await peer.withEachPoller { session in
      for _ in 0..<3 {
        let response = try await session.call("GET", "/headers")
        #expect(response.body == Array("hello".utf8))
        #expect(response.headers["X-Long"] == String(repeating: "x", count: 8192))
        for number in 0..<100 {
          let values = response.headers.filter { $0.name.lowercased() == "x-\(number)" }.map(\.value)
          #expect(values == ["value \(number)"])
        }
      }
    }
  }

  @Test(arguments: PeerCase.offering(.gzip))
  func `packed bytes are left as they are`(peer: PeerCase) async throws {
    try await peer.withEachPoller { session in
      let response = try await session.call("GET", "/text", headers: [("Accept-Encoding", "gzip")])
      #expect(response.headers["Content-Encoding"] == "gzip")
      #expect(response.body.starts(with: [0x1F, 0x8B]))
      #expect(response.bodyByteCount == response.body.count && response.bodyByteCount < PeerServer.text.count / 2)
      #expect(try await unpacked(response.body) == PeerServer.text)

      let plain = try await session.call("GET", "/text")
      #expect(plain.headers["Content-Encoding"] == nil)
      #expect(plain.body == PeerServer.text)
    }
  }

  /// The bytes as the `gzip` command understands them.
  private func unpacked(_ bytes: [UInt8]) async throws -> [UInt8] {
    try await withTemporaryFolder { folder in
      try folder.write("body.gz", bytes)
      let process = Process("gzip", ["-d", "body.gz"])
      process.currentDirectoryURL = folder
      _ = try await process.runToEnd()
      return try Array(Data(contentsOf: folder.appendingPathComponent("body")))
    }
  }
}
