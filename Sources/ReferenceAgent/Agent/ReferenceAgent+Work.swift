import AgentContracts
import Foundation
import LoadEngine

/// The calls that take service time; each runs in its turn at the gate.
extension ReferenceAgent {
  func work(_ operation: OperationKey, id: String, _ request: HTTPRequest) async throws -> JSON {
    let body = request.body
    if operation == .message { return try await message(id, body) }
    try await spend(configuration.serviceTimes[operation])
    switch operation {
    case .login: return try logIn(body)
    case .start: return try await start(body)
    case .tier:
      let conversation = try await find(id)
      return [
        "conversation_id": .string(id), "tier": .string(conversation.tier), "basis": .string(conversation.tierBasis),
      ]
    case .analytics: return try await find(id).analytics
    case .summary: return try await summary(id)
    case .update: return try await update(id, body)
    case .end: return try await end(id)
    case .roi: return try project(body)
    case .fallback: return try fallback(body)
    case .health: return health()
    case .refresh: throw AgentFailure.unknownRoute
    case .message, .unknownConversation, .failingDependency, .metrics, .connections, .breakers, .cacheStats:
      preconditionFailure("\(operation) is answered elsewhere")
    }
  }

  private func start(_ body: [UInt8]) async throws -> JSON {
    let request = try RequestBody.decode(Bodies.Start.self, from: body)
    try request.customer.validate(in: "customer_data")
    let program = try FieldRule.program(request.program, "program_type")
    let now = clock.now()
    let conversation = Conversation(
      id: UUID().uuidString.lowercased(), customer: request.customer, program: program, started: now)
    let faults = faults
    try await spendOnMiss(isCached: desk.withLock { try $0.open(conversation, at: now, during: faults) })
    return [
      "conversation_id": .string(conversation.id), "status": "active",
      "phase": .string(conversation.phase.name), "program_type": .string(program.rawValue),
      "message": .string(SalesTexts.answer(.greeting, conversation.variety, messageNumber: 0)),
    ]
  }

  private func update(_ id: String, _ body: [UInt8]) async throws -> JSON {
    let request = try RequestBody.decode(Bodies.Update.self, from: body)
    guard case .object(let changes) = request.metadata else {
      throw AgentFailure.invalid("metadata", "must be an object")
    }
    _ = try await find(id)
    let changed = try change(id) { try $0.update(metadata: changes, at: $1) }
    return [
      "conversation_id": .string(id), "metadata": .object(changed.metadata),
      "version": .integer(changed.version),
    ]
  }

  private func end(_ id: String) async throws -> JSON {
    _ = try await find(id)
    let ended = try change(id) { $0.end(at: $1) }
    return [
      "conversation_id": .string(id), "status": "ended", "phase": .string(ended.phase.name),
      "message_count": .integer(ended.messages),
    ]
  }

  private func project(_ body: [UInt8]) throws -> JSON {
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
    return [
      "roi_projection": [
        "projected_roi_percentage": .number(Self.cents(roi.percentage)),
        "annual_value": .number(Self.cents(roi.annualValue)), "net_benefit": .number(Self.cents(roi.netBenefit)),
        "payback_period_months": .number(Self.cents(roi.paybackMonths)), "program_cost": .number(roi.cost),
        "currency": "USD",
      ],
      "confidence": .number(Self.cents(roi.confidence)), "program_type": .string(program.rawValue),
      "tier": .string(tier),
    ]
  }

  private func fallback(_ body: [UInt8]) throws -> JSON {
    if !body.isEmpty {
      guard case .object = try RequestBody.decode(JSON.self, from: body) else {
        throw AgentFailure.malformed("The body must be a JSON object.")
      }
    }
    return ["response": .string(SalesTexts.fallback(0)), "_fallback": true]
  }

  private func health() -> JSON {
    let now = clock.now()
    let isOpen = breaker.withLock { $0.state(at: now) } == .open
    let faults = faults
    return [
      "status": "healthy", "version": "1.0", "environment": "reference",
      "services": [
        "llm": isOpen || faults.llmDown ? "degraded" : "up", "cache": faults.cacheDown ? "down" : "up",
        "database": faults.databaseDown ? "down" : "up",
      ],
    ]
  }

  /// Reads a conversation, and takes the time of the database when the cache did not have it.
  func find(_ id: String) async throws -> Conversation {
    let now = clock.now()
    let faults = faults
    let (conversation, isCached) = try desk.withLock { try $0.read(id, at: now, during: faults) }
    try await spendOnMiss(isCached: isCached)
    return conversation
  }

  private func summary(_ id: String) async throws -> JSON {
    let (now, faults) = (clock.now(), faults)
    if let cached = try desk.withLock({ try $0.cachedSummary(of: id, at: now, during: faults) }) {
      return cached.summary
    }
    // What is computed for one is there for all who wait for it; a lost cache has no place where they could meet.
    guard !faults.cacheDown, !configuration.flaws.contains(.stampede) else {
      return try await computeSummary(id).summary
    }
    return try await computations.value(for: id) { try await computeSummary(id) }.summary
  }

  private func computeSummary(_ id: String) async throws -> Conversation {
    try await spend(configuration.serviceTimes.databaseRead)
    let (now, faults) = (clock.now(), faults)
    return try desk.withLock { try $0.computeSummary(of: id, at: now, during: faults) }
  }

  func change(_ id: String, _ body: (inout Conversation, Duration) throws -> Void) throws -> Conversation {
    let now = clock.now()
    let faults = faults
    return try desk.withLock { try $0.change(id, at: now, during: faults) { try body(&$0, now) } }
  }

  func spendOnMiss(isCached: Bool) async throws {
    if !isCached { try await spend(configuration.serviceTimes.databaseRead) }
  }

  private static func cents(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
