import LoadEngine

/// Makes one user's calls and records each: the only place where samples are made.
package struct Caller: Sendable {
  let handle: LoopBound<UserHandle>

  /// Makes one call.
  ///
  /// - Parameters:
  ///   - number: Index into the run's request names.
  ///   - turn: Which message of its conversation it is, from 1; 0 for any other call.
  ///   - timeout: For the whole call, connecting included.
  ///   - judge: Takes what the caller needs out of a whole answer, or says how the call failed. Latency never enters
  ///     here: a slow answer is slow, not failed.
  /// - Throws: ``CallFailure`` when the call failed, ``UserEnded`` when the run is over for this user.
  @inline(__always)
  func call<Answer>(
    _ request: OutgoingRequest, number: UInt16, turn: UInt8 = 0, timeout: Duration,
    judge: (Result<HTTPResponse, CallError>) -> Judgement<Answer>
  ) async throws -> Answer {
    let due = try begin(number)
    // Not by way of the request, which would be kept until the answer has come.
    let trace = request.trace
    let outcome = await handle.value.transport.send(request, timeout: timeout)
    return try finish(number, turn, outcome, due: due, trace: trace, judge: judge)
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
    _ number: UInt16, _ turn: UInt8, _ outcome: CallOutcome, due: MonotonicTime?, trace: TraceContext?,
    judge: (Result<HTTPResponse, CallError>) -> Judgement<Answer>
  ) throws -> Answer {
    let handle = handle.value
    if case .failure(.cancelled) = outcome.result {
      handle.record(number, .cancelled, outcome.timings, due: due)
      throw UserEnded()
    }
    switch judge(outcome.result) {
    case .good(let answer):
      handle.record(number, .completed, outcome.timings, due: due, turn: turn, trace: trace)
      return answer
    case .expected(let answer, let kind):
      handle.record(number, .expected, outcome.timings, due: due, failure: kind)
      return answer
    case .failed(let kind):
      handle.noteFailure(kind, request: number, due: due ?? outcome.timings.start) {
        switch outcome.result {
        case .success(let response): kind.detail(of: response)
        case .failure(let error): error.detail
        }
      }
      handle.record(number, .failed, outcome.timings, due: due, failure: kind, trace: trace)
      throw CallFailure(kind: kind)
    }
  }
}

/// What a caller makes of how a call ended.
enum Judgement<Answer> {
  case good(Answer)
  /// What the user wanted, although it is no success: why it would have failed.
  case expected(Answer, FailureKind)
  case failed(FailureKind)
}
