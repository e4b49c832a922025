import LoadEngine

/// One user's side of the agent's contract: makes the calls that it offers and judges the answers by it.
///
/// A method returns what the contract promises or throws ``CallFailure``, counted under its kind; after the run's end
/// it throws ``UserEnded`` and sends nothing.
package struct AgentClient: Sendable {
  let caller: Caller
  let catalogue: CallCatalogue

  var contract: AgentContract { catalogue.contract }

  /// Whether the user may make calls that need a log-in.
  package var isLoggedIn: Bool { user.authorization != nil || !catalogue.hasLogin }

  /// Whether the contract offers a call.
  package func offers(_ call: AgentCall) -> Bool { catalogue[call] != nil }

  var user: UserHandle { caller.handle.value }

  /// Counts something for the record's `business` part.
  func tally(_ count: (inout BusinessOutcome) -> Void) {
    user.buffer.count(count)
  }

  /// Makes one call.
  ///
  /// - Parameters:
  ///   - conversation: The id for the path, where it has one.
  ///   - body: JSON.
  ///   - keepsBody: Whether the answer's body is looked at.
  ///   - read: Takes what the caller needs out of an answer of the expected status, or names what is missing in it.
  func call<Answer>(
    _ call: AgentCall, conversation: PathSegment? = nil, body: [UInt8]? = nil, keepsBody: Bool = true,
    read: (HTTPResponse) -> Judgement<Answer>
  ) async throws -> Answer {
    let request = try request(call, conversation: conversation, body: body, keepsBody: keepsBody)
    return try await caller.call(request, number: call.requestNumber, timeout: catalogue.timeout) { response in
      judge(response, of: call, keepsBody: keepsBody, read: read)
    }
  }

  // Not inlined for the reason that `Caller` gives.
  @inline(never)
  private func request(
    _ call: AgentCall, conversation: PathSegment?, body: [UInt8]?, keepsBody: Bool
  ) throws -> OutgoingRequest {
    guard let prepared = catalogue[call], !prepared.needsConversation || conversation != nil else {
      throw UserCodeError("the call \(call.rawValue) is not in the contract, or lacks its conversation")
    }
    let user = user
    var request = OutgoingRequest(
      head: prepared.head, segment: conversation, id: user.nextRequestID(), body: body,
      bodyLimit: keepsBody ? catalogue.bodyLimit : 0)
    if prepared.authorized, catalogue.hasLogin {
      guard let authorization = user.authorization else {
        throw UserCodeError("the call \(call.rawValue) needs a log-in, and this user has none")
      }
      request.headers = authorization
    }
    return request
  }

  private func judge<Answer>(
    _ response: HTTPResponse, of call: AgentCall, keepsBody: Bool, read: (HTTPResponse) -> Judgement<Answer>
  ) -> Judgement<Answer> {
    guard let prepared = catalogue[call], prepared.success.contains(response.status) else {
      // The token is no longer good: the user logs in anew, unless it was given and there is nothing to log in with.
      if response.status == 401, catalogue.givenAuthorization == nil { user.authorization = nil }
      return .failed(.status(response.status))
    }
    if keepsBody, let obstacle = FailureKind(unreadable: response) { return .failed(obstacle) }
    return read(response)
  }
}

/// A fault of a virtual user's own code; invalidates the run, and is no failure of the target.
struct UserCodeError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
