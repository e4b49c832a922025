import LoadEngine

/// One event loop's share of a run: it starts, moves and ends the users that live on this loop. Confined to it.
///
/// User numbers and arrivals are dealt out in turn: share i of n has the numbers i, i + n, i + 2n and so on, so no
/// loop waits for another.
final class LoopShare<User: VirtualUser> {
  private let index: Int
  private let shares: Int
  private let loop: EventLoop
  private let lane: SampleLane
  private let recorder: LatencyRecorder
  private let setup: RunSetup
  private let stop: StopSignal
  private let makeUser: @Sendable (UserContext) -> User

  /// Users that are not retired, in the order of their start.
  private var active: [UserSession] = []
  /// All that have not ended, retired ones included.
  private var living: [ObjectIdentifier: UserSession] = [:]
  /// Open model: users without an arrival. The last one is taken first, so that a low rate is carried by few users
  /// with long conversations, and not by many that only log in.
  private var idle: [UserSession] = []
  /// Open model: users that have an arrival to answer.
  private var inFlight = 0 { didSet { lane.activeUsers = inFlight } }
  private(set) var started = 0
  /// Open model: arrivals that fell due, dropped ones included.
  private(set) var arrivals = 0
  /// Where the group that is being filled takes its users from.
  private var crew: AsyncStream<Recruit>.Continuation?
  private var crewMembers = 0
  private var driverTimer: TimerID?
  /// The profile is over.
  private var isEnding = false
  private var isFinished = false

  init(
    index: Int, shares: Int, loop: EventLoop, recorder: LatencyRecorder, setup: RunSetup, stop: StopSignal,
    makeUser: @escaping @Sendable (UserContext) -> User
  ) {
    self.makeUser = makeUser
    self.index = index
    self.shares = shares
    self.loop = loop
    self.recorder = recorder
    self.setup = setup
    self.stop = stop
    lane = SampleLane(index: index, origin: setup.origin)
  }

  /// What the users leave behind, after ``run()``.
  var business: BusinessOutcome { lane.business }
  var harnessErrors: FirstFew { lane.harnessErrors }
  var failureExamples: [FailureKind: String] { lane.failureExamples }

  /// Runs the share from the first user to the last.
  func run() async {
    let me = LoopBound(self, to: loop)
    stop.whenStopped { me.loop.execute { me.value.wakeDriver() } }
    await withTaskGroup(of: Void.self) { group in
      group.addTask(executorPreference: loop) { await me.value.keepRecording() }
      group.addTask(executorPreference: loop) { await me.value.drive() }
      await group.waitForAll()
    }
    await recorder.record(lane.drain(at: .now))
  }

  // MARK: Users over time

  private func drive() async {
    await withDiscardingTaskGroup { group in
      switch setup.profile {
      case .closed(let profile): await follow(profile, in: &group)
      case .open(let profile): await follow(profile, in: &group)
      }
      await finish()
    }
    isFinished = true
  }

  private func follow(_ profile: ClosedProfile, in group: inout DiscardingTaskGroup) async {
    var last = Duration.nanoseconds(-1)
    // Each change, however late: a user that the plan has and that never comes would be load that nobody misses.
    while let change = profile.nextChange(after: last) {
      let due = setup.origin + change.at
      if MonotonicTime.now < due { await pause(until: due) }
      guard !stop.isStopped else { return }
      adjust(to: shareOf(change.users), due: due, in: &group)
      last = change.at
    }
    await pause(until: setup.origin + profile.totalDuration)
  }

  /// How many of `users` live on this loop.
  private func shareOf(_ users: Int) -> Int {
    (users - index + shares - 1) / shares
  }

  private func adjust(to users: Int, due: MonotonicTime, in group: inout DiscardingTaskGroup) {
    while active.count < users {
      lane.recordLateness(max(0, MonotonicTime.now - due))
      launch(Recruit(life: newLife()), in: &group)
    }
    while active.count > users {
      active.removeLast().retire()
    }
    lane.activeUsers = active.count
  }

  /// Arrivals that may be passed on in a row before the users that took them get their turn. One that needs a new user
  /// counts for several: a driver that is behind would otherwise open a connection for each arrival that it owes,
  /// while users whose answers lie in their sockets wait, and fall behind further.
  private static var burst: Int { 64 }
  private static var newUserWeight: Int { 16 }

  private func follow(_ profile: OpenProfile, in group: inout DiscardingTaskGroup) async {
    let bound = max(1, shareOf(profile.maxInFlight))
    var passedOn = 0
    for (arrival, offset) in profile.arrivals(seed: setup.seed).enumerated() where arrival % shares == index {
      let due = setup.origin + .nanoseconds(offset)
      // Behind its plan the driver does not wait, but the loop must get to its sockets all the same.
      if passedOn >= Self.burst || MonotonicTime.now < due {
        passedOn = 0
        await pause(until: due)
      }
      guard !stop.isStopped else { return }
      let users = started
      dispatch(due: due, bound: bound, in: &group)
      passedOn += started > users ? Self.newUserWeight : 1
    }
    await pause(until: setup.origin + profile.totalDuration)
  }

  private func dispatch(due: MonotonicTime, bound: Int, in group: inout DiscardingTaskGroup) {
    arrivals += 1
    if let user = idle.popLast() {
      begin(user)
      user.arrive(due: due)
    } else if active.count < bound {
      let life = newLife()
      begin(life.value.session)
      launch(Recruit(life: life, firstDue: due), in: &group)
    } else {
      lane.arrivalDropped(due: due)
      lane.recordLateness(max(0, MonotonicTime.now - due))
    }
  }

  /// An arrival has found its user.
  private func begin(_ session: UserSession) {
    lane.callScheduled()
    session.isAtWork = true
    inFlight += 1
  }

  private func becameIdle(_ session: UserSession) {
    idle.append(session)
    session.isAtWork = false
    inFlight -= 1
  }

  // MARK: One user

  /// Users in one task group. A group walks through its children when one of them ends: at 19,000 in one group that
  /// took 120 us, and the end of a run held the loop up for a second.
  private static var crewSize: Int { 64 }

  /// A user that is about to begin; in an open model with its first arrival.
  private struct Recruit: Sendable {
    let life: LoopBound<UserLife<User>>
    var firstDue: MonotonicTime?
  }

  /// Starts a user's task, in a group of its own with the users that came with it.
  private func launch(_ recruit: Recruit, in group: inout DiscardingTaskGroup) {
    if crew == nil {
      let (recruits, crew) = AsyncStream.makeStream(of: Recruit.self)
      self.crew = crew
      let me = LoopBound(self, to: loop)
      group.addTask(executorPreference: loop) {
        await withDiscardingTaskGroup { members in
          for await recruit in recruits {
            // No function of its own: its frame would be part of each user's memory.
            members.addTask(executorPreference: me.loop) {
              if let due = recruit.firstDue {
                await recruit.life.value.runOpen(firstDue: due) { me.value.becameIdle($0) }
              } else {
                await recruit.life.value.runClosed()
              }
              me.value.ended(recruit.life.value.session)
            }
          }
        }
      }
    }
    crew?.yield(recruit)
    crewMembers += 1
    if crewMembers == Self.crewSize { completeCrew() }
  }

  /// Lets the group that is being filled end with its last user.
  private func completeCrew() {
    crew?.finish()
    crew = nil
    crewMembers = 0
  }

  private func newLife() -> LoopBound<UserLife<User>> {
    let number = index + started * shares
    started += 1
    let session = UserSession(
      number: number, transport: setup.transport(on: loop, user: number), lane: lane, loop: loop,
      authorization: setup.authorization, requestIDs: SeededGenerator(seed: setup.seed &+ 1, user: number))
    active.append(session)
    living[ObjectIdentifier(session)] = session
    let user = makeUser(
      UserContext(
        number: number, generator: SeededGenerator(seed: setup.seed, user: number),
        caller: Caller(session: LoopBound(session, to: loop))))
    return LoopBound(
      UserLife(
        of: user, session: session, pacing: setup.pacing, thinkTimeScale: setup.thinkTimeScale,
        generator: SeededGenerator(seed: setup.seed &+ 2, user: number), on: loop), to: loop)
  }

  private func ended(_ session: UserSession) {
    session.transport.close()
    living[ObjectIdentifier(session)] = nil
    // A user may end before it is retired, by an error of its own code.
    active.removeAll { $0 === session }
    if session.isAtWork { inFlight -= 1 }
    if case .closed = setup.profile { lane.activeUsers = isEnding ? living.count : active.count }
    // Not before the end: users may all be gone in a valley of the plan, and the next change is due when it is due.
    if isEnding, living.isEmpty { wakeDriver() }
  }

  // MARK: The end

  /// Users that leave before the loop looks at its sockets again.
  private static var slice: Int { 16 }

  /// No new call starts; calls in flight have the grace period, then count as cancelled.
  private func finish() async {
    let end = MonotonicTime.now + setup.gracefulStop
    completeCrew()
    let sessions = Array(living.values)
    isEnding = true
    for session in sessions { session.forbidCalls() }
    idle = []
    active = []
    // In slices: a crowd that leaves at once would hold up the answers to calls in flight (19,000 users: 2.7 s).
    for (index, session) in sessions.enumerated() {
      session.end()
      if index % Self.slice == Self.slice - 1 { await pause(until: .now) }
    }
    while !living.isEmpty, MonotonicTime.now < end {
      await pause(until: end)
    }
    for session in living.values { session.cutOff() }
  }

  /// Waits, unless the run is stopped meanwhile, or its last user leaves at the end.
  private func pause(until deadline: MonotonicTime) async {
    let timer = loop.reserveTimer()
    driverTimer = timer
    _ = await loop.wait(until: deadline, as: timer)
    driverTimer = nil
  }

  private func wakeDriver() {
    if let driverTimer { loop.wake(driverTimer) }
  }

  /// Hands samples to the shared actor ten times a second, and measures by how much the loop is late doing so.
  private func keepRecording() async {
    let beat = Duration.milliseconds(100)
    var due = MonotonicTime.now + beat
    while !isFinished {
      _ = await loop.wait(until: due, as: loop.reserveTimer())
      let now = MonotonicTime.now
      lane.recordLoopLag(max(0, now - due))
      await recorder.record(lane.drain(at: now))
      due = max(due + beat, now)
    }
  }
}
