import LoadEngine

/// One event loop's part of a run: starts, moves and ends the users that live on this loop. Confined to it.
///
/// User numbers and arrivals are dealt out in turn: executor i of n has the numbers i, i + n, i + 2n and so on, so no
/// loop waits for another.
final class LoopExecutor<User: VirtualUser> {
  let index: Int
  let count: Int
  let loop: EventLoop
  let buffer: SampleBuffer
  let setup: RunSetup
  let stop: StopSignal
  private let recorder: LatencyRecorder
  private let makeUser: @Sendable (UserContext) -> User

  /// Users that are not retired, in the order of their start.
  var active: [UserHandle] = []
  /// All that have not ended, retired ones included.
  private var living: [ObjectIdentifier: UserHandle] = [:]
  private(set) var started = 0
  private var batches: TaskBatches<User>
  private var timer: TimerID?
  /// The profile is over.
  private var isEnding = false
  private var isFinished = false

  // Open model only.
  /// Users without an arrival. The last one is taken first, so that a low rate is carried by few users with long
  /// conversations, and not by many that only log in.
  var idle: [UserHandle] = []
  /// Users that have an arrival to answer.
  var inFlight = 0 { didSet { buffer.activeUsers = inFlight } }
  /// Arrivals that fell due, dropped ones included.
  var arrivals = 0

  init(
    index: Int, of count: Int, on loop: EventLoop, recorder: LatencyRecorder, setup: RunSetup, stop: StopSignal,
    makeUser: @escaping @Sendable (UserContext) -> User
  ) {
    self.index = index
    self.count = count
    self.loop = loop
    self.recorder = recorder
    self.setup = setup
    self.stop = stop
    self.makeUser = makeUser
    buffer = SampleBuffer(
      index: index, origin: setup.origin, secrets: setup.secrets, details: setup.details,
      tracing: setup.tracing)
    batches = TaskBatches(on: loop)
  }

  /// What was done of the plan, after ``run()``: arrivals that fell due (open), users that were started (closed).
  var planDone: Int { setup.profile.isOpen ? arrivals : started }

  /// Runs this loop's users from the first to the last.
  func run() async {
    let me = LoopBound(self, to: loop)
    stop.whenStopped { me.loop.execute { me.value.wake() } }
    await withTaskGroup(of: Void.self) { group in
      group.addTask(executorPreference: loop) { await me.value.keepRecording() }
      group.addTask(executorPreference: loop) { await me.value.execute() }
      await group.waitForAll()
    }
    await recorder.record(buffer.drain(at: .now))
  }

  private func execute() async {
    await withDiscardingTaskGroup { group in
      switch setup.profile {
      case .closed(let profile): await follow(profile, in: &group)
      case .open(let profile): await follow(profile, in: &group)
      }
      await finish()
    }
    isFinished = true
  }

  /// How many of `users` live on this loop.
  func part(of users: Int) -> Int {
    (users - index + count - 1) / count
  }

  // MARK: One user

  /// Makes the next user.
  func newUser() -> LoopBound<UserRunner<User>> {
    let number = index + started * count
    started += 1
    let handle = UserHandle(
      number: number, transport: setup.transport(on: loop, user: number), buffer: buffer, loop: loop,
      requestIDs: SeededRandom(seed: setup.seed &+ 1, user: number))
    handle.note(.started)
    active.append(handle)
    living[ObjectIdentifier(handle)] = handle
    let user = makeUser(
      UserContext(
        random: SeededRandom(seed: setup.seed, user: number),
        caller: Caller(handle: LoopBound(handle, to: loop))))
    return LoopBound(
      UserRunner(
        of: user, handle: handle, pacing: setup.pacing, thinkTimeScale: setup.thinkTimeScale,
        random: SeededRandom(seed: setup.seed &+ 2, user: number), on: loop), to: loop)
  }

  /// Starts a user's task.
  ///
  /// - Parameter firstDue: When its first arrival was due; `nil` in a closed model.
  func launch(
    _ user: LoopBound<UserRunner<User>>, firstDue: MonotonicTime? = nil, in group: inout DiscardingTaskGroup
  ) {
    batches.launch(user, firstDue: firstDue, for: LoopBound(self, to: loop), in: &group)
  }

  /// A user's task is over.
  // Not inlined: what it needs would be part of the frame of each user's task.
  @inline(never)
  func ended(_ user: UserHandle) {
    user.transport.close()
    user.note(.ended)
    living[ObjectIdentifier(user)] = nil
    // A user may end before it is retired, by an error of its own code.
    active.removeAll { $0 === user }
    if user.isAtWork { inFlight -= 1 }
    if case .closed = setup.profile { buffer.activeUsers = isEnding ? living.count : active.count }
    // Not before the end: users may all be gone in a valley of the plan, and the next change is due when it is due.
    if isEnding, living.isEmpty { wake() }
  }

  // MARK: The end

  /// Users that leave before the loop looks at its sockets again.
  private static var slice: Int { 16 }

  /// No new call starts; calls in flight have the grace period, then count as cancelled.
  private func finish() async {
    let end = MonotonicTime.now + setup.gracefulStop
    batches.complete()
    let users = Array(living.values)
    isEnding = true
    for user in users { user.forbidCalls() }
    idle = []
    active = []
    // In slices: all users that end at once would hold up the answers to calls in flight (19,000 users: 2.7 s).
    for (index, user) in users.enumerated() {
      user.end()
      if index % Self.slice == Self.slice - 1 { await pause(until: .now) }
    }
    while !living.isEmpty, MonotonicTime.now < end {
      await pause(until: end)
    }
    for user in living.values { user.cutOff() }
  }

  /// Waits, unless the run is stopped meanwhile, or its last user leaves at the end.
  func pause(until deadline: MonotonicTime) async {
    let timer = loop.reserveTimer()
    self.timer = timer
    _ = await loop.wait(until: deadline, as: timer)
    self.timer = nil
  }

  private func wake() {
    if let timer { loop.wake(timer) }
  }

  /// Hands samples to the shared actor ten times a second, and measures by how much the loop is late doing so.
  private func keepRecording() async {
    let beat = Duration.milliseconds(100)
    var due = MonotonicTime.now + beat
    while !isFinished {
      _ = await loop.wait(until: due, as: loop.reserveTimer())
      let now = MonotonicTime.now
      buffer.recordLoopLag(max(0, now - due))
      await recorder.record(buffer.drain(at: now))
      due = max(due + beat, now)
    }
  }
}
