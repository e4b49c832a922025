import LoadEngine
import Synchronization
import TestSupport
import Testing

@testable import LoadFixtures

/// Validity check 30 for addresses: judged is what a name means at the moment, before the run and in it. `TargetPolicyTests`
/// has which addresses are public, `AddressTests` names that move within one's own network.
///
/// Catches: a look-up in mid-run whose answer is used as it came; a name that is judged by its first address alone.
@Suite("Harms nobody: a public address is not contacted", .timeLimit(.minutes(1)))
struct PublicAddressTests {
  /// Reserved for documentation (RFC 5737, RFC 3849): nobody's.
  static let foreign = ["192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1"]

  /// What a name means at the moment, and how often that was asked.
  private final class Meaning: Sendable {
    private struct State {
      var addresses: [SocketAddress]
      var asked = 0
    }

    private let state: Mutex<State>

    init(_ addresses: [SocketAddress]) { state = Mutex(State(addresses: addresses)) }

    var asked: Int { state.withLock(\.asked) }

    func become(_ addresses: [SocketAddress]) { state.withLock { $0.addresses = addresses } }

    func lookUp() -> [SocketAddress] {
      state.withLock { state in
        state.asked += 1
        return state.addresses
      }
    }
  }

  /// Four users who connect for each call.
  private static func probe(_ meaning: Meaning, for duration: Duration) async throws -> RunRecord {
    let url = "http://moving.test:8000"
    let environment = try TargetEnvironment(
      environment: ["LOAD_TARGET_HOST": url, "LOAD_EVENT_LOOPS": "1", "LOAD_SEED": "7"])
    var probe = Probe(
      try ProbeRequest(url: url + "/", headers: [("Connection", "close")]),
      profile: Probe.closed(users: 4, duration: duration), environment: environment)
    probe.pacing = .constant(.milliseconds(20))
    probe.resolve = { _, _ in meaning.lookUp() }
    probe.lookupInterval = .milliseconds(200)
    return try await probe.run(terminal: .silent)
  }

  @Test("A name that means one in mid-run: those who connect anew go where it led before", arguments: foreign)
  func inMidRun(address: String) async throws {
    let away = try await Resolver.resolve(host: address, port: 9)
    try await CountingServer.with { server in
      let meaning = Meaning(try await Resolver.resolve(host: "127.0.0.1", port: server.port))
      let run = Task { try await Self.probe(meaning, for: .milliseconds(2500)) }
      while server.received < 5 { try await Task.sleep(for: .milliseconds(5)) }
      meaning.become(away)
      let asked = meaning.asked
      let record = try await run.value
      #expect(meaning.asked > asked, "the name was looked up again")
      #expect(record.counts.failed == 0 && record.counts.completed > 50, "\(record.failureKinds)")
      #expect(record.endpoints == nil)
      #expect(record.total.phases.connections == record.total.count)
      #expect(server.received == record.counts.completed + record.counts.instrument)
      #expect(record.notes.contains { $0.contains("addresses that load may not be sent to") }, "\(record.notes)")
    }
  }

  @Test("Nor where its own address takes no connection any more", arguments: foreign)
  func afterItsOwn(address: String) async throws {
    let away = try await Resolver.resolve(host: address, port: 9)
    let (run, meaning) = try await CountingServer.with { server in
      let meaning = Meaning(try await Resolver.resolve(host: "127.0.0.1", port: server.port))
      let run = Task { try await Self.probe(meaning, for: .milliseconds(2500)) }
      while server.received < 5 { try await Task.sleep(for: .milliseconds(5)) }
      meaning.become(away)
      return (run, meaning)
    }
    let record = try await run.value
    #expect(meaning.asked > 1 && record.endpoints == nil)
    // No route and no answer are what a call to one of them would have come to.
    let kinds = Set(record.failureKinds.keys)
    #expect(kinds.isDisjoint(with: ["connect timeout", "connect failed", "timeout"]), "\(record.failureKinds)")
    #expect(record.failureKinds["connection refused"] ?? 0 > 10, "\(record.failureKinds)")
    #expect(record.notes.contains { $0.contains("addresses that load may not be sent to") }, "\(record.notes)")
  }

  @Test("A name that means one beside an address of one's own is refused before any connection", arguments: foreign)
  func beforeTheRun(address: String) async throws {
    let away = try await Resolver.resolve(host: address, port: 9)
    try await CountingServer.with { server in
      let own = try await Resolver.resolve(host: "127.0.0.1", port: server.port)
      for addresses in [own + away, away + own] {
        let record = try await Self.probe(Meaning(addresses), for: .milliseconds(200))
        #expect(record.verdict.reasons.map(\.code) == [.refused] && record.counts == CallCounts())
        let sentence = record.verdict.sentences.first ?? ""
        #expect(sentence.hasPrefix("\(address) is outside") && sentence.contains("LOAD_ALLOW_PUBLIC_TARGET=1"))
      }
      #expect(server.received == 0)
      #expect(await server.connections() == 0)
    }
  }

  /// All of them mean one of the addresses above to some resolver.
  @Test(
    "However it is written it is refused: by what it is, or as no address at all",
    arguments: [
      "http://192.0.2.1:9", "https://192.0.2.1", "http://[2001:db8::1]:9", "http://[2001:DB8:0:0::1]",
      "http://[::ffff:192.0.2.1]:9", "https://[::ffff:c000:201]", "http://3221225985:9", "http://0xC0000201",
      "http://0xc0.0x0.0x2.0x1", "http://0300.0.2.1", "http://030000001001", "http://192.0.513", "http://192.513",
      "http://192.0.2.01", "http://192.0.2.1.", "http://0xC0000201.", "http://192.0.2.0x1",
    ])
  func spellings(url: String) async throws {
    var refusal: String?
    do {
      let environment = try TargetEnvironment(
        environment: ["LOAD_TARGET_HOST": url, "LOAD_TOKEN": "t", "LOAD_CONTRACT": "documented"])
      refusal = try await Preflight.refusal(of: environment)
    } catch let error as ConfigurationError {
      refusal = error.description
    }
    let reasons = ["LOAD_ALLOW_PUBLIC_TARGET=1", "is neither a host name nor an address"]
    #expect(reasons.contains { refusal?.contains($0) == true }, "\(refusal ?? "not refused")")
  }
}
