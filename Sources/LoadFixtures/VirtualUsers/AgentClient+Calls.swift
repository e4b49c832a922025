import Foundation
import LoadEngine

/// The contract's calls, one method each.
extension AgentClient {
  /// Gets a token for this user. A token from the environment is there from the beginning, without a call.
  public func logIn() async throws {
    let body = ["email": credentials.email ?? "", "password": credentials.password ?? ""]
    session.value.token = try await call(.login, body: body) { response in
      JSONBody.object(response).read(.accessToken) { $0[contract.fields.token] as? String }
    }
  }

  /// Opens a conversation for a customer.
  func startConversation(for customer: CustomerProfile) async throws -> (id: String, phase: String?) {
    let body = StartBody(
      customerData: customer.customerData(), programType: customer.program.rawValue, channel: "web",
      metadata: .init(source: "load-test", testId: testID))
    let answer = try await call(.start, body: body) { response in
      JSONBody.object(response).read(.conversationID) { object in
        (object[contract.fields.conversation] as? String).map { (id: $0, phase: object["phase"] as? String) }
      }
    }
    tally { $0.conversationsStarted += 1 }
    return answer
  }

  /// Says something and returns the agent's words.
  func send(
    _ message: String, phase: ConversationPhase, number: Int, in conversation: String
  ) async throws -> (text: String, phase: String?) {
    let body = MessageBody(message: message, metadata: .init(phase: phase.rawValue, messageNumber: number))
    let answer = try await call(.message, conversation: conversation, body: body) { response in
      JSONBody.object(response).read(.responseLength) { object in
        (object[contract.fields.answer] as? String).flatMap { text in
          text.count >= 10 ? (text: text, phase: object["phase"] as? String) : nil
        }
      }
    }
    tally { $0.messagesAnswered += 1 }
    return answer
  }

  /// Asks which tier the agent has found for the customer.
  func checkTier(of conversation: String, customer: CustomerProfile) async throws -> String {
    let (tier, basis) = try await call(.tier, conversation: conversation) { response in
      JSONBody.object(response).read(.tierName) { object in
        (object["tier"] as? String).flatMap { tier in
          contract.tiers.contains(tier) ? (tier, object["basis"] as? String) : nil
        }
      }
    }
    tally { outcome in
      outcome.tierAnswers[tier, default: 0] += 1
      // What a tier owes to the customer's words cannot be judged by the profile.
      guard basis != "messages" else { return }
      outcome.tierAnswersJudged += 1
      outcome.tierAnswersFitting += customer.expectedTier == tier ? 1 : 0
    }
    return tier
  }

  /// Asks for the projected return on investment.
  func projectROI(for customer: CustomerProfile, tier: String) async throws {
    let data = customer.customerData()
    let body = ROIBody(
      customerProfile: .init(age: data.age, occupation: data.occupation, goals: data.goals),
      programType: customer.program.rawValue, tier: tier)
    try await call(.roi, body: body) { response in
      JSONBody.object(response).read(.roiProjection) { object in
        object["roi_projection"] != nil && object["confidence"] is NSNumber ? () : nil
      }
    }
    tally { $0.roiAnswers += 1 }
  }

  /// Reads a conversation's analytics.
  func readAnalytics(of conversation: String) async throws {
    try await call(.analytics, conversation: conversation) { JSONBody.object($0).read(.json) { _ in () } }
  }

  /// Asks whether the agent is well.
  func checkHealth() async throws {
    try await call(.health) { response in
      JSONBody.object(response).read(.healthy) { ($0["status"] as? String) == "healthy" ? () : nil }
    }
  }

  /// Closes a conversation.
  func end(_ conversation: String) async throws {
    try await call(.end, conversation: conversation) { _ in .answer(()) }
    tally { $0.conversationsCompleted += 1 }
  }

  /// Speaks to a conversation that does not exist; the expected answer is 404.
  func sendToUnknownConversation(_ message: String, id: String) async throws {
    try await call(.unknownConversation, conversation: id, body: ["message": message]) { _ in .answer(()) }
  }
}

private struct StartBody: Encodable, Sendable {
  struct Metadata: Encodable, Sendable {
    let source: String
    let testId: String
  }
  let customerData: CustomerData
  let programType: String
  let channel: String
  let metadata: Metadata
}

private struct MessageBody: Encodable, Sendable {
  struct Metadata: Encodable, Sendable {
    let phase: String
    let messageNumber: Int
  }
  let message: String
  let metadata: Metadata
}

private struct ROIBody: Encodable, Sendable {
  struct Profile: Encodable, Sendable {
    let age: Int
    let occupation: String
    let goals: CustomerData.Goals
  }
  let customerProfile: Profile
  let programType: String
  let tier: String
}
