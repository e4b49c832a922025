import Foundation
import TestSupport
import Testing

@testable import LoadEngine

/// The client over TLS against servers of other makers.
@Suite(.enabled(if: TestAuthority.mayBeMade, "needs openssl"), .timeLimit(.minutes(1)))
struct TLSPeerTests {
  private static let nginx = "/usr/sbin/nginx"
  private static let openssl = "/usr/bin/openssl"

  struct Setting: Sendable, CustomTestStringConvertible {
    var poller: PollerChoice
    var version: String
    var key: TestAuthority.Key

    var testDescription: String { "\(poller) \(version) \(key)" }

    static let all = PollerChoice.both.flatMap { poller in
      ["TLSv1.2", "TLSv1.3"].flatMap { version in
        TestAuthority.Key.allCases.map { Setting(poller: poller, version: version, key: $0) }
      }
    }
  }

  /// nginx answers with what it saw of a handshake: the server name, the version, the key's kind by the cipher,
  /// whether the session was resumed, and the protocol agreed upon.
  @Test(.enabled(if: Peers.mayRun(nginx), "needs nginx"), arguments: Setting.all)
  func `nginx sees name, version and protocol, and a second connection resumes`(setting: Setting) async throws {
    try await withNginx(setting) { port in
      try await OnLoop.secured(to: port, setting.poller, setting.key) { connection, _ in
        let first = await connection.call(try Samples.request("GET", "/seen"), deadline: .soon)
        #expect(first.text == "localhost \(setting.version) . http/1.1")
        let timings = first.timings
        let connected = try #require(timings.connected)
        let secured = try #require(timings.secured)
        let sent = try #require(timings.sent)
        #expect(timings.start <= connected && connected < secured && secured <= sent)

        // Longer than the pause after which a connection is looked at: tickets that came are not stray bytes.
        try await EventLoop.sleep(for: .milliseconds(5))
        for _ in 0..<10 {
          let next = await connection.call(try Samples.request("GET", "/hello.txt"), deadline: .soon)
          #expect(next.text == "hello")
          #expect(next.timings.connected == nil && next.timings.secured == nil)
        }
        let closing = try Samples.request("GET", "/seen", headers: [("Connection", "close")])
        #expect(await connection.call(closing, deadline: .soon).text == "localhost \(setting.version) . http/1.1")
        for _ in 0..<3 {
          let resumed = await connection.call(closing, deadline: .soon)
          #expect(resumed.text == "localhost \(setting.version) r http/1.1")
          #expect(resumed.timings.secured != nil)
        }
      }
    }
  }

  @Test(.enabled(if: Peers.mayRun(nginx), "needs nginx"), arguments: Setting.all)
  func `an address is verified as such and not sent as a name`(setting: Setting) async throws {
    try await withNginx(setting) { port in
      try await OnLoop.secured(to: port, setting.poller, setting.key, host: "127.0.0.1") { connection, _ in
        let answer = await connection.call(try Samples.request("GET", "/seen"), deadline: .soon)
        #expect(answer.text == " \(setting.version) . http/1.1")
      }
      try await OnLoop.secured(to: port, setting.poller, setting.key, host: "127.0.0.2") { connection, _ in
        let error = await connection.call(try Samples.request("GET", "/seen"), deadline: .soon).error
        #expect(error == .tls(TLSFailure(.hostMismatch, "IP address mismatch")))
      }
    }
  }

  @Test(.enabled(if: Peers.mayRun(nginx), "needs nginx"), arguments: Setting.all)
  func `a user does not resume another user's session`(setting: Setting) async throws {
    try await withNginx(setting) { port in
      let context = try TLSContext.client(setting.key)
      try await OnLoop.run(setting.poller) { loop in
        let closing = try Samples.request("GET", "/seen", headers: [("Connection", "close")])
        for _ in 0..<2 {
          let user = TLSClient(context, host: "localhost")
          for reused in [".", "r"] {
            let connection = HTTPConnection(to: [.loopback(port)], tls: user, on: loop)
            let answer = await connection.call(closing, deadline: .soon)
            #expect(answer.text == "localhost \(setting.version) \(reused) http/1.1")
            connection.close()
          }
        }
      }
    }
  }

  @Test(.enabled(if: Peers.mayRun(nginx), "needs nginx"), arguments: Setting.all)
  func `five megabytes come unharmed from nginx`(setting: Setting) async throws {
    try await withNginx(setting) { port in
      try await OnLoop.secured(to: port, setting.poller, setting.key, limits: Samples.roomy) { connection, _ in
        for _ in 0..<2 {
          let answer = await connection.call(try Samples.request("GET", "/large"), deadline: .soon)
          #expect(try answer.result.get().body == Samples.megabytes5)
        }
      }
    }
  }

  @Test(.enabled(if: Peers.mayRun(openssl), "needs openssl"), arguments: Setting.all)
  func `s_server's page says what was agreed upon, and its end is taken for one`(setting: Setting) async throws {
    let identity = try TestAuthority.shared.get().server(setting.key)
    try await PeerProcess.run(Self.openssl) { _, port in
      [
        "s_server", "-accept", "127.0.0.1:\(port)", "-cert", identity.certificateFile, "-key", identity.keyFile, "-www",
        setting.version == "TLSv1.2" ? "-tls1_2" : "-tls1_3", "-alpn", "http/1.1",
      ]
    } _: { port, _ in
      try await OnLoop.secured(to: port, setting.poller, setting.key) { connection, _ in
        for reused in ["New", "Reused"] {
          let page = try #require(await connection.call(try Samples.request("GET", "/"), deadline: .soon).text)
          #expect(page.contains("\n\(reused), \(setting.version), Cipher is "))
        }
      }
    }
  }

  private func withNginx(_ setting: Setting, _ body: (Int) async throws -> Void) async throws {
    let identity = try TestAuthority.shared.get().server(setting.key)
    try await PeerProcess.run(Self.nginx) { folder, port in
      let configuration = """
        daemon off; master_process off; pid \(folder.path)/pid;
        events { worker_connections 64; }
        http {
          access_log off; client_body_temp_path \(folder.path)/t1; proxy_temp_path \(folder.path)/t2;
          fastcgi_temp_path \(folder.path)/t3; uwsgi_temp_path \(folder.path)/t4; scgi_temp_path \(folder.path)/t5;
          ssl_session_cache shared:s:1m;
          server {
            listen 127.0.0.1:\(port) ssl; root \(folder.path)/www; keepalive_requests 1000;
            ssl_certificate \(identity.certificateFile); ssl_certificate_key \(identity.keyFile);
            ssl_protocols \(setting.version);
            location /seen {
              return 200 "$ssl_server_name $ssl_protocol $ssl_session_reused $ssl_alpn_protocol";
            }
          }
        }
        """
      try Data(Samples.megabytes5).write(to: folder.appendingPathComponent("www/large"))
      try Data(configuration.utf8).write(to: folder.appendingPathComponent("conf"))
      return ["-p", folder.path, "-c", folder.path + "/conf", "-e", folder.path + "/errors"]
    } _: { port, _ in
      try await body(port)
    }
  }
}
