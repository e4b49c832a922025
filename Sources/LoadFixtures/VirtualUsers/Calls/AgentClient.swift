import AgentContracts
import LoadEngine

/// One user's side of the agent's contract: makes the calls that it offers and judges the answers by it.
///
/// A method returns what the contract promises or throws ``CallFailure``, counted under its kind; after the run's end
/// it throws ``UserEnded`` and sends nothing.
///
/// A class: a user hands it from function to function, and each of its parts would be counted each time.
package final class AgentClient: Sendable {
  let caller: Caller
  let catalogue: CallCatalogue

  init(caller: Caller, catalogue: CallCatalogue) {
    self.caller = caller
    self.catalogue = catalogue
  }

  var contract: AgentContract { catalogue.contract }

  /// Whether the contract offers an operation.
  package func offers(_ key: OperationKey) -> Bool { catalogue[key] != nil }

  var user: UserHandle { caller.handle.value }

  /// Where to count what a conversation comes to, for the record's `business` part.
  func counts(of conversation: Conversation) -> SampleBuffer.Counts {
    if let known = conversation.counts { return known }
    let counts = user.buffer.counts(of: conversation.customer.locale)
    conversation.counts = counts
    return counts
  }

  /// Makes one call.
  ///
  /// - Parameters:
  ///   - conversation: What it is about; its templates' customer as well.
  ///   - message: What the user says in it.
  ///   - name: The request name, where it is not the operation's.
  ///   - check: Looks at an answer that is good by the contract.
  @inline(__always)
  func call(
    _ key: OperationKey, _ conversation: Conversation? = nil, message: Message? = nil, as name: UInt16? = nil,
    check: ((Answer) -> FailureKind?)? = nil
  ) async throws -> Answer {
    let (operation, request) = try request(key, conversation, message)
    return try await caller.call(
      request, number: name ?? operation.number, turn: key == .message ? UInt8(clamping: message?.number ?? 0) : 0,
      timeout: operation.timeout
    ) { result in
      let judgement = judge(result, of: operation)
      guard let check, case .good(let answer) = judgement, let kind = check(answer) else { return judgement }
      return .failed(kind)
    }
  }

  // Not inlined for the reason that `Caller` gives.
  @inline(never)
  private func request(
    _ key: OperationKey, _ conversation: Conversation?, _ message: Message?
  ) throws -> (PreparedOperation, OutgoingRequest) {
    guard let operation = catalogue[key], !operation.needsConversation || conversation?.id != nil else {
      throw UserCodeError("the operation \(key.rawValue) is not in the contract, or lacks its conversation")
    }
    let user = user
    guard operation.authorization != .required || !catalogue.logsIn || user.token != nil else {
      throw UserCodeError("the operation \(key.rawValue) needs a log-in, and this user has none")
    }
    let values = CallValues(catalogue: catalogue, user: user, conversation: conversation, message: message)
    do {
      return (
        operation,
        try operation.request(with: values, authorization: user.token?.header, bodyLimit: catalogue.bodyLimit)
      )
    } catch {
      throw UserCodeError("the operation \(key.rawValue) cannot be sent: \(error)")
    }
  }

  private func judge(_ result: Result<HTTPResponse, CallError>, of operation: PreparedOperation) -> Judgement<Answer> {
    switch result {
    case .failure(.timeout) where operation.expectsTimeout:
      return .expected(Answer(operation: operation, document: nil), .timeout)
    case .failure(let error): return .failed(FailureKind(error))
    case .success(let response):
      guard operation.statuses.contains(response.status) else {
        if response.status == 401 { user.tokenWasRefused() }
        noteSigns(of: response)
        return .failed(.status(response.status))
      }
      if operation.authorization != .never { user.tokenWasAccepted() }
      let judgement = judge(response, of: operation)
      // A refusal that was asked for is what it should be, and no success.
      guard response.status >= 400, case .good(let answer) = judgement else { return judgement }
      return .expected(answer, .status(response.status))
    }
  }

  /// What an unexpected answer is known to mean.
  private func noteSigns(of response: HTTPResponse) {
    for (place, sign) in contract.signs.enumerated() where sign.status == response.status {
      let value = sign.value
      if value == nil || value.flatMap({ JSONDocument(response.body)?.isEqual($0.pointer, $0.equals) }) == true {
        user.buffer.noteSign(place)
      }
    }
  }

  /// Judges an answer of an expected status.
  private func judge(_ response: HTTPResponse, of operation: PreparedOperation) -> Judgement<Answer> {
    guard operation.readsBody else {
      return operation.failedCheck(response, nil).map(Judgement.failed)
        ?? .good(Answer(operation: operation, document: nil))
    }
    // RFC 9110, 15.3.5: there is nothing to read.
    if response.status == 204 { return .good(Answer(operation: operation, document: nil)) }
    if let obstacle = FailureKind(unreadable: response) { return .failed(obstacle) }
    let document = JSONDocument(response.body)
    if document == nil, operation.readsJSON { return .failed(.check(.json)) }
    if let failed = operation.failedCheck(response, document) { return .failed(failed) }
    let answer = Answer(operation: operation, document: document)
    switch operation.key {
    case .start:
      guard let id = answer.textOrNumber(.conversationID), !id.isEmpty else { return .failed(.check(.conversationID)) }
      return PathSegment(id: id) == nil ? .failed(.check(.unusableConversationID)) : .good(answer)
    case .login, .refresh:
      return answer.text(.token).flatMap(catalogue.header(answered:)) == nil
        ? .failed(.check(.accessToken)) : .good(answer)
    default: return .good(answer)
    }
  }
}

/// A fault of a virtual user's own code; invalidates the run, and is no failure of the target.
struct UserCodeError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
