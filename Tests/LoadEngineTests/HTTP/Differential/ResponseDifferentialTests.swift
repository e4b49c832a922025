import Foundation
import TestSupport
import Testing

@testable import LoadEngine

/// Reads the same connections with our reader and with a reader that no one here wrote.
///
/// A difference that no entry of `KnownVerdict` and `KnownDetail` explains fails. The number of connections is
/// `LOAD_DIFFERENTIAL_COUNT`, or 100,000 with `LOAD_LONG_CHECKS=1`, or 5,000; about 10,000 a second.
///
/// Seen to fail when the reader gives a 304 a body, does not trim tabs, heeds `close` in the first place only, takes
/// any byte for the LF after a chunk, lets a second length differ, a letter follow the status code, or trailers go
/// unread, keeps interim headers, lacks `~` as a token character, or awaits the body of an answer to a HEAD.
@Suite("Responses beside PyPI's h11", .enabled { await PythonOracle.mayAsk("h11") })
struct ResponseDifferentialTests {
  private static let seed: UInt64 = 9112

  @Test("Each response is read as h11 reads it, or differs for a reason that is known")
  func sameReading() async throws {
    let count = try Self.count()
    var tally = Tally()
    // One interpreter for so many.
    let batch = 100_000
    for start in stride(from: 0, to: count, by: batch) {
      let numbers = start..<min(start + batch, count)
      let responses = await OwnThread.run { numbers.map { GeneratedResponse(seed: Self.seed, number: $0) } }
      let peers = try await H11.read(responses, maxBodyBytes: HTTPLimits.differential.maxBodyBytes)
      try #require(peers.count == responses.count)
      tally = await OwnThread.run { [tally] in
        var tally = tally
        for (response, peer) in zip(responses, peers) { tally.compare(response, with: peer) }
        return tally
      }
      // One is enough to look at, and a broken reader gives thousands.
      try #require(tally.unexplained.isEmpty, "\(tally.unexplained.prefix(5).joined(separator: "\n"))")
    }
    Attachment.record("\(tally)", named: "differential.txt")
    for name in KnownVerdict.all.map(\.name) + KnownDetail.all.map(\.name) {
      #expect(tally.reasons[name] ?? 0 > 0, "no response differed for this reason: \(name)")
    }
    // Reasons that explain most of all would explain bugs away; verdicts that are all alike would compare little.
    #expect(tally.agreed > count * 4 / 5, "\(tally)")
    for verdict in ["message", "truncated", "refused"] {
      #expect(tally.agreements[verdict] ?? 0 > count / 40, "\(tally)")
    }
  }

  private static func count() throws -> Int {
    let environment = ProcessInfo.processInfo.environment
    guard let text = environment["LOAD_DIFFERENTIAL_COUNT"] else {
      return environment["LOAD_LONG_CHECKS"] == "1" ? 100_000 : 5000
    }
    return try #require(
      Int(text).flatMap { $0 >= 5000 ? $0 : nil }, "LOAD_DIFFERENTIAL_COUNT is \(text): give a number of 5000 or more")
  }

  /// Counts of agreements by verdict and of differences by reason.
  private struct Tally: CustomStringConvertible {
    var agreements: [String: Int] = [:]
    var reasons: [String: Int] = [:]
    var unexplained: [String] = []

    var agreed: Int { agreements.values.reduce(0, +) }

    mutating func compare(_ response: GeneratedResponse, with peer: PeerReading) {
      let outcome = HTTPDriver.response(
        response.bytes, cuts: response.cuts, isHEAD: response.isHEAD, limits: .differential)
      let ours = PeerReading(outcome)
      if ours == peer {
        agreements[ours.verdict, default: 0] += 1
        return
      }
      let anatomy = ResponseAnatomy(response.bytes, isHEAD: response.isHEAD)
      let found = reasonsFor(ours, outcome.error?.code, peer, anatomy)
      for reason in found { reasons[reason, default: 0] += 1 }
      guard found.isEmpty else { return }
      unexplained.append("\(response)\nours: \(ours) \(outcome.error?.description ?? "")\nh11: \(peer)")
    }

    /// The names of what explains the difference, none if nothing does.
    private func reasonsFor(
      _ ours: PeerReading, _ code: HTTPReadError.Code?, _ peer: PeerReading, _ anatomy: ResponseAnatomy
    ) -> [String] {
      if case .message(var message) = ours, case .message(let other) = peer {
        var names: [String] = []
        for detail in KnownDetail.all {
          let before = message
          detail.apply(&message, anatomy)
          if message != before { names.append(detail.name) }
        }
        return message == other ? names : []
      }
      let refusal = ours == .refused ? code : nil
      return KnownVerdict.all.filter { $0.leads(refusal, peer) && $0.holds(anatomy) }.map(\.name)
    }

    var description: String {
      (["\(agreed) agree"] + agreements.sorted { $0.key < $1.key }.map { "  \($0.value) \($0.key)" }
        + reasons.sorted { $0.value > $1.value }.map { "\($0.value) \($0.key)" }).joined(separator: "\n")
    }
  }
}

extension HTTPLimits {
  /// Small, so that responses of a few hundred bytes reach them.
  static let differential = HTTPLimits(
    maxLineBytes: 256, maxHeaderCount: 8, maxHeaderBytes: 600, maxBodyBytes: 1500)
}
