import LoadEngine
import TestSupport
import Testing

@testable import LoadFixtures

/// Validity check 15.
///
/// Catches: a deadline that each byte puts off (no call ends before the answer does).
@Suite("The wire breaks: one byte a second", .serialized)
struct TrickleTests {
  private static let deadline = 1300.0
  private static let whole = WireScript.trickle(WireScript.okText, every: .seconds(1))

  static let scripts = [
    ("the head", WireScript(whole)),
    (
      "the body",
      WireScript(
        [.send(WireScript.status + "Content-Length: 60\r\n\r\n")]
          + WireScript.trickle(String(repeating: "x", count: 60), every: .seconds(1)))
    ),
    (
      "a chunk's size",
      WireScript(
        [.send(WireScript.status + "Transfer-Encoding: chunked\r\n\r\n")]
          + WireScript.trickle(String(repeating: "0", count: 60), every: .seconds(1)))
    ),
    ("nothing at all", WireScript([.pause(.seconds(60))])),
  ]

  @Test("The whole call's deadline fires within 50 ms of its time", arguments: WireScheme.here)
  func deadline(scheme: WireScheme) async throws {
    try await RealTime.holds {
      var wrong: [String] = []
      for (name, script) in Self.scripts {
        wrong += try await FaultyServer.with(scheme, answer: { _, _ in script }) { server in
          try await Self.lateness(of: .timeout, name, from: server)
        }
      }
      return wrong
    }
  }

  @Test(
    "A handshake that does not come is a connection that does not come, in the same time",
    .enabled(if: TestAuthority.mayBeMade, "needs openssl"))
  func handshake() async throws {
    let context = try TLSContext(TestAuthority.shared.get().server())
    // The beginning of a handshake record of 512 bytes.
    let script = WireScript(WireScript.trickle("\u{16}\u{3}\u{3}\u{2}\u{0}\u{2}\u{0}\u{1}", every: .seconds(1)))
    try await RealTime.holds {
      try await FaultyServer.with(
        .https, greeting: { $0 == 0 ? .secure(context) : .script(script) }, answer: { _, _ in .ok }
      ) { server in
        try await Self.lateness(of: .connectTimeout, "the handshake", from: server)
      }
    }
  }

  /// Makes one call that cannot end well for each of a hundred users, and returns when one ended more than 50 ms late.
  private static func lateness(
    of kind: FailureKind, _ name: String, from server: FaultyServer
  ) async throws -> [String] {
    // Too short for a second call of anybody.
    let record = try await server.load(
      .crowd(for: .seconds(1)), settings: ["LOAD_REQUEST_TIMEOUT": "\(deadline / 1000)"])
    expectBooksBalance(record, with: server)
    #expect(record.counts.failed == 100 && record.counts.scheduled == 100, "\(name): \(record.counts)")
    #expect(record.failureKinds == [kind.label: 100], "\(name)")
    #expect(server.connections == 101, "\(name)")
    // Both are exact, whatever the histogram's buckets.
    let first = try #require(record.total.failureLatency.min)
    let last = try #require(record.total.failureLatency.max)
    #expect(first >= deadline, "\(name)")
    return last <= deadline + 50 ? [] : ["\(name): \(first) to \(last) ms of \(deadline)"]
  }
}
