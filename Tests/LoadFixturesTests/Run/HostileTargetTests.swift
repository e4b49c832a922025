import Foundation
import LoadEngine
import ReferenceAgent
import Synchronization
import TestSupport
import Testing

@testable import LoadFixtures

@Suite("A target that may say anything", .timeLimit(.minutes(1)))
struct HostileTargetTests {
  private static let fiveUsers = Scenario(
    "five", user: SalesUser.self, profile: .ramp(to: 5, perSecond: 50, for: .seconds(1)))

  /// Runs five users against an agent that answers some paths otherwise.
  private static func run(
    _ answers: [String: String], _ look: (AgentUnderTest, RunRecord) throws -> Void
  ) async throws {
    try await AgentUnderTest.with(answering: { request in
      answers[request.path].map { HTTPServerReply(status: 200, body: Array($0.utf8)) }
    }) { agent in
      try look(agent, try await ScenarioRunner.quietly(fiveUsers, in: try agent.environment(), trial: false))
    }
  }

  private static func page(_ record: RunRecord) throws -> String {
    try HTMLReport(.init(records: [record]), generatedAt: Date(timeIntervalSince1970: 0)).document()
  }

  @Test("A number that cannot be ends no run, and is said to be not believable")
  func numbers() async throws {
    let answers = [
      "/metrics": #"{"avg_response_time":-1e308,"error_rate":55,"requests_per_second":1e999}"#,
      "/metrics/connections": #"{"active_connections":18446744073709551615}"#,
      "/metrics/circuit-breakers": #"{"open_circuits":"all of them"}"#,
      "/cache/stats": #"{"hit_rate":7,"total_keys":-2}"#,
    ]
    try await Self.run(answers) { agent, record in
      let system = record.system
      #expect(record.counts.completed > 20 && !system.points.isEmpty)
      #expect([system.metrics, system.connections, system.breakers, system.cache].allSatisfy { $0 == .offered })
      for point in system.points { #expect(point == TargetMetrics.Point(second: point.second)) }
      let names = [
        "avg_response_time", "error_rate", "requests_per_second", "active_connections", "open_circuits", "hit_rate",
        "total_keys",
      ]
      #expect(
        system.notBelievable == Dictionary(uniqueKeysWithValues: names.map { ($0, system.points.count) }))
      let page = try Self.page(record)
      #expect(page.contains("Not believable") && page.contains("Active connections"))
      for shown in ["5,500", "18,446", "18446", "700 %"] { #expect(!page.contains(shown)) }
    }
  }

  @Test("What an older record holds and cannot be is not shown as it is either")
  func olderRecord() throws {
    var record = ReportSamples.record(seconds: 3)
    for index in record.system.points.indices {
      record.system.points[index].errorRate = 55
      record.system.points[index].activeConnections = .min
    }
    let page = try Self.page(record)
    #expect(page.contains("Error rate") && !page.contains("5,500 %") && !page.contains("-9,223"))
  }

  /// Answers the metrics so late, and all else as the agent does; the run lasts so long.
  private static func run(
    metricsAfter delay: Duration, for duration: Duration, _ look: (RunRecord) throws -> Void
  ) async throws {
    try await AgentUnderTest.with(answering: { request in
      // It throws where the agent is stopped, which nobody waits for.
      if request.path == "/metrics" { try? await EventLoop.sleep(for: delay) }
      return nil
    }) { agent in
      let scenario = Scenario("five", user: SalesUser.self, profile: .ramp(to: 5, perSecond: 50, for: duration))
      try look(try await ScenarioRunner.quietly(scenario, in: try agent.environment()))
    }
  }

  @Test("What has not answered by the end of the run is not said to be lacking, and does not hold the end up")
  func hangingMetrics() async throws {
    try await Self.run(metricsAfter: .seconds(60), for: .seconds(1)) { record in
      let system = record.system
      #expect([system.metrics, system.connections, system.breakers, system.cache].allSatisfy { $0 == .unreachable })
      #expect(system.points.allSatisfy { $0 == TargetMetrics.Point(second: $0.second) })
      #expect(record.counts.completed > 20 && record.duration < 10)
    }
  }

  /// Before, the second reading stood at second 1, whenever it was made.
  @Test("Readings that take long stand at the seconds in which they began")
  func slowMetrics() async throws {
    try await Self.run(metricsAfter: .milliseconds(1200), for: .milliseconds(3800)) { record in
      #expect(record.system.metrics == .offered)
      let seconds = record.system.points.map(\.second)
      #expect(seconds.count >= 2 && seconds.first == 0 && zip(seconds, seconds.dropFirst()).allSatisfy { $1 - $0 >= 2 })
    }
  }

  @Test("60,000 names in every reading leave a record of the usual size")
  func names() async throws {
    // Less than a megabyte: what is beyond is not read.
    let long = String(repeating: "x", count: 100)
    let names = (0..<60_000).map { "\"breaker\($0)\($0 < 30 ? long : "")\"" }.joined(separator: ",")
    try await Self.run(["/metrics/circuit-breakers": #"{"open_circuits":[\#(names)]}"#]) { agent, record in
      let point = try #require(record.system.points.first)
      let open = try #require(point.openCircuits)
      #expect(open.count == ForeignNames.most && open.first?.hasPrefix("breaker0xxx") == true)
      #expect(open.allSatisfy { $0.unicodeScalars.count == Secrets.longestName && $0.hasSuffix("…") })
      #expect(point.openCircuitsNotNamed == 59_980)
      #expect(try JSONEncoder().encode(record).count < 100_000)
    }
  }

  @Test(
    "An id that would lead to another route is a failed check and goes into no path",
    arguments: [#""..""#, #"".""#, #""../../auth/login""#, #""a\\..""#, "\"\(String(repeating: "i", count: 1025))\""])
  func strayIDs(id: String) async throws {
    try await Self.run(["/conversation/start": #"{"conversation_id":\#(id)}"#]) { agent, record in
      #expect(record.counts.failed > 0)
      #expect(record.failureKinds == ["check: conversation id cannot stand in a path": record.counts.failed])
      #expect(Set(agent.load.map(\.path)) == ["/auth/login", "/conversation/start"])
    }
  }

  @Test("A number is as good an id as a string")
  func numericID() async throws {
    try await Self.run([
      "/conversation/start": #"{"conversation_id":4200000000000000000001}"#,
      "/conversation/4200000000000000000001/message": #"{"response":"Buenos días, señora"}"#,
    ]) { agent, record in
      #expect(record.requests.first { $0.name == "message" }?.failures == 0)
      #expect(record.business.messagesAnswered > 0)
    }
  }

  @Test("Health that is not quite healthy is a note, and the run goes on")
  func degraded() async throws {
    try await Self.run(["/health": #"{"status":"degraded \ud83d"}"#]) { agent, record in
      #expect(record.counts.completed > 20)
      #expect(record.notes.contains("Before the load the target called itself \"degraded \u{FFFD}\" (/health)."))
    }
    try await Self.run([:]) { agent, record in
      #expect(!record.notes.contains { $0.contains("called itself") })
    }
  }

  /// Validity check 29 for what comes back. Catches: a name or a note that is kept as it came.
  @Test("Credentials and tokens that the target echoes stand in no record and on no page", arguments: [true, false])
  func echoes(byToken: Bool) async throws {
    let credentials = AgentCredentials(email: "Canary@example.com", password: "s3cr3t \"word\"")
    let tokens = Mutex<Set<String>>([])
    let echo: @Sendable (HTTPRequest) -> HTTPServerReply? = { request in
      let token = request.headers["Authorization"].map { String($0.dropFirst("Bearer ".count)) }
      if let token { tokens.withLock { _ = $0.insert(token) } }
      switch request.path {
      case "/health":
        return HTTPServerReply(status: 200, body: Array(#"{"status":"no word for s3cr3t \"word\""}"#.utf8))
      case "/metrics/circuit-breakers":
        let names = ["canary@example.com", "of Canary@example.com"] + tokens.withLock { $0.map { "user:\($0)" } }
        let listed = names.map { #""\#($0)""# }.joined(separator: ",")
        return HTTPServerReply(status: 200, body: Array(#"{"open_circuits":[\#(listed)]}"#.utf8))
      default: return nil
      }
    }
    let configuration = AgentConfiguration(serviceTimes: .none, credentials: credentials)
    try await AgentUnderTest.with(configuration: configuration, answering: echo) { agent in
      var environment = try agent.environment()
      environment.credentials =
        byToken
        ? Credentials(token: "canary-token-of-my-own")
        : Credentials(email: credentials.email, password: credentials.password)
      // Long enough for a reading after the log-ins.
      let record = try await ScenarioRunner.quietly(
        Scenario("five", user: SalesUser.self, profile: .ramp(to: 5, perSecond: 50, for: .milliseconds(2500))),
        in: environment, trial: false)
      #expect(record.system.points.contains { $0.openCircuits?.contains("user:<redacted>") == true })
      #expect(record.system.points.allSatisfy { $0.openCircuits?.isEmpty == false })
      let whole = String(decoding: try JSONEncoder().encode(record), as: UTF8.self) + (try Self.page(record))
      let secrets = tokens.withLock { $0 } + (byToken ? [] : ["anary@example.com", "s3cr3t"])
      #expect(secrets.count >= 1)
      for secret in secrets { #expect(!whole.contains(secret), "\(secret) in \(record.system.points)") }
    }
  }

  @Test(
    "Secrets are found wherever they stand; short ones only where they stand alone",
    arguments: [
      ("Bearer eyJhbGci.payload.sig, no", "Bearer <redacted>, no"), ("\"eyJhbGciX\"", "\"<redacted>\""),
      ("a password", "<redacted> password"), ("banana", "banana"), ("(a)(a)", "(<redacted>)(<redacted>)"),
      ("ME@EXAMPLE.COM, Me@example.com\u{301}", "<redacted>, <redacted>\u{301}"), ("eyJhbGc", "eyJhbGc"), ("", ""),
    ])
  func redaction(text: String, shown: String) {
    let secrets = Secrets(["a", "", "ME@EXAMPLE.COM"])
    secrets.learn("eyJhbGciOiJIUzI1NiJ9.e30.x")
    secrets.learn("short")
    #expect(secrets.redacted(text) == shown)
  }

  @Test(
    "What a text itself calls a secret is hidden where no secret is known",
    arguments: [
      (#"{"access_token": "abc", "id": 1}"#, #"{"access_token": "<redacted>", "id": 1}"#),
      (#"{\"client_secret\":\"abc\"}"#, #"{\"client_secret\":\"<redacted>\"}"#),
      ("{&quot;password&quot;:&quot;abc&quot;}", "{&quot;password&quot;:&quot;<redacted>&quot;}"),
      ("{%22token%22:%22abc%22}", "{%22token%22:%22<redacted>%22}"), (#"{"tokens": 3}"#, #"{"tokens": 3}"#),
    ])
  func namedSecrets(text: String, shown: String) { #expect(Secrets.none.redacted(text) == shown) }

  /// Bodies are shown as they came, and not as what they mean.
  @Test(
    "A secret is found as JSON, a form or a path has it, too",
    arguments: [
      #"{"password":"p\"á& +\\"}"#, #"{"password":"p\"\u00e1& +\\"}"#, #"{"password":"p\"\u00E1& +\\"}"#,
      "password=p%22%C3%A1%26+%2B%5C&x=1", "/users/p%22%c3%a1%26%20%2b%5c/x",
    ])
  func spellings(text: String) {
    let shown = Secrets([#"p"á& +\"#]).redacted(text)
    #expect(shown.contains(Secrets.redacted) && !shown.lowercased().contains("%5c") && !shown.contains("+"), "\(shown)")
  }

  @Test("A token that was cut is found by its beginning")
  func cutToken() {
    let secrets = Secrets(Credentials(token: "canary-token-of-my-own"))
    #expect(secrets.redacted("400: canary-token-of-m") == "400: <redacted>")
  }

  @Test("The first few names are kept, and all others counted together")
  func bounds() {
    var counts: [String: Int] = [:]
    for lane in 0..<3 { counts.add(Dictionary(uniqueKeysWithValues: (0..<1000).map { ("tier \($0 + lane)", 2) })) }
    #expect(counts.count == ForeignNames.most + 1)
    #expect(counts.values.reduce(0, +) == 6000)
    // Told apart by their beginnings: a name that is as long as an answer is not kept whole, even to know it again.
    var names = ForeignNames(secrets: .none)
    let long = String(repeating: "n", count: 1_000_000)
    for number in 0..<30 { #expect(names.shown("\(long)\(number)") != nil) }
    #expect(names.shown("another") == "another")
    var errors = FirstFew()
    for number in 0..<1000 { errors.append("\(number) " + String(repeating: "e\u{301}", count: 10_000)) }
    #expect(errors.count == 1000 && errors.texts.count == ForeignNames.most)
    #expect(errors.texts.allSatisfy { $0.utf8.count < 1000 })
  }
}
