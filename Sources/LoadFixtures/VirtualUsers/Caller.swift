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
  func call<Answer>(
    _ request: OutgoingRequest, number: UInt16, timeout: Duration, judge: (HTTPResponse) -> Judgement<Answer>
  ) async throws -> Answer {
    let session = session.value
    guard !session.isOver else { throw UserEnded() }
    let due = session.takeDue()
    session.lane.callScheduled()
    let outcome = await session.transport.send(request, timeout: timeout)
    switch outcome.result {
    case .answered(let response):
      switch judge(response) {
      case .good(let answer):
        session.record(number, .completed, outcome.timings, due: due)
        return answer
      case .failed(let kind):
        session.record(number, .failed, outcome.timings, due: due, failure: kind)
        throw CallFailure(kind: kind)
      }
    case .failed(let kind):
      session.record(number, .failed, outcome.timings, due: due, failure: kind)
      throw CallFailure(kind: kind)
    case .cancelled:
      session.record(number, .cancelled, outcome.timings, due: due)
      throw UserEnded()
    }
  }
}

/// What a caller makes of a whole answer.
enum Judgement<Answer> {
  case good(Answer)
  case failed(FailureKind)
}
