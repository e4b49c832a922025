import LoadEngine

/// Makes one user's calls and records each: the only place where samples are made.
public struct Caller: Sendable {
  let session: LoopBound<UserSession>

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
    let outcome = await session.value.transport.send(request, timeout: timeout)
    return try finish(number, outcome, due: due, judge: judge)
  }

  // The parts before and after the wait are never inlined: their locals would take room in the frame that waits, and
  // that frame is part of each user's memory.

  /// Counts the call as scheduled and takes the instant at which it was due.
  ///
  /// The call of an arrival was counted when it fell due, and goes out even if the end of the run has come meanwhile.
  @inline(never)
  private func begin(_ number: UInt16) throws -> MonotonicTime? {
    let session = session.value
    let (due, isCounted) = session.takeDue()
    guard isCounted ? !session.isCutOff : !session.isOver else {
      if isCounted {
        let now = MonotonicTime.now
        session.record(number, .cancelled, CallTimings(start: now, end: now), due: due)
      }
      throw UserEnded()
    }
    if !isCounted { session.lane.callScheduled() }
    return due
  }

  /// Judges and records the call.
  @inline(never)
  private func finish<Answer>(
    _ number: UInt16, _ outcome: CallOutcome, due: MonotonicTime?, judge: (HTTPResponse) -> Judgement<Answer>
  ) throws -> Answer {
    let session = session.value
    let failure: FailureKind
    switch outcome.result {
    case .success(let response):
      switch judge(response) {
      case .good(let answer):
        session.record(number, .completed, outcome.timings, due: due)
        return answer
      case .failed(let kind):
        failure = kind
        session.lane.noteExample(of: kind) { kind.detail(of: response) }
      }
    case .failure(.cancelled):
      session.record(number, .cancelled, outcome.timings, due: due)
      throw UserEnded()
    case .failure(let error):
      let kind = FailureKind(error)
      failure = kind
      session.lane.noteExample(of: kind) { error.detail }
    }
    session.record(number, .failed, outcome.timings, due: due, failure: failure)
    throw CallFailure(kind: failure)
  }
}

/// What a caller makes of a whole answer.
enum Judgement<Answer> {
  case good(Answer)
  case failed(FailureKind)
}
