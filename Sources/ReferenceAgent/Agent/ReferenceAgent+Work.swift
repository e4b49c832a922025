#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The calls that take service time; each runs in its turn at the gate.
extension ReferenceAgent {
  func work(_ route: AgentRoute, id: String, body: [UInt8]) async throws -> AgentReply {
    if route == .message { return try await message(id, body) }
    try await spend(configuration.serviceTimes[route])
    switch route {
    case .login: return try logIn(body)
    case .start: return try await start(body)
    case .tier:
      return try await report(id) {
        ["conversation_id": .string($0.id), "tier": .string($0.tier), "basis": .string($0.tierBasis)]
      }
    case .analytics: return try await report(id, \.analytics)
    case .summary: return try await report(id, \.summary)
    case .update: return try await update(id, body)
    case .end: return try await end(id)
    case .roi: return try project(body)
    case .fallback: return try fallback(body)
    case .health: return health()
    case .message, .failingDependency, .metrics, .connections, .breakers, .cacheStats, .other:
      preconditionFailure("\(route) is answered elsewhere")
    }
  }

  var reach: ConversationDesk.Reach {
    let faults = faults
    return ConversationDesk.Reach(cache: !faults.cacheDown, database: !faults.databaseDown)
  }

  private func logIn(_ body: [UInt8]) throws -> AgentReply {
    let login = try RequestBody.decode(Bodies.Login.self, from: body)
    guard login.email == configuration.credentials.email, login.password == configuration.credentials.password else {
      throw AgentFailure.unauthorized("E-mail or password is wrong.")
    }
    let token = RandomText.hexadecimal(words: 3)
    let now = clock.now()
    tokens.withLock { $0.set((), for: token, at: now) }
    return AgentReply(
      200,
      [
        "access_token": .string(token), "token_type": "bearer",
        "expires_in": .integer(Int(configuration.tokenLifetime.components.seconds)),
      ])
  }

  private func start(_ body: [UInt8]) async throws -> AgentReply {
    let request = try RequestBody.decode(Bodies.Start.self, from: body)
    try request.customer.validate(in: "customer_data")
    let program = try FieldRule.program(request.program, "program_type")
    let now = clock.now()
    let conversation = Conversation(
      id: UUID().uuidString.lowercased(), customer: request.customer, program: program, started: now)
    let reach = reach
    let found = try desk.withLock { desk throws(AgentFailure) in
      try desk.open(conversation, at: now, reach: reach)
    }
    try await spendOnMiss(found)
    return AgentReply(
      200,
      [
        "conversation_id": .string(conversation.id), "status": "active",
        "phase": .string(conversation.phase.rawValue), "program_type": .string(program.rawValue),
        "message": .string(SalesTexts.answer(.greeting, conversation.variety, messageNumber: 0)),
      ])
  }

  private func report(_ id: String, _ answer: (Conversation) -> JSON) async throws -> AgentReply {
    let found = try await find(id)
    return AgentReply(200, answer(found.conversation))
  }

  private func update(_ id: String, _ body: [UInt8]) async throws -> AgentReply {
    let request = try RequestBody.decode(Bodies.Update.self, from: body)
    guard case .object(let changes) = request.metadata else {
      throw AgentFailure.invalid("metadata", "must be an object")
    }
    _ = try await find(id)
    let changed = try change(id) { (conversation, now) throws(AgentFailure) in
      try conversation.update(metadata: changes, at: now)
    }
    return AgentReply(
      200,
      [
        "conversation_id": .string(id), "metadata": changed.summary["metadata"] ?? .null,
        "version": .integer(changed.version),
      ])
  }

  private func end(_ id: String) async throws -> AgentReply {
    _ = try await find(id)
    let ended = try change(id) { (conversation, now) throws(AgentFailure) in conversation.end(at: now) }
    return AgentReply(
      200,
      [
        "conversation_id": .string(id), "status": "ended", "phase": .string(ended.phase.rawValue),
        "message_count": .integer(ended.messages),
      ])
  }

  private func project(_ body: [UInt8]) throws -> AgentReply {
    let request = try RequestBody.decode(Bodies.Projection.self, from: body)
    let profile = request.profile
    try FieldRule.age(profile.age.value, "customer_profile.age")
    try FieldRule.short(profile.occupation, "customer_profile.occupation")
    try profile.goals?.validate(in: "customer_profile.goals")
    let program = try FieldRule.program(request.program, "program_type")
    try FieldRule.oneOf(TierRule.tiers, request.tier, "tier")
    let tier =
      request.tier
      ?? TierRule.tier(
        age: profile.age.value, occupation: profile.occupation, budget: nil, programType: program.rawValue)
    let roi = ROIFormula(
      age: profile.age.value, occupation: profile.occupation, goals: profile.goals?.all.count ?? 0, program: program,
      tier: tier)
    return AgentReply(
      200,
      [
        "roi_projection": [
          "projected_roi_percentage": .number(Self.cents(roi.percentage)),
          "annual_value": .number(Self.cents(roi.annualValue)), "net_benefit": .number(Self.cents(roi.netBenefit)),
          "payback_period_months": .number(Self.cents(roi.paybackMonths)), "program_cost": .number(roi.cost),
          "currency": "USD",
        ],
        "confidence": .number(Self.cents(roi.confidence)), "program_type": .string(program.rawValue),
        "tier": .string(tier),
      ])
  }

  private func fallback(_ body: [UInt8]) throws -> AgentReply {
    if !body.isEmpty {
      guard case .object = try RequestBody.decode(JSON.self, from: body) else {
        throw AgentFailure.malformed("The body must be a JSON object.")
      }
    }
    return AgentReply(200, ["response": .string(SalesTexts.fallback(0)), "_fallback": true])
  }

  private func health() -> AgentReply {
    let now = clock.now()
    let open = breaker.withLock { $0.state(at: now) } == .open
    let faults = faults
    return AgentReply(
      200,
      [
        "status": "healthy", "version": "1.0", "environment": "reference",
        "services": [
          "llm": open || faults.llmDown ? "degraded" : "up", "cache": faults.cacheDown ? "down" : "up",
          "database": faults.databaseDown ? "down" : "up",
        ],
      ])
  }

  /// Reads a conversation, and takes the time of the database when the cache did not have it.
  func find(_ id: String) async throws -> ConversationDesk.Found {
    let now = clock.now()
    let reach = reach
    let found = try desk.withLock { desk throws(AgentFailure) in try desk.read(id, at: now, reach: reach) }
    try await spendOnMiss(found)
    return found
  }

  func change(
    _ id: String, _ body: (inout Conversation, Duration) throws(AgentFailure) -> Void
  ) throws(AgentFailure) -> Conversation {
    let now = clock.now()
    let reach = reach
    return try desk.withLock { desk throws(AgentFailure) in
      try desk.change(id, at: now, reach: reach) { conversation throws(AgentFailure) in try body(&conversation, now) }
    }
  }

  private func spendOnMiss(_ found: ConversationDesk.Found) async throws {
    if !found.cached { try await spend(configuration.serviceTimes.databaseRead) }
  }

  private static func cents(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
