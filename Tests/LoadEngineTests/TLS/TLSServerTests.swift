import Foundation
import TestSupport
import Testing

@testable import LoadEngine

/// The server over TLS, as this package's client and those of other makers see it.
@Suite(.enabled(if: TestAuthority.mayBeMade, "needs openssl"), .timeLimit(.minutes(1)))
struct TLSServerTests {
  @Test(arguments: PollerChoice.both, TestAuthority.Key.allCases)
  func `a request arrives and its answer comes back`(poller: PollerChoice, key: TestAuthority.Key) async throws {
    try await OnLoop.servingSecured(poller, TestAuthority.shared.get().server(key)) { server in
      try await OnLoop.secured(to: server.port, poller, key) { connection, _ in
        for round in 0..<20 {
          let body = Array("hello \(round)".utf8)
          let outcome = await connection.call(try Samples.request("POST", body: body), deadline: .soon)
          #expect(try outcome.result.get().body == body)
          #expect((outcome.timings.secured != nil) == (round == 0))
        }
        #expect(await server.openConnections() == 1)
      }
    }
  }

  @Test(arguments: PollerChoice.both)
  func `five megabytes go both ways unharmed`(poller: PollerChoice) async throws {
    try await OnLoop.servingSecured(poller, limits: Samples.roomy) { server in
      try await OnLoop.secured(to: server.port, poller, limits: Samples.roomy) { connection, _ in
        for _ in 0..<2 {
          let request = try Samples.request("POST", body: Samples.megabytes5)
          let outcome = await connection.call(request, deadline: .soon)
          #expect(try outcome.result.get().body == Samples.megabytes5)
        }
      }
    }
  }

  @Test(arguments: PollerChoice.both)
  func `a hundred users leave no socket behind`(poller: PollerChoice) async throws {
    let context = try TLSContext.client()
    let identity = try TestAuthority.shared.get().server()
    let serverLoops = [try EventLoop(name: "a", poller: poller), try EventLoop(name: "b", poller: poller)]
    let server = try await HTTPServer.start(tls: identity, loops: serverLoops, handler: Samples.handler)
    let port = server.port
    let answered = try await OnLoop.run(poller) { loop in
      try await withThrowingTaskGroup(of: Int.self) { group in
        for user in 0..<100 {
          group.addTask(executorPreference: loop) {
            let client = TLSClient(context, host: "localhost")
            let connection = HTTPConnection(to: [.loopback(port)], tls: client, on: loop)
            defer { connection.close() }
            var answered = 0
            for round in 0..<20 {
              let body = "\(user) \(round)"
              let request = try Samples.request("POST", body: Array(body.utf8))
              if await connection.call(request, deadline: .soon).text == body { answered += 1 }
            }
            return answered
          }
        }
        return try await group.reduce(0, +)
      }
    }
    #expect(answered == 2000)
    #expect(try await OnLoop.eventually { await server.openConnections() == 0 })
    await server.stop()
    for loop in serverLoops { await loop.shutDown() }
    #if os(Linux)
      #expect(try await OnLoop.eventually { OpenSockets.count(at: port) == 0 })
    #endif
  }

  /// The output of `openssl s_client`, run with input from a file.
  private func client(_ arguments: [String], input: String) async throws -> String {
    let process = Process("/usr/bin/openssl", ["s_client"] + arguments)
    let stdin = Pipe()
    process.standardInput = stdin
    // Left open: at the end of its input the client would close without waiting for the answer.
    defer { try? stdin.fileHandleForWriting.close() }  // The process may have closed its end already.
    stdin.fileHandleForWriting.write(Data(input.utf8))
    do {
      return try await process.runToEnd()
    } catch let failed as Process.Failed {
      return failed.output
    }
  }

  private static let request = "GET /none HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

  @Test(
    .enabled(if: Peers.mayRun("/usr/bin/openssl"), "needs openssl"), arguments: PollerChoice.both,
    ["-tls1_2", "-tls1_3"])
  func `s_client verifies the server, agrees on HTTP and resumes`(poller: PollerChoice, version: String) async throws {
    let authority = try TestAuthority.shared.get()
    try await OnLoop.servingSecured(poller) { server in
      let ticket = FileManager.default.temporaryDirectory.appendingPathComponent("ticket-\(UUID().uuidString)").path
      defer { try? FileManager.default.removeItem(atPath: ticket) }  // Left behind it does no harm.
      let arguments = [
        "-connect", "127.0.0.1:\(server.port)", version, "-alpn", "h2,http/1.1", "-servername", "localhost",
        "-CAfile", authority.authority(), "-verify_hostname", "localhost", "-verify_return_error", "-ign_eof",
      ]
      let first = try await client(arguments + ["-sess_out", ticket], input: Self.request)
      #expect(first.contains("HTTP/1.1 404 "))
      #expect(first.contains("Verify return code: 0 (ok)"))
      #expect(first.contains("ALPN protocol: http/1.1"))
      #expect(first.contains("\nNew, TLSv1."))
      // The end was announced: s_client reports one that was not as an error of SSL_read.
      #expect(!first.contains("unexpected eof") && !first.contains("errno"))
      let second = try await client(arguments + ["-sess_in", ticket], input: Self.request)
      #expect(second.contains("\nReused, TLSv1."))
      #expect(second.contains("HTTP/1.1 404 "))
    }
  }

  @Test(.enabled(if: Peers.mayRun("/usr/bin/openssl"), "needs openssl"), arguments: PollerChoice.both)
  func `a client that speaks no HTTP 1 is told so`(poller: PollerChoice) async throws {
    try await OnLoop.servingSecured(poller) { server in
      let said = try await client(["-connect", "127.0.0.1:\(server.port)", "-alpn", "h2"], input: "")
      #expect(said.contains("no application protocol"))
      let old = try await client(["-connect", "127.0.0.1:\(server.port)", "-tls1_1"], input: "")
      #expect(old.contains("Cipher is (NONE)"))
      #expect(try await OnLoop.eventually { await server.openConnections() == 0 })
    }
  }

  @Test(arguments: PollerChoice.both)
  func `bytes that are not TLS end the connection and nothing else`(poller: PollerChoice) async throws {
    try await OnLoop.servingSecured(poller) { server in
      let stray = try RawSocket(connectedTo: server.port)
      defer { stray.close() }
      stray.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try await OnLoop.eventually { await server.openConnections() == 0 })
      try await OnLoop.secured(to: server.port, poller) { connection, _ in
        let answer = try await connection.call(Samples.request(), deadline: .soon).result.get()
        #expect(answer.status == 200)
      }
    }
  }
}
