import LoadEngine

/// Makes one user's calls and records each: the only place where samples are made.
package struct Caller: Sendable {
  let handle: LoopBound<UserHandle>

  /// Makes one call.
  ///
  /// - Parameters:
  ///   - number: Index into the run's request names.
  ///   - timeout: For the whole call, connecting included.
  ///   - judge: Takes what the caller needs out of a whole answer, or says how it failed. Latency never enters here:
  ///     a slow answer is slow, not failed.
  /// - Throws: ``CallFailure`` when the call failed, ``UserEnded`` when the run is over for this user.
  @inline(__always)
  func call<Answer>(
    _ request: OutgoingRequest, number: UInt16, timeout: Duration, judge: (HTTPResponse) -> Judgement<Answer>
  ) async throws -> Answer {
    let due = try begin(number)
    let outcome = await handle.value.transport.send(request, timeout: timeout)
    return try finish(number, outcome, due: due, judge: judge)
  }

  // The parts before and after the wait are never inlined: their locals would take room in the frame that waits, and
  // that frame is part of each user's memory.

  @inline(never)
  private func begin(_ number: UInt16) throws -> MonotonicTime? {
    try handle.value.beginCall(number)
  }

  /// Judges and records the call.
  @inline(never)
  private func finish<Answer>(
    _ number: UInt16, _ outcome: CallOutcome, due: MonotonicTime?, judge: (HTTPResponse) -> Judgement<Answer>
  ) throws -> Answer {
    let handle = handle.value
    let failure: FailureKind
    switch outcome.result {
    case .success(let response):
      switch judge(response) {
      case .good(let answer):
        handle.record(number, .completed, outcome.timings, due: due)
        return answer
      case .failed(let kind):
        failure = kind
        handle.noteFailure(kind, request: number, due: due ?? outcome.timings.start) { kind.detail(of: response) }
      }
    case .failure(.cancelled):
      handle.record(number, .cancelled, outcome.timings, due: due)
      throw UserEnded()
    case .failure(let error):
      let kind = FailureKind(error)
      failure = kind
      handle.noteFailure(kind, request: number, due: due ?? outcome.timings.start) { error.detail }
    }
    handle.record(number, .failed, outcome.timings, due: due, failure: failure)
    throw CallFailure(kind: failure)
  }
}

/// What a caller makes of a whole answer.
enum Judgement<Answer> {
  case good(Answer)
  case failed(FailureKind)

  /// The answer breaks a rule of the contract.
  static func lacks(_ check: Check) -> Judgement { .failed(.check(check)) }

  /// Takes a value out of an answer's JSON object; `take` gives `nil` where the answer fails the check.
  static func object(of response: HTTPResponse, _ check: Check, _ take: (JSONObject) -> Answer?) -> Judgement {
    guard let object = JSONObject(response.body) else { return .lacks(.json) }
    return take(object).map { .good($0) } ?? .lacks(check)
  }
}
