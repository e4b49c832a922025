import LoadEngine
import Testing

@testable import LoadFixtures

/// Validity check 14: memory, by the high-water mark that the system keeps of the real executable.
///
/// Catches: a body that is kept to its end (100 MB a user); a header block that is kept without a bound.
@Suite(
  "The wire breaks: answers without measure", .serialized,
  .enabled(if: ToolProcess.tellsPeakMemory, "needs /proc"))
struct BoundedMemoryTests {
  private static let bodySize = RealTime.hasLongChecks ? 1 << 30 : 100 << 20

  @Test(
    "A body of 100 MB (1 GB with LOAD_LONG_CHECKS=1) is drained, and memory grows by less than 10 MB",
    arguments: WireScheme.here)
  func body(scheme: WireScheme) async throws {
    let load = ["--users", "2", "--duration", "0.2"]
    let piece = String(repeating: "x", count: 64 << 10)
    let (_, small) = try await Self.run(load, scheme, .ok)
    let (record, large) = try await Self.run(
      load, scheme,
      WireScript([
        .send(WireScript.status + "Content-Length: \(Self.bodySize)\r\n\r\n"),
        .flood(piece, times: Self.bodySize / piece.utf8.count),
      ]))
    #expect(record.counts.completed >= 2)
    #expect(record.counts.completed == record.counts.scheduled, "\(record.failureKinds)")
    #expect(small > 0 && large - small < 10 << 20, "\(small) to \(large)")
  }

  /// A user may hold 80 kB of headers, in an array that doubles, and OpenSSL's records: with a hundred at once 17 MB were
  /// seen, with twenty 5 MB. Equal runs differ by up to 4 MB.
  @Test("Twenty users drown in headers, and memory grows by less than 10 MB", arguments: WireScheme.here)
  func headers(scheme: WireScheme) async throws {
    let load = ["--users", "20", "--rate", "800", "--duration", "1"]
    let (_, small) = try await Self.run(load, scheme, WireScript(WireScript.okText, then: .close))
    for flood in BrokenAnswer.floods {
      let (record, large) = try await Self.run(load, scheme, flood.script)
      #expect(record.counts.failed > 100)
      #expect(record.callFailureKinds == [FailureKind.headerOverflow.label: record.counts.failed], "\(flood)")
      #expect(small > 0 && large - small < 10 << 20, "\(flood): \(small) to \(large)")
    }
  }

  private static func run(
    _ load: [String], _ scheme: WireScheme, _ script: WireScript
  ) async throws -> (record: RunRecord, peak: Int) {
    try await FaultyServer.inTurn(scheme, answer: { _, _ in script }) { server in
      let (outcome, peak) = try await server.loadFromOutside(load)
      let record = try outcome.record()
      expectBooksBalance(record, with: server)
      return (record, peak)
    }
  }
}
