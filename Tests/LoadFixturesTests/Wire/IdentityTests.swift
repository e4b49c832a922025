import TestSupport
import Testing

@testable import LoadEngine
@testable import LoadFixtures

/// Validity check 20 in whole runs: the target is well when the pre-flight looks, and then is not itself any more.
///
/// Catches: certificates that are not verified (the server is sent requests).
@Suite(
  "The wire breaks: whoever answers is not the target", .serialized,
  .enabled(if: TestAuthority.mayBeMade, "needs openssl"))
struct IdentityTests {
  struct Change: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let kind: FailureKind
    /// How connections begin after the pre-flight's.
    let welcome: @Sendable () throws -> FaultyServer.Welcome
  }

  private static func certificate(
    _ description: String, _ kind: FailureKind,
    _ identity: @escaping @Sendable (TestAuthority) -> TLSServerConfiguration
  ) -> Change {
    Change(testDescription: description, kind: kind) { .secure(try TLSContext(identity(TestAuthority.shared.get()))) }
  }

  private static func handshake(_ description: String, _ kind: FailureKind, _ script: WireScript) -> Change {
    Change(testDescription: description, kind: kind) { .script(script) }
  }

  static let changes = [
    certificate("a certificate that nobody signed", .certificateUntrusted, \.selfSigned),
    certificate("another host's", .certificateHostMismatch, \.otherHost),
    certificate("yesterday's", .certificateExpired, \.expired),
    handshake("no TLS", .tls, WireScript("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", then: .close)),
    // A fatal alert: handshake failure.
    handshake("an alert", .tls, WireScript("\u{15}\u{3}\u{3}\u{0}\u{2}\u{2}\u{28}", then: .close)),
    handshake("reset in the handshake", .reset, WireScript([], then: .reset)),
    handshake("end in the handshake", .closed, WireScript([], then: .close)),
  ]

  @Test("A kind of its own, no request, and no second attempt", arguments: changes)
  func replaced(change: Change) async throws {
    let own = try TLSContext(TestAuthority.shared.get().server())
    let welcome = try change.welcome()
    try await FaultyServer.inTurn(.https, greeting: { $0 == 0 ? .secure(own) : welcome }, answer: { _, _ in .ok }) {
      server in
      let record = try await server.load(.crowd(for: .milliseconds(300)), pacing: .constant(.milliseconds(100)))
      let counts = record.counts
      expectBooksBalance(record, with: server)
      #expect(counts.failed >= 100 && counts.failed == counts.scheduled, "\(counts)")
      #expect(record.callFailureKinds == [change.kind.label: counts.failed])
      #expect(server.requests == counts.instrument)
      #expect(server.connections == counts.failed + counts.instrument)
      #expect(!record.notes.contains(RunRecord.unverifiedNote))
    }
  }

  @Test("A target that stops listening refuses connections", arguments: WireScheme.here)
  func refused(scheme: WireScheme) async throws {
    try await FaultyServer.inTurn(
      scheme,
      answer: { server, _ in
        server.stopListening()
        return WireScript(WireScript.okText, then: .close)
      }
    ) { server in
      let record = try await server.load(.crowd(for: .milliseconds(300)), pacing: .constant(.milliseconds(100)))
      let counts = record.counts
      expectBooksBalance(record, with: server)
      #expect(counts.failed >= 100 && counts.failed == counts.scheduled, "\(counts)")
      #expect(record.callFailureKinds == [FailureKind.connectionRefused.label: counts.failed])
      #expect(server.connections == 1 && server.requests == counts.instrument)
    }
  }

  /// Its addresses are looked up once, before the run: no call can meet it.
  @Test("An unknown host is told before the run, by its kind")
  func unknownHost() async throws {
    let url = "https://nosuchhost.invalid"
    let record = try await Probe(
      ProbeRequest(url: url), profile: .crowd(for: .milliseconds(300)),
      environment: TargetEnvironment(environment: ["LOAD_TARGET_HOST": url])
    ).run(terminal: .silent)
    #expect(record.verdict.status == .invalid && record.counts == CallCounts())
    let reason = try #require(record.verdict.sentences.first)
    #expect(record.verdict.sentences.count == 1)
    #expect(reason.hasPrefix("\(FailureKind.unknownHost.label): nosuchhost.invalid has no address ("), "\(reason)")
    let kinds = Self.changes.prefix(3).map(\.kind) + [.connectionRefused, .unknownHost]
    #expect(Set(kinds.map(\.label)).count == 5)
  }

  #if os(Linux)
    /// The library cannot just be hidden: libcurl, which URLSession stands on, needs it to start.
    @Test(
      "Without OpenSSL: one sentence before the run, and no connection",
      .enabled(if: Shim.mayBeMade, "needs a C compiler"))
    func noLibrary() async throws {
      let scratch = try ScratchDirectory()
      let environment = try await Shim.environment(
        """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <string.h>
        void *dlopen(const char *name, int flags) {
          if (name && strstr(name, "libssl")) return 0;
          return ((void *(*)(const char *, int))dlsym(RTLD_NEXT, "dlopen"))(name, flags);
        }
        """, in: scratch)
      try await FaultyServer.with(.https, answer: { _, _ in .ok }) { server in
        let (outcome, _) = try await server.loadFromOutside(
          ["--users", "100", "--duration", "1"], environment: environment)
        #expect(outcome.code == 98)
        let record = try outcome.record()
        #expect(record.counts == CallCounts())
        #expect(
          record.verdict.sentences == [
            "https needs OpenSSL, and there is none: none of libssl.so.3, libssl.so.1.1 is installed; install OpenSSL 3 "
              + "or use an http address, or set LOAD_TRANSPORT=urlsession"
          ])
        #expect(server.connections == 0)
      }
    }
  #endif
}
