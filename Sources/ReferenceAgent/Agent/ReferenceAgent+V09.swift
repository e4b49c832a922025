import AgentContracts
import Foundation
import LoadEngine

/// The operations as the deployed agent answers them.
extension ReferenceAgent {
  /// How long the lost model is waited for.
  private static let modelPatience = Duration.milliseconds(1400)
  /// How long the lost database is waited for.
  private static let databasePatience = Duration.milliseconds(3500)

  func workAsDeployed(_ operation: OperationKey, id: String, _ request: HTTPRequest) async throws -> JSON {
    switch operation {
    // Its time is the model's, which equal texts do not ask.
    case .message: return try await messageAsDeployed(id, request.body)
    case .login, .refresh, .start, .end, .analytics, .health: try await spend(configuration.serviceTimes[operation])
    default: return try await work(operation, id: id, request)
    }
    switch operation {
    case .login: return try logInAsDeployed(request)
    case .refresh: return try refresh(request.body)
    case .start: return try await startAsDeployed(request.body)
    case .end: return try await endAsDeployed(id)
    case .analytics: return try await analyticsAsDeployed(id)
    default: return healthAsDeployed()
    }
  }

  private func startAsDeployed(_ body: [UInt8]) async throws -> JSON {
    let request = try RequestBody.decode(Bodies.DeployedStart.self, from: body)
    let customer = request.customer
    try FieldRule.deployedName(customer.name, "customer_data.name")
    try FieldRule.email(customer.email, "customer_data.email")
    try FieldRule.age(customer.age.value, "customer_data.age")
    guard case .object = customer.goals else {
      throw AgentFailure.invalid("customer_data.goals", "Input should be a valid dictionary")
    }
    // No check of its own: what makes the deployed agent's enumeration throw.
    guard let program = AgentProgram(rawValue: request.program ?? AgentProgram.prime.rawValue) else {
      throw AgentFailure.unknownError
    }
    try await needDatabase(orElse: .unknownError)
    let now = clock.now()
    let conversation = Conversation(
      id: UUID().uuidString.lowercased(),
      customer: CustomerData(name: customer.name, email: customer.email, age: customer.age.value), program: program,
      started: now)
    // Stored escaped, such a name is not found again: the conversation is answered once and then never existed.
    if !customer.name.contains("'") {
      let faults = faults
      try await spendOnMiss(isCached: desk.withLock { try $0.open(conversation, at: now, during: faults) })
    }
    return Self.answer(
      conversation.id, "active", ConversationPhase.greeting.name,
      SalesTexts.answer(.greeting, conversation.variety, messageNumber: 0))
  }

  private func messageAsDeployed(_ id: String, _ body: [UInt8]) async throws -> JSON {
    let sent = try RequestBody.decode(Bodies.Message.self, from: body).message
    let text = SpanishWords.trimmed(sent)
    guard !text.isEmpty, sent.unicodeScalars.count <= 4000 else {
      throw AgentFailure.notFound("Message must have 1 to 4000 characters")
    }
    let number = try await findAsDeployed(id).messages + 1
    let insights = MessageInsights(text, number: number)
    let answer = try await ask(text, insights, number)
    _ = try inConversation(id) { try change(id) { $0.count(message: text, at: $1) } }
    return Self.answer(id, "active", insights.phase, answer, insights.json)
  }

  /// The answer of the model, or that to the same text before, whatever it was.
  private func ask(_ text: String, _ insights: MessageInsights, _ number: Int) async throws -> String {
    let asked = clock.now()
    if let known = texts.withLock({ $0.value(for: text, at: asked) }) { return known }
    let answer: String
    if faults.llmDown {
      try await clock.sleep(for: Self.modelPatience)
      answer = SalesTexts.apology
    } else {
      try await spend(configuration.serviceTimes[.message])
      answer = SalesTexts.answer(to: text, insights.textPhase, messageNumber: number)
    }
    let now = clock.now()
    texts.withLock { $0.set(answer, for: text, at: now) }
    return answer
  }

  /// Says "greeting" whatever came before, and goes on to answer messages.
  private func endAsDeployed(_ id: String) async throws -> JSON {
    _ = try await findAsDeployed(id)
    _ = try inConversation(id) { try change(id) { $0.end(at: $1) } }
    return Self.answer(id, "closed", ConversationPhase.greeting.name, SalesTexts.farewell)
  }

  private func analyticsAsDeployed(_ id: String) async throws -> JSON {
    do {
      return try await findAsDeployed(id).deployedAnalytics(timestamp: Self.timestamp())
    } catch is AgentFailure {
      throw AgentFailure.internalError
    }
  }

  /// Healthy whatever is broken.
  private func healthAsDeployed() -> JSON {
    [
      "status": "healthy", "timestamp": .string(Self.timestamp()), "version": "1.0.0", "environment": "reference",
      "services": ["api": ["status": "up"], "secrets": ["status": "configured"]],
    ]
  }

  private static let timestampStyle = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

  /// Universal time without saying so: `2026-11-26T00:40:48.377`.
  private static func timestamp() -> String { String(Date().formatted(timestampStyle).dropLast()) }

  private static func answer(
    _ id: String, _ status: JSON, _ phase: String, _ text: String, _ insights: JSON = .null
  ) -> JSON {
    [
      "conversation_id": .string(id), "status": status, "phase": .string(phase), "message": .string(text),
      "ml_insights": insights,
    ]
  }

  private func findAsDeployed(_ id: String) async throws -> Conversation {
    try await needDatabase(orElse: Self.notFound(id))
    do {
      return try await find(id)
    } catch is AgentFailure {
      throw Self.notFound(id)
    }
  }

  /// A conversation may be forgotten between two looks at it.
  private func inConversation<Result>(_ id: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch is AgentFailure {
      throw Self.notFound(id)
    }
  }

  private func needDatabase(orElse failure: @autoclosure () -> AgentFailure) async throws {
    guard faults.databaseDown else { return }
    try await clock.sleep(for: Self.databasePatience)
    throw failure()
  }

  private static func notFound(_ id: String) -> AgentFailure {
    // What came in goes out only in part: the id is the caller's text and may be of any length.
    .notFound("Conversation not found: \(id.prefix(64))")
  }
}
