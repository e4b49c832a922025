import Foundation
import TestSupport
import Testing

@testable import LoadEngine

#if os(Linux)
  /// Bodies far beyond the limit, drained in bounded memory (validity check 14).
  @Suite(.serialized, .timeLimit(.minutes(1)))
  struct PeerLargeBodyTests {
    /// Whether a body has a gigabyte instead of a tenth of it: `LOAD_LONG_CHECKS=1`.
    private static let isLong = ProcessInfo.processInfo.environment["LOAD_LONG_CHECKS"] == "1"

    /// In a process of its own, whose memory no other test uses. Fails when `store` keeps all that comes.
    @Test(arguments: PeerCase.all)
    func `a body beyond the limit is counted and not kept`(peer: PeerCase) async throws {
      let size = Self.isLong ? 1 << 30 : 100 << 20
      try await peer.serve(largeBytes: size) { running in
        let authority = peer.isSecure ? try TestAuthority.shared.get().authority() : nil
        await #expect(processExitsWith: .success) {
          [port = running.port as Int, size = size as Int, authority = authority as String?] in
          for poller in PollerChoice.both {
            let tls = try authority.map { try TLSContext(TLSClientConfiguration(trust: .file($0))) }
            try await OnLoop.connected(to: port, poller, tls: tls) { connection, _ in
              // So that code and libraries are loaded before memory is read.
              let warmUp = await connection.call(try Samples.request("GET", "/text"), deadline: .soon)
              #expect(warmUp.text?.utf8.count == 208_890)

              let before = try ProcessMemory.resident()
              let deadline = MonotonicTime.now + .seconds(30)
              let large = try await connection.call(Samples.request("GET", "/large"), deadline: deadline).result.get()
              let growth = try ProcessMemory.peak() - before
              #expect(large.status == 200)
              #expect(large.bodyByteCount == size)
              #expect(large.body.count == HTTPLimits().maxBodyBytes)
              let areZeros = large.body.allSatisfy { $0 == 0 }
              #expect(areZeros)
              #expect(growth < 10_000_000, "bytes of memory over a body of \(size)")

              let next = await connection.call(try Samples.request("GET", "/hello.txt"), deadline: .soon)
              #expect(next.text == "hello")
              #expect((next.timings.connected == nil) == large.keepAlive)
            }
          }
        }
      }
    }
  }
#endif
