extension AgentContract {
  /// The agent as it is deployed; shapes of its answers were taken from the running agent.
  ///
  /// The words of its apology differ from one installation to the next and bear no marker: `fallbackTexts` of a contract of
  /// one's own name them, and without, ``KPI`` `repeatedAnswerShare` tells.
  package static let v09 = AgentContract(
    name: "v0.9", headers: [.init("X-Request-ID", "{uuid}")], operations: v09Operations,
    tiers: ["essential", "pro", "elite", "prime_premium", "longevity_premium"],
    roiRanges: [.roiPercentage: -100...2000],
    valueRules: [
      .known(.customerName): ValueRule(alphabet: "a-zA-ZáéíóúÁÉÍÓÚñÑ .-", length: 2...100),
      .known(.customerAge): ValueRule(length: 2...3),
      .known(.messageText): ValueRule(length: 1...4000),
    ],
    signs: [
      Sign(
        code: "rateLimit", status: 500, value: .init(pointer: "/error/code", equals: "UNKNOWN_ERROR"),
        sentence: "60 a minute per login, else per address, are answered and the others refused as 500 UNKNOWN_ERROR: "
          + "give each user its own login (LOAD_ACCOUNTS), or lift the limit."),
      .tooManyRequests,
    ])

  private static let v09Operations = [
    Operation(
      .login, "POST", "/auth/login",
      body: .form([.init("username", "{account.email}"), .init("password", "{account.password}")]),
      authorization: .never,
      values: [
        .token: "/data/access_token", .refreshToken: "/data/refresh_token", .tokenLifetime: "/data/expires_in",
      ]),
    Operation(
      .refresh, "POST", "/auth/refresh", body: .json(["refresh_token": "{token.refresh}"]), authorization: .never,
      values: [
        .token: "/data/access_token", .refreshToken: "/data/refresh_token", .tokenLifetime: "/data/expires_in",
      ]),
    Operation(
      .start, "POST", "/conversations/start",
      body: .json([
        "customer_data": [
          "name": "{customer.name}", "email": "{customer.email}", "age": "{customer.age}",
          "occupation": "{customer.occupation}", "goals": "{customer.goals}",
        ],
        "program_type": "{customer.program}",
      ]), authorization: .optional,
      values: [.conversationID: "/conversation_id", .phase: "/phase"]),
    Operation(
      .message, "POST", "/conversations/{conversation.id}/message", body: .json(["message": "{message.text}"]),
      authorization: .optional, checks: [.value("empty message", at: "/message", .longerThan(0))],
      values: [
        .text: "/message", .phase: "/phase", .roiPercentage: "/ml_insights/roi_calculation/projected_roi_percentage",
        .roiAnnualValue: "/ml_insights/roi_calculation/annual_value",
        .roiNetBenefit: "/ml_insights/roi_calculation/net_benefit",
        .roiPaybackMonths: "/ml_insights/roi_calculation/payback_period_months",
      ]),
    Operation(
      .analytics, "GET", "/analytics/conversation/{conversation.id}", authorization: .optional,
      checks: [.value("no basic_metrics", at: "/basic_metrics", .type(.object))]),
    Operation(
      .health, "GET", "/health", authorization: .never,
      checks: [.value("status is not healthy", at: "/status", .equals("healthy"))], values: [.healthStatus: "/status"]),
    // Without a body and its content type: with the type alone the agent hangs.
    Operation(
      .end, "POST", "/conversations/{conversation.id}/end", authorization: .optional, values: [.phase: "/phase"]),
    Operation(
      .unknownConversation, label: "unknown conversation", "POST", "/conversations/{unknown.id}/message",
      body: .json(["message": "{message.text}"]), authorization: .optional, statuses: [404]),
  ]
}
