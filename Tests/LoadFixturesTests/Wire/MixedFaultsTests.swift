import Foundation
import TestSupport
import Testing

@testable import LoadEngine
@testable import LoadFixtures

/// All faults at once, drawn for each request and connection.
///
/// Catches: a socket that is kept after its call has timed out (84 of them at the end); a request that is sent again
/// after a reset (the server counts more than the record).
@Suite("The wire breaks: everything at once", .serialized)
struct MixedFaultsTests {
  private static let seed: UInt64 = 11

  private static let refusals = [
    WireScript("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"),
    WireScript("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 60\r\nContent-Length: 0\r\n\r\n"),
  ]
  /// None of them has an answer before the deadline.
  private static let stalls = [
    WireScript([.pause(.seconds(60))]),
    WireScript(WireScript.trickle(WireScript.okText, every: .milliseconds(200))),
  ]
  private static let wholes = WholeAnswerTests.answers.map(\.script) + ReconnectTests.endings.map(\.script)
  private static let handshakes: [WireScript] = [
    WireScript("HTTP/1.1 400 Bad Request\r\n\r\n", then: .close), WireScript([], then: .reset),
    WireScript([], then: .close), WireScript([.pause(.seconds(60))]),
  ]

  /// Half of all answers are good, one in a hundred never ends.
  private static func answer(_ scheme: WireScheme) -> FaultyServer.Answer {
    let broken = BrokenAnswer.all.filter { $0.schemes.contains(scheme) }.map(\.script) + refusals
    return { _, request in
      var generator = SeededRandom(seed: seed, user: request.number)
      let share = generator.below(100)
      let from = share < 50 ? [.ok] : share < 70 ? wholes : share < 99 ? broken : stalls
      return from[Int(generator.below(UInt64(from.count)))]
    }
  }

  /// One connection in twenty does not get as far as a request over TLS.
  private static func greeting(_ scheme: WireScheme) throws -> FaultyServer.Greeting? {
    guard let identity = try scheme.identity() else { return nil }
    let context = try TLSContext(identity)
    return { number in
      var generator = SeededRandom(seed: seed, user: -number)
      guard number > 0, generator.below(20) == 0 else { return .secure(context) }
      return .script(handshakes[Int(generator.below(UInt64(handshakes.count)))])
    }
  }

  private static func expectEachKind(in record: RunRecord, _ scheme: WireScheme) {
    var kinds: [FailureKind] = [
      .reset, .closed, .truncated, .protocolError, .headerOverflow, .timeout, .status(503), .status(429),
    ]
    if scheme == .https { kinds += [.tls, .connectTimeout] }
    let (wanted, found) = (Set(kinds.map(\.label)), Set(record.callFailureKinds.keys))
    #expect(found.isSuperset(of: wanted), "\(record.failureKinds)")
    // A stall of the machine may cost a connection over http as well.
    #expect(found.subtracting(wanted).isSubset(of: [FailureKind.connectTimeout.label]), "\(record.failureKinds)")
  }

  @Test("A hundred users: exact books, one kind a failure, and good answers in between", arguments: WireScheme.here)
  func users(scheme: WireScheme) async throws {
    let (port, record) = try await FaultyServer.inTurn(
      scheme, greeting: Self.greeting(scheme), answer: Self.answer(scheme)
    ) { server in
      let record = try await server.load(
        .crowd(for: .seconds(4)), pacing: .constant(.milliseconds(30)), settings: ["LOAD_REQUEST_TIMEOUT": "0.5"])
      expectBooksBalance(record, with: server)
      return (server.port, record)
    }
    let counts = record.counts
    #expect(counts.failed > 500 && counts.completed > counts.failed, "\(counts)")
    #expect(counts.dropped == 0 && counts.cancelled == 0, "\(counts)")
    Self.expectEachKind(in: record, scheme)
    #expect(record.timeline.prefix(4).allSatisfy { $0.completed > 100 && $0.failed > 0 }, "\(record.timeline)")
    // Other tests open descriptors meanwhile: those with the server's port at either end tell.
    #expect(OpenSockets.count(at: port) == 0)
  }

  @Test("Arrivals, by the real executable: exact books, and memory is bounded", arguments: WireScheme.here)
  func arrivals(scheme: WireScheme) async throws {
    func run(_ greeting: FaultyServer.Greeting?, _ answer: @escaping FaultyServer.Answer) async throws -> (
      record: RunRecord, peak: Int
    ) {
      try await FaultyServer.inTurn(scheme, greeting: greeting, answer: answer) { server in
        let (outcome, peak) = try await server.loadFromOutside(
          ["--users", "100", "--rate", "1000", "--duration", "3"], environment: ["LOAD_REQUEST_TIMEOUT": "0.5"])
        let record = try outcome.record()
        expectBooksBalance(record, with: server)
        return (record, peak)
      }
    }
    let (_, small) = try await run(nil) { _, _ in WireScript(WireScript.okText, then: .close) }
    let (record, large) = try await run(Self.greeting(scheme), Self.answer(scheme))
    let counts = record.counts
    #expect(counts.scheduled == 3000 && counts.cancelled == 0, "\(counts)")
    Self.expectEachKind(in: record, scheme)
    // What the limits allow a hundred users whose headers do not end: 80 kB in an array that doubles, and a TLS record.
    // 5 MB were seen.
    #expect(large - small < 100 * 256 << 10, "\(small) to \(large)")
  }
}
