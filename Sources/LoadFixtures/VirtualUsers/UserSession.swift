import LoadEngine

/// The strings by which a driver moves one user: when to begin, when to stop. Confined to the user's loop.
final class UserSession {
  /// Numbers the users of a run in the order of their start.
  let number: Int
  let transport: any Transport
  let lane: SampleLane
  private let loop: EventLoop

  /// Open model: it has an arrival to answer.
  var isAtWork = false
  /// No further iteration.
  private(set) var isRetired = false
  /// No further call either, except that of an arrival that had fallen due.
  private(set) var isOver = false
  /// Not even that one.
  private(set) var isCutOff = false
  /// The header of the token that the last log-in brought; lives here because calls side by side share it.
  var authorization: HeaderLines?
  /// When the next call was due, where the model says so; taken by that call.
  var due: MonotonicTime?
  /// Whether that call is an arrival's, which was counted as scheduled when it fell due.
  private var dueIsCounted = false
  private var requestIDs: SeededGenerator

  private var napTimer: TimerID?
  private var parked: UnsafeContinuation<MonotonicTime?, Never>?

  /// - Parameters:
  ///   - authorization: Given from outside, in place of a log-in.
  ///   - requestIDs: Seeded for this user alone, apart from the stream that its choices are drawn from.
  init(
    number: Int, transport: any Transport, lane: SampleLane, loop: EventLoop, authorization: HeaderLines?,
    requestIDs: SeededGenerator
  ) {
    self.authorization = authorization
    self.number = number
    self.requestIDs = requestIDs
    self.transport = transport
    self.lane = lane
    self.loop = loop
  }

  /// Takes the instant at which the call that is now made was due, and whether it was counted then.
  func takeDue() -> (MonotonicTime?, isCounted: Bool) {
    defer { (due, dueIsCounted) = (nil, false) }
    return (due, dueIsCounted)
  }

  /// The next call is that of an arrival.
  func take(arrival due: MonotonicTime) {
    self.due = due
    dueIsCounted = true
  }

  /// A fresh name for a request.
  func nextRequestID() -> RequestID {
    RequestID(random: requestIDs.next(), requestIDs.next())
  }

  /// Stamps the sample of a call that has ended.
  func record(
    _ request: UInt16, _ outcome: Sample.Outcome, _ timings: CallTimings, due: MonotonicTime?,
    failure: FailureKind? = nil
  ) {
    if timings.wasSentTwice { lane.callRepeated() }
    let timings = RequestTimings(timings)
    lane.record(
      Sample(
        request: request, outcome: outcome, failure: failure?.rawValue ?? 0,
        intendedStart: lane.offset(due ?? timings.start), start: lane.offset(timings.start),
        end: lane.offset(timings.end), connect: timings.connect, tls: timings.tls, wait: timings.wait,
        receive: timings.receive))
  }

  /// Lets the iteration at hand come to its end, then ends the user.
  func retire() {
    isRetired = true
    if let napTimer { loop.wake(napTimer) }
    napTimer = nil
    wakeFromPark(due: nil)
  }

  /// From now on no call may start; does not wake a user that waits.
  func forbidCalls() {
    isOver = true
    isRetired = true
  }

  /// Lets the call at hand come to its end, then ends the user.
  func end() {
    isOver = true
    retire()
  }

  /// Ends the call at hand as cancelled, and lets no other begin.
  func cutOff() {
    isCutOff = true
    transport.cancelCalls()
  }

  /// Waits until `deadline`, or until the user is retired; not at all when it has passed.
  func nap(until deadline: MonotonicTime) async {
    // With a constant pacing it has passed when the target was slow. That lateness is the target's, not ours.
    guard !isRetired, deadline > .now else { return }
    let timer = loop.reserveTimer()
    napTimer = timer
    if await loop.wait(until: deadline, as: timer) {
      napTimer = nil
      lane.recordLateness(MonotonicTime.now - deadline)
    }
  }

  /// Waits for the next arrival and returns when it was due; `nil` when the user is retired.
  func nextArrival() async -> MonotonicTime? {
    guard !isRetired else { return nil }
    return await withUnsafeContinuation { parked = $0 }
  }

  /// Hands an arrival to the waiting user.
  func arrive(due: MonotonicTime) {
    wakeFromPark(due: due)
  }

  private func wakeFromPark(due: MonotonicTime?) {
    let waiting = parked
    parked = nil
    waiting?.resume(returning: due)
  }
}
