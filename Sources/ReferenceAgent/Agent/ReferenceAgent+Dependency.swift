import AgentContracts

/// The calls that lean on the language model, behind the breaker "llm".
///
/// While it is open, a call that asks for the failing dependency is answered 503 at once, as the contract has it; a
/// customer's message is answered 200 with a canned text and `_fallback`, as a customer would rather have it.
extension ReferenceAgent {
  /// How long the agent waits for its language model before it counts the call as failed, milliseconds. The client has
  /// mostly hung up by then.
  private static let modelPatience = 2000.0

  func failDependency(_ body: [UInt8]) async throws -> JSON {
    let delay = try RequestBody.decode(Bodies.Failure.self, from: body).delay
    guard delay >= 0 else { throw AgentFailure.invalid("delay", "must be 0 or more milliseconds, got \(delay)") }
    let asked = clock.now()
    guard let permit = breaker.withLock({ $0.acquire(at: asked) }) else { throw breakerOpen(at: asked) }
    do {
      try await clock.sleep(for: .milliseconds(min(delay, Self.modelPatience)))
    } catch {
      // The caller hung up because the dependency did not answer: that is the failure.
      report(failureOf: permit)
      throw error
    }
    report(failureOf: permit)
    throw AgentFailure(
      status: 504, code: "DEPENDENCY_TIMEOUT", message: "The language model did not answer.",
      details: [("breaker", "llm")])
  }

  func message(_ id: String, _ body: [UInt8]) async throws -> JSON {
    let text = try RequestBody.decode(Bodies.Message.self, from: body).message
    try FieldRule.message(text, "message")
    guard try await !find(id).ended else { throw AgentFailure.ended }
    let answered = try await askModel()
    let conversation = try change(id) { conversation, now in
      // It may have been ended while the model was thinking.
      guard !conversation.ended else { throw AgentFailure.ended }
      conversation.add(message: text, at: now)
    }
    let (phase, number) = (conversation.phase, conversation.messages)
    let response =
      answered ? SalesTexts.answer(phase, conversation.variety, messageNumber: number) : SalesTexts.fallback(number)
    var members: [(String, JSON)] = [
      ("conversation_id", .string(id)), ("phase", .string(phase.name)), ("message_number", .integer(number)),
      ("response", .string(response)),
    ]
    if !answered { members.append(("_fallback", true)) }
    if faults.databaseDown { members.append(("_degraded", true)) }
    return .object(members)
  }

  /// Whether the model answered; it does not when it is down or its breaker lets nobody through.
  private func askModel() async throws -> Bool {
    let asked = clock.now()
    guard let permit = breaker.withLock({ $0.acquire(at: asked) }) else { return false }
    do {
      try await spend(configuration.serviceTimes[.message])
    } catch {
      breaker.withLock { $0.abandon(permit) }
      throw error
    }
    if faults.llmDown {
      report(failureOf: permit)
      return false
    }
    let now = clock.now()
    breaker.withLock { $0.succeed(permit, at: now, after: now - asked) }
    return true
  }

  private func report(failureOf permit: CircuitBreaker.Permit) {
    let now = clock.now()
    breaker.withLock { $0.fail(permit, at: now) }
  }

  private func breakerOpen(at now: Duration) -> AgentFailure {
    let seconds = breaker.withLock { $0.remaining(at: now) } / .seconds(1)
    return AgentFailure(
      status: 503, code: "CIRCUIT_OPEN", message: "The language model is not called: its circuit breaker is open.",
      details: [("breaker", "llm")], headers: [("Retry-After", String(max(1, Int(seconds.rounded(.up)))))])
  }
}
