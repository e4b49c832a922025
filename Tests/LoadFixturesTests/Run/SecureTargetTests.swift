import Foundation
import LoadEngine
import TestSupport
import Testing

@testable import LoadFixtures

@Suite("A target that speaks https", .enabled(if: TestAuthority.mayBeMade, "needs openssl"), .timeLimit(.minutes(1)))
struct SecureTargetTests {
  private static let fiveUsers = Scenario(
    "five", user: SalesUser.self, profile: .ramp(to: 5, perSecond: 50, for: .seconds(1)))

  @Test("With its authority's file a run is like any other, and the handshakes are timed apart")
  func trusted() async throws {
    let identity = try TestAuthority.shared.get().selfSigned
    try await AgentUnderTest.with(tls: identity) { agent in
      let environment = try agent.environment(["LOAD_TLS_CA_FILE": identity.certificateFile])
      #expect(try await Preflight.refusal(of: environment) == nil)
      let asked = agent.received.count
      let record = try await ScenarioRunner.quietly(Self.fiveUsers, in: environment)
      let counts = record.counts
      #expect(counts.completed > 20)
      #expect(counts.failed == 0, "\(record.failureKinds)")
      #expect(agent.received.count - asked == counts.completed + counts.failed + counts.instrument)
      #expect(record.target.url == "https://127.0.0.1:\(agent.server.port)")
      #expect(!record.notes.contains(RunRecord.unverifiedNote))
      // Each user opens one, with its log-in: in the warm-up, all but perhaps the last.
      #expect(record.stages.reduce(0) { $0 + ($1.statistics.phases.connections ?? 0) } == 5)
      let login = try #require(record.stages.first { $0.warmUp }?.statistics.phases)
      let (connect, tls) = (try #require(login.connect), try #require(login.tls))
      #expect(connect > 0 && tls > 0)
    }
  }

  @Test("LOAD_TLS_INSECURE=1 takes anyone for the target, and record and reports say so")
  func insecure() async throws {
    let authority = try TestAuthority.shared.get()
    for identity in [authority.selfSigned, authority.otherHost] {
      try await AgentUnderTest.with(tls: identity) { agent in
        let record = try await ScenarioRunner.quietly(
          Self.fiveUsers, in: try agent.environment(["LOAD_TLS_INSECURE": "1"]))
        #expect(record.counts.completed > 20 && record.counts.failed == 0)
        #expect(record.notes.contains(RunRecord.unverifiedNote))
        let page = try HTMLReport(.init(records: [record]), generatedAt: Date(timeIntervalSince1970: 0)).document()
        #expect(page.contains(RunRecord.unverifiedNote))
        let table = SummaryTable(records: [record]).text(color: false)
        #expect(table.contains(RunRecord.unverifiedNote))
      }
    }
    try await AgentUnderTest.with { agent in
      let record = try await ScenarioRunner.quietly(
        Self.fiveUsers, in: try agent.environment(["LOAD_TLS_INSECURE": "1"]))
      #expect(!record.notes.contains(RunRecord.unverifiedNote), "over http there is nothing to verify")
    }
  }

  @Test("A certificate that proves nothing ends the run before any request, with what to do about it")
  func refused() async throws {
    let authority = try TestAuthority.shared.get()
    let (own, other) = (authority.selfSigned, authority.otherHost)
    let cases = [
      (own, [:], "leads to an authority that this system trusts; name the authority's PEM file in LOAD_TLS_CA_FILE"),
      (own, ["LOAD_TLS_CA_FILE": authority.authority()], "leads to an authority in LOAD_TLS_CA_FILE"),
      (other, ["LOAD_TLS_CA_FILE": authority.authority()], "the certificate is for another host than 127.0.0.1"),
      (own, ["LOAD_TLS_CA_FILE": "/nonexistent/ca.pem"], "LOAD_TLS_CA_FILE: /nonexistent/ca.pem: no PEM certificates"),
      (own, ["LOAD_TLS_CA_FILE": own.keyFile], "LOAD_TLS_CA_FILE: \(own.keyFile): no PEM certificates"),
    ]
    for (identity, variables, sentence) in cases {
      try await AgentUnderTest.with(tls: identity) { agent in
        let record = try await ScenarioRunner.quietly(Self.fiveUsers, in: try agent.environment(variables))
        #expect(record.verdict.status == .invalid)
        #expect(record.verdict.sentences.count == 1)
        let reason = record.verdict.sentences.first ?? ""
        #expect(reason.contains(sentence.replacingOccurrences(of: "leads", with: "does not lead")))
        #expect(record.counts == CallCounts())
        #expect(agent.received.isEmpty)
      }
    }
  }

  @Test("A probe of an https URL is verified like a run, and its report has the handshakes", arguments: [true, false])
  func probe(verified: Bool) async throws {
    let identity = try TestAuthority.shared.get().selfSigned
    try await AgentUnderTest.with(tls: identity) { agent in
      let trust = verified ? ["LOAD_TLS_CA_FILE": identity.certificateFile] : ["LOAD_TLS_INSECURE": "1"]
      let record = try await Probe(
        ProbeRequest(url: "https://127.0.0.1:\(agent.server.port)/health", headers: [("Connection", "close")]),
        profile: Probe.closed(users: 4, duration: .milliseconds(500)), environment: try agent.environment(trust)
      ).run(terminal: .silent)
      #expect(record.counts.completed > 0 && record.counts.failed == 0, "\(record.failureKinds)")
      #expect(record.total.phases.connections == record.total.count)
      #expect(record.total.phases.tls ?? 0 > 0)
      #expect(record.notes.contains(RunRecord.unverifiedNote) == !verified)
      #expect(ProbeSummary(record).text(color: false).contains(RunRecord.unverifiedNote) == !verified)
      let page = try HTMLReport(.init(records: [record]), generatedAt: Date(timeIntervalSince1970: 0)).document()
      #expect(page.contains(">TLS<"))
    }
  }

  @Test("https to an agent that speaks http, and to nobody")
  func noTLS() async throws {
    try await AgentUnderTest.with { agent in
      let host = "https://127.0.0.1:\(agent.server.port)"
      let refusal = try await Preflight.refusal(of: try agent.environment(["LOAD_TARGET_HOST": host]))
      #expect(refusal == "TLS: \(host): no TLS connection comes about: is it https that is spoken there?")
      #expect(agent.received.isEmpty)
    }
    let nobody = try TargetEnvironment(environment: ["LOAD_TARGET_HOST": "https://127.0.0.1:9", "LOAD_TOKEN": "t"])
    #expect(
      try await Preflight.refusal(of: nobody) == "connection refused: is the agent running at https://127.0.0.1:9?")
  }

  @Test("A certificate for clients only is told as that")
  func clientOnly() async throws {
    let authority = try TestAuthority.shared.get()
    try await AgentUnderTest.with(tls: authority.clientOnly) { agent in
      let environment = try agent.environment(["LOAD_TLS_CA_FILE": authority.authority()])
      let refusal = try await Preflight.refusal(of: environment)
      #expect(refusal?.hasPrefix("certificate for another purpose: ") == true, "\(refusal ?? "not refused")")
      #expect(refusal?.contains("not for servers") == true)
      #expect(agent.received.isEmpty)
    }
  }

  /// Validity check 20 for the first call; `IdentityTests` has whole runs. Caught by the test of the engine's client:
  /// leaving out the host's check, or the verification.
  @Test("Untrusted certificate, certificate for another host, refused connection: three kinds")
  func kinds() async throws {
    let authority = try TestAuthority.shared.get()
    let refusedPort = try await AgentUnderTest.with { $0.server.port }
    var kinds: [FailureKind] = []
    for (identity, trust) in [
      (authority.selfSigned, TLSClientConfiguration.Trust.system), (authority.otherHost, .file(authority.authority())),
    ] {
      try await AgentUnderTest.with(tls: identity) { agent in
        kinds.append(try #require(await Self.failure(port: agent.server.port, trust: trust)))
        #expect(agent.received.isEmpty)
      }
    }
    kinds.append(try #require(await Self.failure(port: refusedPort, trust: .system)))
    #expect(kinds == [.certificateUntrusted, .certificateHostMismatch, .connectionRefused])
  }

  /// How a user's call to a port of 127.0.0.1 fails; `nil` when it does not.
  private static func failure(port: Int, trust: TLSClientConfiguration.Trust) async throws -> FailureKind? {
    let context = try TLSContext(TLSClientConfiguration(trust: trust))
    let addresses = try await Resolver.resolve(host: "127.0.0.1", port: port)
    let loop = try EventLoop(name: "user")
    let request = try ProbeRequest(url: "https://127.0.0.1:\(port)/health", method: "GET", headers: [], body: nil)
      .outgoing
    let outcome = await Task(executorPreference: loop) {
      let transport = SocketTransport(
        to: AddressBook(addresses), tls: TLSClient(context, host: "127.0.0.1"), on: loop)
      defer { transport.close() }
      return await transport.send(request, timeout: .seconds(5))
    }.value
    await loop.shutDown()
    if case .failure(let error) = outcome.result { return FailureKind(error) }
    return nil
  }
}
