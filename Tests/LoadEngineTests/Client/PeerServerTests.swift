import Foundation
import Testing

@testable import LoadEngine

/// The client against servers of other makers.
@Suite(.timeLimit(.minutes(1)))
struct PeerServerTests {
  private static let nginx = "/usr/sbin/nginx"

  @Test(
    .enabled(if: PeerProcess.mayRun("python3"), "needs python3"), arguments: PollerChoice.both,
    ["HTTP/1.0", "HTTP/1.1"])
  func `Python's server is understood`(poller: PollerChoice, version: String) async throws {
    try await PeerProcess.run("/usr/bin/env") { _, port in
      ["python3", "-m", "http.server", "\(port)", "--bind", "127.0.0.1", "--directory", "www", "--protocol", version]
    } _: { port, _ in
      try await OnLoop.connected(to: port, poller) { connection, _ in
        let listing = await connection.call(try Samples.request("GET", "/"), deadline: .soon)
        #expect(try listing.result.get().status == 200)
        #expect(listing.text?.contains("hello.txt") == true)
        #expect(try listing.result.get().keepAlive == (version == "HTTP/1.1"))

        let file = await connection.call(try Samples.request("GET", "/hello.txt"), deadline: .soon)
        #expect(file.text == "hello")
        #expect((file.timings.connected == nil) == (version == "HTTP/1.1"))

        let missing = await connection.call(try Samples.request("GET", "/none"), deadline: .soon)
        #expect(try missing.result.get().status == 404)
        let again = await connection.call(try Samples.request("GET", "/hello.txt"), deadline: .soon)
        #expect(again.text == "hello")
      }
    }
  }

  @Test(.enabled(if: PeerProcess.mayRun(nginx), "needs nginx"), arguments: PollerChoice.both)
  func `nginx is understood, a hundred times on one connection`(poller: PollerChoice) async throws {
    try await PeerProcess.run(Self.nginx) { folder, port in
      try Data(Self.configuration(folder.path, port).utf8).write(to: folder.appendingPathComponent("conf"))
      return ["-p", folder.path, "-c", folder.path + "/conf", "-e", folder.path + "/errors"]
    } _: { port, _ in
      try await OnLoop.connected(to: port, poller) { connection, _ in
        let first = await connection.call(try Samples.request("GET", "/hello.txt"), deadline: .soon)
        #expect(first.text == "hello")
        let tag = try #require(try first.result.get().headers["ETag"])
        for _ in 0..<97 {
          let outcome = await connection.call(try Samples.request("GET", "/hello.txt"), deadline: .soon)
          #expect(outcome.text == "hello")
          #expect(outcome.timings.connected == nil)
        }
        let head = await connection.call(try Samples.request("HEAD", "/hello.txt"), isHEAD: true, deadline: .soon)
        #expect(try head.result.get().headers["Content-Length"] == "5")
        #expect(head.text == "" && head.timings.connected == nil)
        let conditional = try Samples.request("GET", "/hello.txt", headers: [("If-None-Match", tag)])
        let unchanged = await connection.call(conditional, deadline: .soon)
        #expect(try unchanged.result.get().status == 304)
        #expect(unchanged.text == "" && unchanged.timings.connected == nil)

        let closing = try Samples.request("GET", "/none", headers: [("Connection", "close")])
        let missing = await connection.call(closing, deadline: .soon)
        #expect(try missing.result.get().status == 404)
        #expect(!connection.isConnected)
      }
    }
  }

  private static func configuration(_ folder: String, _ port: Int) -> String {
    """
    daemon off; master_process off; pid \(folder)/pid;
    events { worker_connections 64; }
    http {
      access_log off; client_body_temp_path \(folder)/t1; proxy_temp_path \(folder)/t2;
      fastcgi_temp_path \(folder)/t3; uwsgi_temp_path \(folder)/t4; scgi_temp_path \(folder)/t5;
      server { listen 127.0.0.1:\(port); root \(folder)/www; keepalive_requests 1000; }
    }
    """
  }
}
