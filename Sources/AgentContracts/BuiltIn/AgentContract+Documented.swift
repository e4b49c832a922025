extension AgentContract {
  /// The contracts that need no file.
  package static let builtIn = [documented, v09]

  /// The agent as its documents have it: the default, which the reference agent serves.
  package static let documented = AgentContract(
    name: "documented", headers: [.init("X-Request-ID", "{uuid}")], operations: documentedOperations,
    tiers: documentedTiers, tierRule: .documented,
    roiRanges: [.roiPercentage: -100...5000, .roiConfidence: 0...1],
    valueRules: [
      .known(.customerName): ValueRule(alphabet: "a-zA-ZáéíóúÁÉÍÓÚñÑüÜ .'-", length: 2...100),
      .known(.messageText): ValueRule(length: 1...4000),
    ],
    signs: [.tooManyRequests])

  private static let documentedTiers = ["AGENTS ACCESS", "Hybrid Coaching"]

  private static let documentedOperations = [
    Operation(
      .login, "POST", "/auth/login",
      body: .json(["email": "{account.email}", "password": "{account.password}"]), authorization: .never,
      values: [.token: "/access_token", .tokenLifetime: "/expires_in"]),
    Operation(
      .start, "POST", "/conversation/start",
      body: .json([
        "customer_data": [
          "name": "{customer.name}", "email": "{customer.email}", "phone": "{customer.phone}", "age": "{customer.age}",
          "occupation": "{customer.occupation}", "goals": "{customer.goals}", "budget": "{customer.budget}",
          "urgency": "{customer.urgency}",
        ],
        "program_type": "{customer.program}", "channel": "web",
        "metadata": ["source": "load-test", "test_id": "{run.testId}"],
      ]),
      values: [.conversationID: "/conversation_id", .phase: "/phase"]),
    Operation(
      .message, "POST", "/conversation/{conversation.id}/message",
      body: .json([
        "message": "{message.text}",
        "metadata": ["phase": "{message.phase}", "message_number": "{message.number}"],
      ]),
      checks: [.value("response under 10 characters", at: "/response", .longerThan(9))],
      values: [.text: "/response", .phase: "/phase", .fallback: "/_fallback"]),
    Operation(
      .tier, "GET", "/conversation/{conversation.id}/tier",
      checks: [.value("unknown tier", at: "/tier", .oneOf(documentedTiers.map(JSON.string)))],
      values: [.tier: "/tier", .tierBasis: "/basis"]),
    Operation(
      .roi, "POST", "/predictive/roi-projection",
      body: .json([
        "customer_profile": [
          "age": "{customer.age}", "occupation": "{customer.occupation}", "goals": "{customer.goals}",
        ],
        "program_type": "{customer.program}", "tier": "{tier}",
      ]),
      checks: [
        .value("no roi_projection", at: "/roi_projection", .type(.object)),
        .value("no confidence", at: "/confidence", .type(.number)),
      ],
      values: [
        .roiPercentage: "/roi_projection/projected_roi_percentage", .roiAnnualValue: "/roi_projection/annual_value",
        .roiNetBenefit: "/roi_projection/net_benefit", .roiPaybackMonths: "/roi_projection/payback_period_months",
        .roiConfidence: "/confidence",
      ]),
    Operation(.analytics, "GET", "/analytics/conversation/{conversation.id}"),
    Operation(
      .health, "GET", "/health", authorization: .never,
      checks: [.value("status is not healthy", at: "/status", .equals("healthy"))], values: [.healthStatus: "/status"]),
    Operation(.end, "POST", "/conversation/{conversation.id}/end"),
    Operation(
      .summary, "GET", "/conversation/{conversation.id}/summary", values: [.phase: "/phase", .version: "/version"]),
    Operation(
      .update, "PUT", "/conversation/{conversation.id}/update",
      body: .json(["metadata": ["source": "load-test", "note": "{uuid}"]]), statuses: [200, 204],
      values: [.version: "/version"]),
    Operation(
      .unknownConversation, label: "unknown conversation", "POST", "/conversation/{unknown.id}/message",
      body: .json(["message": "{message.text}"]), statuses: [404]),
    Operation(
      .failingDependency, label: "failing dependency", "POST", "/conversation/timeout-test",
      body: .json(["delay": 5000]), timeout: .seconds(1), statuses: [503], expectsTimeout: true),
    Operation(
      .fallback, "POST", "/conversation/force-fallback", body: .json(["test_fallback": true]),
      checks: [.value("no _fallback marker", at: "/_fallback", .equals(true))],
      values: [.text: "/response", .fallback: "/_fallback"]),
    Operation(
      .metrics, "GET", "/metrics", authorization: .optional,
      metrics: [
        Metric(.averageResponseTime, .pointer("/avg_response_time")), Metric(.errorRate, .pointer("/error_rate")),
        Metric(.requestsPerSecond, .pointer("/requests_per_second")),
        Metric(.requestsTotal, .pointer("/requests_total")),
      ]),
    Operation(
      .connections, "GET", "/metrics/connections", authorization: .optional,
      metrics: [Metric(.activeConnections, .pointer("/active_connections"))]),
    Operation(
      .breakers, "GET", "/metrics/circuit-breakers", authorization: .optional,
      metrics: [
        Metric(.openCircuits, .pointer("/open_circuits")), Metric(.circuitChanges, .pointer("/changes")),
        Metric(.halfOpenProbes, .pointer("/peak_probes")), Metric(.circuitRejections, .pointer("/rejections")),
      ]),
    Operation(
      .cacheStats, label: "cache stats", "GET", "/cache/stats", authorization: .optional,
      metrics: [
        Metric(.cacheHitRate, .pointer("/hit_rate")), Metric(.cacheKeys, .pointer("/total_keys")),
        Metric(.cacheHits, .pointer("/summary_hits")), Metric(.cacheMisses, .pointer("/summary_misses")),
        Metric(.cacheComputations, .pointer("/computations")), Metric(.cacheExpirations, .pointer("/expirations")),
      ]),
  ]
}

extension Sign {
  /// The status that is made for it (RFC 6585, 4).
  static let tooManyRequests = Sign(
    code: "rateLimit", status: 429,
    sentence: "The target limits the rate of requests: give each user its own login, or lift the limit.")
}

extension TierPoints {
  /// The rule of the contract `documented`: who leads a company counts 2, a liberal profession 1; a high budget 2, a
  /// medium one 1, a low one takes 1 away; LONGEVITY from 55 years on 1; three points make the upper tier.
  package static let documented = TierPoints(
    occupation: leaders.union(["ceo"]).reduce(into: professions.reduce(into: [:]) { $0[$1] = 1 }) { $0[$1] = 2 },
    budget: ["high": 2, "medium": 1, "low": -1], age: ["LONGEVITY": AgeBonus(from: 55, points: 1)], threshold: 3,
    lower: "AGENTS ACCESS", upper: "Hybrid Coaching", judgedBasis: "profile")

  private static let leaders: Set = [
    "director", "directora", "gerente", "gerenta", "empresario", "empresaria", "fundador", "fundadora", "ejecutivo",
    "ejecutiva", "presidente", "presidenta", "socio", "socia",
  ]
  private static let professions: Set = [
    "abogado", "abogada", "arquitecto", "arquitecta", "consultor", "consultora", "dentista", "farmaceutico",
    "farmaceutica", "ingeniero", "ingeniera", "medico", "medica", "notario", "notaria", "profesor", "profesora",
    "psicologo", "psicologa",
  ]
}
