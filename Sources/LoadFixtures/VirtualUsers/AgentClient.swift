import LoadEngine

/// Makes one user's calls to the agent, judges each answer by the contract, and records it.
///
/// A method returns what the contract promises or throws ``CallFailure``, counted under its kind; after the run's end
/// it throws ``UserEnded`` and sends nothing. Latency never enters the judgement: a slow answer is slow, not failed.
public struct AgentClient: Sendable {
  let session: LoopBound<UserSession>
  let contract: AgentContract
  let credentials: Credentials
  /// Puts the target's base path before a call's path.
  let target: TargetURL
  let timeout: Duration
  /// Marks this run's conversations in the agent's data.
  let testID: String

  /// Whether the user may make calls that need a log-in.
  public var isLoggedIn: Bool { session.value.token != nil || !contract.has(.login) }

  /// Whether the contract offers a call.
  public func offers(_ call: AgentCall) -> Bool { contract.has(call) }

  /// Counts something for the record's `business` part.
  func tally(_ count: (inout BusinessOutcome) -> Void) {
    count(&session.value.lane.business)
  }

  /// Makes one call.
  ///
  /// - Parameters:
  ///   - conversation: The id for the path, where it has one.
  ///   - body: Encoded as JSON.
  ///   - read: Takes what the caller needs out of an answer of the expected status, or names what is missing in it.
  func call<Answer>(
    _ call: AgentCall, conversation: String? = nil, body: (any Encodable & Sendable)? = nil,
    read: (HTTPResponse) -> Reading<Answer>
  ) async throws -> Answer {
    let session = session.value
    guard !session.isOver else { throw UserEnded() }
    let request = try request(call, conversation: conversation, body: body, session: session)
    let due = session.takeDue()
    session.lane.callScheduled()
    let outcome = await session.transport.send(request, timeout: timeout)
    let judgement = judge(call, outcome, session: session, read: read)
    session.lane.record(sample(call, outcome.timings, due: due, judgement))
    switch judgement {
    case .good(let answer): return answer
    case .failed(let kind): throw CallFailure(call: call, kind: kind)
    case .cancelled: throw UserEnded()
    }
  }

  private enum Judgement<Answer> {
    case good(Answer)
    case failed(FailureKind)
    case cancelled
  }

  private func request(
    _ call: AgentCall, conversation: String?, body: (any Encodable & Sendable)?, session: UserSession
  ) throws -> OutgoingRequest {
    guard let form = contract.calls[call], let path = contract.path(for: call, conversation: conversation) else {
      throw UserCodeError("the call \(call.rawValue) is not in the contract, or lacks its conversation")
    }
    var headers = [("X-Request-ID", session.nextRequestID())]
    if form.authorized, contract.has(.login) {
      guard let token = session.token else {
        throw UserCodeError("the call \(call.rawValue) needs a log-in, and this user has none")
      }
      headers.append(("Authorization", "Bearer \(token)"))
    }
    return OutgoingRequest(
      method: form.method, target: target.path(path), headers: headers,
      contentType: body == nil ? nil : "application/json", body: try body.map { try JSONBody.encode($0) })
  }

  private func judge<Answer>(
    _ call: AgentCall, _ outcome: TransportOutcome, session: UserSession, read: (HTTPResponse) -> Reading<Answer>
  ) -> Judgement<Answer> {
    switch outcome.result {
    case .cancelled:
      return .cancelled
    case .failed(let kind):
      return .failed(kind)
    case .answered(let response):
      guard contract.calls[call]?.success.contains(response.status) == true else {
        // The token is no longer good: the user logs in anew, unless it was given and there is nothing to log in with.
        if response.status == 401, credentials.token == nil { session.token = nil }
        return .failed(.status(response.status))
      }
      switch read(response) {
      case .answer(let answer): return .good(answer)
      case .lacks(let check): return .failed(.check(check))
      }
    }
  }

  private func sample<Answer>(
    _ call: AgentCall, _ timings: RequestTimings, due: MonotonicTime?, _ judgement: Judgement<Answer>
  ) -> Sample {
    let lane = session.value.lane
    let (outcome, failure): (Sample.Outcome, UInt16) =
      switch judgement {
      case .good: (.completed, 0)
      case .failed(let kind): (.failed, kind.rawValue)
      case .cancelled: (.cancelled, 0)
      }
    return Sample(
      request: call.requestNumber, outcome: outcome, failure: failure,
      intendedStart: lane.offset(due ?? timings.start), start: lane.offset(timings.start),
      end: lane.offset(timings.end), connect: timings.connect, wait: timings.wait, receive: timings.receive)
  }
}

/// What was found in an answer of the expected status.
enum Reading<Answer> {
  case answer(Answer)
  /// The answer breaks this rule of the contract.
  case lacks(Check)
}

/// A fault of a virtual user's own code; invalidates the run, and is no failure of the target.
struct UserCodeError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}

extension AgentCall {
  /// Index into ``requestNames``.
  var requestNumber: UInt16 { UInt16(Self.allCases.firstIndex(of: self) ?? 0) }

  /// The names of all calls, for the recorder.
  static let requestNames = allCases.map(\.rawValue)
}
