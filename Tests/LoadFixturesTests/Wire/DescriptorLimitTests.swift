import LoadEngine
import Testing

@testable import LoadFixtures

/// Validity check 19, by the real executable: the limit is its process's own.
///
/// Catches: a call that fails before its caller has let go of its turn, so that a user who tries again at once holds
/// the event loop up for ever (the run does not end); a pre-flight that does not look.
@Suite("The wire breaks: 64 file descriptors", .serialized)
struct DescriptorLimitTests {
  @Test("One sentence before the run, and no load", arguments: WireScheme.here)
  func before(scheme: WireScheme) async throws {
    try await FaultyServer.with(scheme, answer: { _, _ in .ok }) { server in
      let (outcome, _) = try await server.loadFromOutside(
        ["--users", "100", "--duration", "1"], prelude: "ulimit -n 64")
      #expect(outcome.code == 98)
      let record = try outcome.record()
      #expect(record.counts == CallCounts())
      #expect(
        record.verdict.sentences == [
          "fileDescriptorLimit: the run needs about 164 file descriptors and the limit is 64; raise it with "
            + "`ulimit -n 164` or run fewer users (LOAD_USERS_SCALE)"
        ])
      #expect(server.connections == 0)
    }
  }

  static let loads = [["--users", "100"], ["--users", "100", "--rate", "2000"]]

  /// The limit is what the pre-flight asks for, but a hundred are taken: 64 are left.
  @Test("Met in mid-run, it is each call's kind, and no load is lost", arguments: loads, WireScheme.here)
  func meanwhile(load: [String], scheme: WireScheme) async throws {
    try await Serializer.scenarios.run {
      // A slow answer: all users are wanted at the same time.
      let slow = WireScript([.pause(.milliseconds(50)), .send(WireScript.okText)])
      try await FaultyServer.with(scheme, answer: { _, _ in slow }) { server in
        let (outcome, _) = try await server.loadFromOutside(
          load + ["--duration", "1"],
          prelude: "ulimit -n 164; for number in {1..100}; do exec {held}</dev/null; done")
        let record = try outcome.record()
        let counts = record.counts
        expectBooksBalance(record, with: server)
        #expect(outcome.code == 98)
        #expect(counts.completed > 100 && counts.failed > 100, "\(counts)")
        #expect(record.callFailureKinds == [FailureKind.fileDescriptorLimit.label: counts.failed])
        let reason = "generator out of file descriptors: \(counts.failed) "
        #expect(record.verdict.sentences.contains { $0.hasPrefix(reason) })
        #expect(counts.cancelled == 0)
        #expect(server.requests == counts.completed + counts.instrument)
        #expect((20...64).contains(server.connections))
      }
    }
  }
}
