import Foundation
import TestSupport
import Testing

@testable import LoadEngine

/// Whom the client trusts. Validity check 20: each kind of failure is told apart, and none falls back to trusting.
@Suite(.enabled(if: TestAuthority.mayBeMade, "needs openssl"), .timeLimit(.minutes(1)))
struct TLSTrustTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var identity: @Sendable (TestAuthority) -> TLSServerConfiguration
    var host = "localhost"
    /// Whom the client trusts in place of the tests' authority.
    var authority: (@Sendable (TestAuthority) -> String)?
    var code: TLSFailure.Code
  }

  static let distrusted = [
    Case(testDescription: "self-signed", identity: \.selfSigned, code: .untrusted),
    Case(testDescription: "another authority", identity: { $0.server(.rsa) }, code: .untrusted),
    Case(testDescription: "another host", identity: \.otherHost, code: .hostMismatch),
    Case(testDescription: "another address", identity: { $0.server() }, host: "127.0.0.2", code: .hostMismatch),
    Case(testDescription: "IPv6 address", identity: { $0.server() }, host: "::1", code: .hostMismatch),
    Case(testDescription: "expired", identity: \.expired, code: .expired),
    Case(
      testDescription: "an authority's weak key", identity: \.weaklySigned, authority: \.weakAuthority,
      code: .tooWeak),
    Case(testDescription: "for clients only", identity: \.clientOnly, code: .wrongPurpose),
  ]

  @Test(arguments: PollerChoice.both, distrusted)
  func `a certificate that proves nothing ends the call, and no request is sent`(poller: PollerChoice, bad: Case)
    async throws
  {
    let asked = Flag()
    let shared = try TestAuthority.shared.get()
    let identity = bad.identity(shared)
    let trust = TLSClientConfiguration.Trust.file(bad.authority?(shared) ?? shared.authority())
    try await OnLoop.servingSecured(poller, identity) { _ in
      asked.begin()
      return HTTPServerReply(status: 200)
    } _: { server in
      try await OnLoop.secured(to: server.port, poller, trust: trust, host: bad.host) { connection, _ in
        for _ in 0..<3 {
          let outcome = await connection.call(try Samples.request(), deadline: .soon)
          let failure = try #require(outcome.tlsFailure, "\(outcome.result)")
          #expect(failure.code == bad.code)
          #expect(!failure.detail.isEmpty)
          #expect(outcome.timings.connected != nil)
          #expect(outcome.timings.secured == nil && outcome.timings.sent == nil)
          #expect(!connection.isConnected && !connection.isBusy)
        }
      }
      #expect(asked.state == .waiting)
      #expect(try await OnLoop.eventually { await server.openConnections() == 0 })
      // Only `.anyone` accepts any server.
      try await OnLoop.secured(to: server.port, poller, trust: .anyone, host: bad.host) { connection, _ in
        let outcome = await connection.call(try Samples.request(), deadline: .soon)
        #expect(try outcome.result.get().status == 200)
      }
      #expect(asked.state == .begun)
    }
  }

  @Test(arguments: PollerChoice.both)
  func `the system does not trust the tests' authority`(poller: PollerChoice) async throws {
    try await OnLoop.servingSecured(poller) { server in
      try await OnLoop.secured(to: server.port, poller, trust: .system) { connection, _ in
        let outcome = await connection.call(try Samples.request(), deadline: .soon)
        #expect(outcome.tlsFailure?.code == .untrusted, "\(outcome.result)")
      }
    }
  }

  @Test(arguments: PollerChoice.both)
  func `a name with its final dot is the same host`(poller: PollerChoice) async throws {
    try await OnLoop.servingSecured(poller) { server in
      try await OnLoop.secured(to: server.port, poller, host: "localhost.") { connection, _ in
        let answer = try await connection.call(Samples.request(), deadline: .soon).result.get()
        #expect(answer.status == 200)
      }
    }
  }

  @Test(arguments: PollerChoice.both)
  func `a server that speaks plain HTTP is not trusted with a request`(poller: PollerChoice) async throws {
    try await OnLoop.serving(poller) { server in
      try await OnLoop.secured(to: server.port, poller) { connection, _ in
        let outcome = await connection.call(try Samples.request(), deadline: .soon)
        #expect(outcome.tlsFailure?.code == .protocolError, "\(outcome.result)")
      }
    }
  }

  @Test(arguments: PollerChoice.both)
  func `a refused connection is refused, with TLS as without`(poller: PollerChoice) async throws {
    let silent = try RawSocket(boundTo: 0)
    defer { silent.close() }
    try await OnLoop.secured(to: silent.port, poller) { connection, _ in
      let error = try await connection.call(Samples.request(), deadline: .soon).error
      #expect(error == .refused)
    }
  }

  @Test func `without OpenSSL a sentence says so before any connection`() throws {
    let absent = Result { () throws(TLSConfigurationError) in try OpenSSL(from: ["libnone.so.9", "libnone.so.8"]) }
    let error = #expect(throws: TLSConfigurationError.self) {
      try TLSContext(TLSClientConfiguration(), library: absent)
    }
    #expect(
      error?.description
        == "https needs OpenSSL, and there is none: none of libnone.so.9, libnone.so.8 is installed; "
        + "install OpenSSL 3 or use an http address")
    let other = Result { () throws(TLSConfigurationError) in try OpenSSL(from: ["libc.so.6"]) }
    #expect(throws: TLSConfigurationError(noLibrary: "libc.so.6 has no TLS_client_method")) { try other.get() }
    let none = Result { () throws(TLSConfigurationError) in try OpenSSL(from: []) }
    #expect(throws: TLSConfigurationError(noLibrary: "this system has no OpenSSL for programs to load")) {
      try none.get()
    }
  }

  @Test func `files that are no certificates and keys are named`() throws {
    let authority = try TestAuthority.shared.get()
    let good = authority.server()
    let key = authority.path("ecdsa.key")
    for file in ["/nonexistent/ca.pem", key] {
      let error = #expect(throws: TLSConfigurationError.self) {
        try TLSContext(TLSClientConfiguration(trust: .file(file)))
      }
      #expect(error?.description.hasPrefix("\(file): no PEM certificates of trusted authorities") == true)
    }
    for (certificate, key, blamed) in [
      ("/nonexistent/server.pem", good.keyFile, "/nonexistent/server.pem"),
      (good.certificateFile, "/nonexistent/key.pem", "/nonexistent/key.pem"),
      (good.certificateFile, authority.path("rsa.key"), authority.path("rsa.key")),
      (good.certificateFile, authority.lockedKey, authority.lockedKey),
    ] {
      let error = #expect(throws: TLSConfigurationError.self) {
        try TLSContext(TLSServerConfiguration(certificateFile: certificate, keyFile: key))
      }
      #expect(error?.description.hasPrefix("\(blamed): no PEM ") == true)
    }
  }
}
