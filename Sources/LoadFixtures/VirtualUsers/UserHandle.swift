import LoadEngine

/// One user as its executor sees it: when it begins, waits and stops. Confined to the user's loop.
final class UserHandle {
  /// What a user may still do. It only ever moves down the table.
  ///
  /// | state     | next iteration | calls                      | entered by                                       |
  /// |-----------|----------------|----------------------------|--------------------------------------------------|
  /// | active    | yes            | yes                        | the user's start                                 |
  /// | retired   | no             | to the iteration's end     | `retire()`: the plan wants fewer users           |
  /// | ending    | no             | that of a due arrival only | `forbidCalls()`, `end()`: the plan is over       |
  /// | cutOff    | no             | none, that at hand ends    | `cutOff()`: the grace is over                    |
  enum Lifecycle: Int, Comparable {
    case active, retired, ending, cutOff

    static func < (left: Lifecycle, right: Lifecycle) -> Bool { left.rawValue < right.rawValue }
  }

  /// Numbers the users of a run in the order of their start.
  let number: Int
  let transport: any Transport
  let buffer: SampleBuffer
  let loop: EventLoop

  private(set) var state = Lifecycle.active
  /// Open model: it has an arrival to answer.
  var isAtWork = false
  /// What the last log-in brought; lives here because calls side by side share it.
  var token: UserToken? {
    didSet { tokenIsProven = false }
  }
  private var tokenIsProven = false
  /// Tokens in a row that were refused before they had been accepted once.
  private(set) var refusals = 0
  /// Log-ins in a row that failed.
  private var failedLogIns = 0
  /// When the next call was due, where the model says so; taken by that call.
  var due: MonotonicTime?
  /// Whether that call is an arrival's, which was counted as scheduled when it fell due.
  private var dueIsCounted = false
  /// Calls that were made.
  private(set) var calls = 0
  private var requestIDs: SeededRandom

  private var napTimer: TimerID?
  private var parked: UnsafeContinuation<MonotonicTime?, Never>?

  /// - Parameter requestIDs: Seeded for this user alone, apart from the stream that its choices are drawn from.
  init(
    number: Int, transport: any Transport, buffer: SampleBuffer, loop: EventLoop, requestIDs: SeededRandom
  ) {
    self.number = number
    self.requestIDs = requestIDs
    self.transport = transport
    self.buffer = buffer
    self.loop = loop
  }

  // MARK: Calls

  /// Counts a call as scheduled and takes the instant at which it was due.
  ///
  /// The call of an arrival was counted when it fell due, and goes out even if the end of the run has come meanwhile.
  ///
  /// - Throws: ``UserEnded`` when the user may make no call any more.
  func beginCall(_ request: UInt16) throws -> MonotonicTime? {
    let (due, isCounted) = (due, dueIsCounted)
    (self.due, dueIsCounted) = (nil, false)
    guard state < (isCounted ? .cutOff : .ending) else {
      if isCounted {
        let now = MonotonicTime.now
        record(request, .cancelled, CallTimings(start: now, end: now), due: due)
      }
      throw UserEnded()
    }
    if !isCounted { buffer.callScheduled() }
    calls += 1
    return due
  }

  /// The next call is that of an arrival.
  func take(arrival due: MonotonicTime) {
    self.due = due
    dueIsCounted = true
  }

  /// The user ends with an arrival that it made no call for: it counts as cancelled.
  func giveUpArrival() {
    guard dueIsCounted, let due else { return }
    (self.due, dueIsCounted) = (nil, false)
    let now = MonotonicTime.now
    record(0, .cancelled, CallTimings(start: now, end: now), due: due)
  }

  /// A fresh name for a request.
  func nextRequestID() -> RequestID {
    RequestID(random: requestIDs.next(), requestIDs.next())
  }

  /// What the next call says of its trace; `nil` where none is traced.
  func nextTrace() -> TraceContext? {
    buffer.tracing?.context(random: requestIDs.next(), span: requestIDs.next())
  }

  /// An id that no conversation has.
  func nextUnknownID() -> String { "unknown-" + String(requestIDs.next(), radix: 16) }

  /// 0 up to 1, drawn apart from the user's choices: when it is asked for depends on time.
  func jitter() -> Double { requestIDs.unit() }

  /// An answer of an expected status: the token is good.
  func tokenWasAccepted() {
    guard !tokenIsProven else { return }
    tokenIsProven = true
    (refusals, failedLogIns) = (0, 0)
  }

  /// The token is no longer good: the user logs in anew, unless it was given and there is nothing to log in with.
  func tokenWasRefused() {
    guard let token, !token.isGiven else { return }
    if !tokenIsProven { refusals += 1 }
    self.token = nil
  }

  /// Counts a log-in that failed.
  ///
  /// - Returns: How long to wait before the next: 1, 2, 4 ... 32 seconds, since users that are locked out must not flood the
  ///   target.
  func logInFailed() -> Duration {
    failedLogIns += 1
    return Self.backOff(after: failedLogIns)
  }

  static func backOff(after failures: Int) -> Duration { .seconds(1 << min(max(0, failures - 1), 5)) }

  /// Stamps the sample of a call that has ended.
  func record(
    _ request: UInt16, _ outcome: Sample.Outcome, _ timings: CallTimings, due: MonotonicTime?,
    turn: UInt8 = 0, failure: FailureKind? = nil, trace: TraceContext? = nil
  ) {
    if timings.wasSentTwice { buffer.callRepeated() }
    buffer.record(
      Sample(
        request: request, turn: turn, outcome: outcome, failure: failure?.rawValue ?? 0,
        intendedStart: buffer.offset(due ?? timings.start), start: buffer.offset(timings.start),
        end: buffer.offset(timings.end), connect: timings.connectTime, tls: timings.handshakeTime,
        wait: timings.waitTime, receive: timings.receiveTime), user: number, trace: trace)
  }

  /// A call that was due then failed. The sentence says more than the kind, where there is more to say.
  func noteFailure(_ kind: FailureKind, request: UInt16, due: MonotonicTime, _ sentence: () -> String?) {
    buffer.noteExample(
      of: FailureCell(request: request, kind: kind), due: due, user: number, call: calls, sentence)
    buffer.noteFailure(kind, request: request, user: number, sentence)
  }

  /// Something that a log of details tells.
  // Not inlined for the reason that `Caller` gives.
  @inline(never)
  func note(_ event: Detail.Event) { buffer.note(event, of: number) }

  /// The user ends by an error of its own code.
  func harnessError(_ text: String) {
    buffer.harnessError(text, user: number, call: calls)
  }

  // MARK: The end

  /// Lets the iteration at hand come to its end, then ends the user.
  func retire() {
    state = max(state, .retired)
    if let napTimer { loop.wake(napTimer) }
    napTimer = nil
    arrive(due: nil)
  }

  /// From now on no call may start; does not wake a user that waits.
  func forbidCalls() {
    state = max(state, .ending)
  }

  /// Lets the call at hand come to its end, then ends the user.
  func end() {
    forbidCalls()
    retire()
  }

  /// Ends the call at hand as cancelled, and lets no other begin.
  func cutOff() {
    state = .cutOff
    transport.cancelCalls()
  }

  // MARK: Waiting

  /// Waits until `deadline`, or until the user is retired; not at all when it has passed.
  func nap(until deadline: MonotonicTime) async {
    // With a constant pacing it has passed when the target was slow. That lateness is the target's, not ours.
    guard state == .active, deadline > .now else { return }
    let timer = loop.reserveTimer()
    napTimer = timer
    if await loop.wait(until: deadline, as: timer) {
      napTimer = nil
      buffer.recordLateness(MonotonicTime.now - deadline)
    }
  }

  /// Waits for the next arrival and returns when it was due; `nil` when the user is retired.
  func nextArrival() async -> MonotonicTime? {
    guard state == .active else { return nil }
    return await withUnsafeContinuation { parked = $0 }
  }

  /// Hands an arrival to the waiting user; `nil`: none comes any more.
  func arrive(due: MonotonicTime?) {
    let waiting = parked
    parked = nil
    waiting?.resume(returning: due)
  }
}
