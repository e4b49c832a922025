import LoadEngine

/// The contract's calls, one method each.
extension AgentClient {
  /// Gets a token for this user. A token from the environment is there from the beginning, without a call.
  package func logIn() async throws {
    let credentials = catalogue.credentials
    let body = JSONWriter.object {
      $0.member("email", credentials.email ?? "")
      $0.member("password", credentials.password ?? "")
    }
    user.authorization = try await call(.login, body: body) { response in
      .object(of: response, .accessToken) { answer in
        answer.string(contract.fields.token).flatMap { token in
          catalogue.secrets.learn(token)
          return CallCatalogue.authorization(answered: token)
        }
      }
    }
    user.note(.loggedIn)
  }

  /// Opens a conversation for a customer.
  func startConversation(for customer: CustomerProfile) async throws -> (id: PathSegment, phase: String?) {
    let body = JSONWriter.object(capacity: 640) { body in
      body.member("customer_data") { customer.write(to: &$0) }
      body.member("program_type", customer.program.rawValue)
      body.member("channel", "web")
      body.member("metadata") {
        $0.member("source", "load-test")
        $0.member("test_id", catalogue.testID)
      }
    }
    let answer = try await call(.start, body: body) { response -> Judgement<(id: PathSegment, phase: String?)> in
      guard let answer = JSONObject(response.body) else { return .lacks(.json) }
      guard let id = answer.stringOrNumber(contract.fields.conversation), !id.isEmpty else {
        return .lacks(.conversationID)
      }
      guard let segment = PathSegment(id: id) else { return .lacks(.unusableConversationID) }
      return .good((id: segment, phase: answer.string("phase")))
    }
    tally { $0.conversationsStarted += 1 }
    return answer
  }

  // Not inlined for the reason that `Caller` gives.
  @inline(never)
  private static func body(of message: String, phase: ConversationPhase, number: Int) -> [UInt8] {
    JSONWriter.object(capacity: message.utf8.count + 96) { body in
      body.member("message", message)
      body.member("metadata") {
        $0.member("phase", phase.rawValue)
        $0.member("message_number", number)
      }
    }
  }

  /// Says something and returns the agent's words.
  func send(
    _ message: String, phase: ConversationPhase, number: Int, in conversation: PathSegment
  ) async throws -> (text: String, phase: String?) {
    let body = Self.body(of: message, phase: phase, number: number)
    let answer = try await call(.message, conversation: conversation, body: body) { response in
      .object(of: response, .responseLength) { answer in
        answer.string(contract.fields.answer).flatMap { text in
          // The tenth character is there: counting them all would read the whole text.
          text.dropFirst(9).isEmpty ? nil : (text: text, phase: answer.string("phase"))
        }
      }
    }
    tally { $0.messagesAnswered += 1 }
    return answer
  }

  /// Asks which tier the agent has found for the customer.
  func checkTier(of conversation: PathSegment, customer: CustomerProfile) async throws -> String {
    let (tier, basis) = try await call(.tier, conversation: conversation) { response in
      .object(of: response, .tierName) { answer in
        answer.string("tier").flatMap { tier in
          contract.tiers.contains(tier) ? (tier, answer.string("basis")) : nil
        }
      }
    }
    tally { outcome in
      outcome.tierAnswers[tier, default: 0] += 1
      // What a tier owes to the customer's words cannot be judged by the profile.
      guard basis != "messages", let expected = catalogue.tierJudge?.tier(of: customer) else { return }
      outcome.tierAnswersJudged += 1
      outcome.tierAnswersFitting += expected == tier ? 1 : 0
    }
    return tier
  }

  /// Asks for the projected return on investment.
  func projectROI(for customer: CustomerProfile, tier: String) async throws {
    let body = JSONWriter.object(capacity: 384) { body in
      body.member("customer_profile") {
        $0.member("age", customer.age)
        $0.member("occupation", customer.occupation)
        customer.writeGoals(to: &$0)
      }
      body.member("program_type", customer.program.rawValue)
      body.member("tier", tier)
    }
    try await call(.roi, body: body) { response in
      .object(of: response, .roiProjection) { answer in
        answer.has("roi_projection") && answer.isNumber("confidence") ? () : nil
      }
    }
    tally { $0.roiAnswers += 1 }
  }

  /// Reads a conversation's analytics.
  func readAnalytics(of conversation: PathSegment) async throws {
    try await call(.analytics, conversation: conversation) { .object(of: $0, .json) { _ in () } }
  }

  /// Asks whether the agent is well.
  func checkHealth() async throws {
    try await call(.health) { response in
      .object(of: response, .healthy) { $0.string("status") == "healthy" ? () : nil }
    }
  }

  /// Closes a conversation.
  func end(_ conversation: PathSegment) async throws {
    try await call(.end, conversation: conversation, keepsBody: false) { _ in .good(()) }
    tally { $0.conversationsCompleted += 1 }
  }

  /// Speaks to a conversation that does not exist; the expected answer is 404.
  func sendToUnknownConversation(_ message: String, id: String) async throws {
    let body = JSONWriter.object { $0.member("message", message) }
    try await call(.unknownConversation, conversation: PathSegment(id), body: body, keepsBody: false) { _ in
      .good(())
    }
  }
}
