import Testing

@testable import AgentContracts

/// `documented` against its documents, typed out here: the load and the reference agent are both made of the contract, so
/// that a mistake in it would be in both and show nowhere else.
@Suite("The contract that is documented")
struct DocumentedTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var name: String
    /// As the documents have it.
    var request: String
    /// Members of the body; with a slash those of a member.
    var body: [String] = []
    var statuses = [200]
    /// Where the answer has what the documents name.
    var values: [AnswerValue: String] = [:]

    var testDescription: String { name }
  }

  static let rows = [
    Row(
      name: "login", request: "POST /auth/login", body: ["email", "password"], values: [.token: "/access_token"]),
    Row(
      name: "start", request: "POST /conversation/start",
      body: ["customer_data", "program_type", "channel", "metadata", "metadata/source", "metadata/test_id"],
      values: [.conversationID: "/conversation_id"]),
    Row(
      name: "message", request: "POST /conversation/{id}/message",
      body: ["message", "metadata", "metadata/phase", "metadata/message_number"], values: [.text: "/response"]),
    Row(name: "tier", request: "GET /conversation/{id}/tier", values: [.tier: "/tier"]),
    Row(
      name: "roi", request: "POST /predictive/roi-projection",
      body: [
        "customer_profile", "program_type", "tier", "customer_profile/age", "customer_profile/occupation",
        "customer_profile/goals",
      ], values: [.roiConfidence: "/confidence"]),
    Row(name: "analytics", request: "GET /analytics/conversation/{id}"),
    Row(name: "health", request: "GET /health", values: [.healthStatus: "/status"]),
    Row(name: "end", request: "POST /conversation/{id}/end"),
    Row(name: "summary", request: "GET /conversation/{id}/summary"),
    Row(name: "update", request: "PUT /conversation/{id}/update", body: ["metadata"], statuses: [200, 204]),
    Row(
      name: "unknown conversation", request: "POST /conversation/{unknown}/message", body: ["message"], statuses: [404]),
    Row(
      name: "failing dependency", request: "POST /conversation/timeout-test", body: ["delay"], statuses: [503]),
    Row(
      name: "fallback", request: "POST /conversation/force-fallback", body: ["test_fallback"],
      values: [.fallback: "/_fallback"]),
    Row(name: "metrics", request: "GET /metrics"),
    Row(name: "connections", request: "GET /metrics/connections"),
    Row(name: "breakers", request: "GET /metrics/circuit-breakers"),
    Row(name: "cache stats", request: "GET /cache/stats"),
  ]

  private let contract = AgentContract.documented

  private func operation(_ label: String) throws -> AgentContracts.Operation {
    try #require(contract.operations.first { $0.label == label })
  }

  @Test func itHasTheRowsOfTheDocumentsInTheirOrder() {
    #expect(contract.name == "documented")
    #expect(contract.operations.map(\.label) == Self.rows.map(\.name))
    #expect(contract.missing == [.refresh])
  }

  @Test(arguments: rows) func aRowIsAskedForAndAnsweredAsDocumented(row: Row) throws {
    let operation = try operation(row.name)
    let path = operation.path.source.replacing("{conversation.id}", with: "{id}").replacing(
      "{unknown.id}", with: "{unknown}")
    #expect("\(operation.method) \(path)" == row.request)
    #expect(operation.statuses == row.statuses)
    for (value, pointer) in row.values { #expect(operation.values[value]?.text == pointer) }

    guard case .json(let body) = operation.body else {
      #expect(operation.body == .none && row.body.isEmpty)
      return
    }
    #expect(Set(body.members.map(\.name)) == Set(row.body.filter { !$0.contains("/") }))
    for parent in Set(row.body.filter { $0.contains("/") }.map { $0.prefix { $0 != "/" } }) {
      let members = row.body.filter { $0.hasPrefix(parent + "/") }.map { String($0.dropFirst(parent.count + 1)) }
      #expect(Set(body[String(parent)]?.members.map(\.name) ?? []) == Set(members))
    }
  }

  @Test func whatTheRowsSayInWordsIsThere() throws {
    #expect(contract.token == AgentContract.TokenHeader(name: "Authorization", scheme: "Bearer"))
    #expect(contract.headers == [.init("X-Request-ID", "{uuid}")])
    #expect(try operation("health").authorization == .never)
    #expect(try operation("start").body.json?.at("/json/channel") == "web")
    let customer = try operation("start").body.json?.at("/json/customer_data")
    #expect(
      Set(customer?.members.map(\.name) ?? [])
        == ["name", "email", "phone", "age", "occupation", "goals", "budget", "urgency"])

    let failing = try operation("failing dependency")
    #expect(failing.timeout == .seconds(1) && failing.expectsTimeout)
    #expect(contract.operations.filter(\.expectsTimeout).map(\.label) == ["failing dependency"])
    #expect(contract.tiers == ["AGENTS ACCESS", "Hybrid Coaching"])
    #expect(try operation("login").authorization == .never && contract.needsLogIn)
  }

  /// Answers as the documents have them, and such as they must not be.
  @Test(arguments: [
    ("message", #"{"response": "0123456789"}"#, #"{"response": "012345678"}"#),
    ("tier", #"{"tier": "AGENTS ACCESS"}"#, #"{"tier": "GOLD"}"#),
    ("tier", #"{"tier": "Hybrid Coaching"}"#, #"{"tier": null}"#),
    ("roi", #"{"roi_projection": {}, "confidence": 0.5}"#, #"{"roi_projection": {}}"#),
    ("health", #"{"status": "healthy"}"#, #"{"status": "degraded"}"#),
    ("fallback", #"{"_fallback": true}"#, #"{"response": "Un momento"}"#),
  ])
  func checksTellGoodAnswersFromOthers(label: String, good: String, bad: String) throws {
    let operation = try operation(label)
    #expect(!operation.checks.isEmpty)
    let (good, bad) = (try JSON(text: good), try JSON(text: bad))
    #expect(operation.checks.allSatisfy { $0.isMet(by: good, status: 200) })
    #expect(!operation.checks.allSatisfy { $0.isMet(by: bad, status: 200) })
  }

  @Test func metricsAreReadWhereTheDocumentsHaveThem() throws {
    var places: [Metric.Name: String] = [:]
    for metric in contract.operations.flatMap(\.metrics) {
      guard case .pointer(let pointer) = metric.source else { continue }
      places[metric.name] = pointer.text
      #expect(metric.factor == 1)
    }
    #expect(
      places == [
        .averageResponseTime: "/avg_response_time", .errorRate: "/error_rate",
        .requestsPerSecond: "/requests_per_second",
        .activeConnections: "/active_connections", .openCircuits: "/open_circuits", .cacheHitRate: "/hit_rate",
        .cacheKeys: "/total_keys",
        // What the reference agent tells beyond the documents.
        .cacheHits: "/summary_hits", .cacheMisses: "/summary_misses", .cacheComputations: "/computations",
        .cacheExpirations: "/expirations", .circuitChanges: "/changes", .halfOpenProbes: "/peak_probes",
        .circuitRejections: "/rejections", .requestsTotal: "/requests_total",
      ])
  }
}
