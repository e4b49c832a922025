import Foundation
import Synchronization

/// One thread that runs Swift tasks and watches sockets and timers in between.
///
/// As a `TaskExecutor` it runs a task's jobs on the thread that also owns the task's connection, so a call needs
/// neither a lock nor a thread change.
///
/// The unchecked conformance holds because every stored property is either immutable, behind the mutex (`inbox`),
/// atomic, or confined to the loop's thread: the last kind is used only by methods that begin with
/// ``preconditionCurrent()`` or are called from ``run()``.
public final class EventLoop: TaskExecutor, @unchecked Sendable {
  /// What other threads hand over.
  private struct Inbox {
    var jobs: [UnownedJob] = []
    var closures: [@Sendable () -> Void] = []
    var stopping = false
    var stopped = false
    var stopWaiters: [CheckedContinuation<Void, Never>] = []
  }

  /// Whether the thread has to look into its inbox, which it does without taking the lock.
  private enum Attention {
    /// The inbox is empty, and the thread is at work.
    static let none = 0
    /// Something was posted since the thread looked.
    static let wanted = 1
    /// The inbox is empty, and the thread waits or is about to: whoever posts must wake it.
    static let asleep = 2
  }

  /// What a timer does when it fires.
  enum TimerAction {
    case resume(UnsafeContinuation<Bool, Never>)
    case call(any TimerHandler)
  }

  private struct Registration {
    var generation: UInt32
    var handler: (any ReadinessHandler)?
  }

  public let name: String
  private let inbox = Mutex(Inbox())
  private let attention = Atomic(Attention.none)
  private let wakeUp: WakeUp
  private let usesPoll: Bool
  /// As ``ThreadTime/currentThread``; 0 while the thread does not run.
  private let thread = Atomic(0)

  // Confined to the loop's thread.
  private var poller: (any Poller)?
  private var jobs: [UnownedJob] = []
  private var running: [UnownedJob] = []
  private var postedJobs: [UnownedJob] = []
  private var postedClosures: [@Sendable () -> Void] = []
  private var isStopping = false
  private var ready: [Readiness] = []
  private var registrations: [Registration] = []
  private var freeRegistrations: [Int] = []
  private var timers = TimerHeap<TimerAction>()
  /// Bytes just read: shared by all connections, so that an idle one keeps no buffer.
  let readBuffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)

  /// Starts the thread. `LOAD_POLLER=poll` chooses poll(2) where there is epoll.
  public init(name: String, poller choice: PollerChoice = .standard) throws(SystemError) {
    self.name = name
    wakeUp = try WakeUp()
    usesPoll = choice == .poll
    let thread = Thread { [self] in run() }
    thread.name = name
    thread.stackSize = 1 << 20
    thread.start()
  }

  deinit {
    readBuffer.deallocate()
    // Not when the thread ends: another thread may still be about to signal, and by then the number could name
    // somebody else's socket.
    wakeUp.close()
  }

  /// Starts `count` loops.
  public static func start(_ count: Int, name: String) throws(SystemError) -> [EventLoop] {
    try (0..<count).map { index throws(SystemError) in try EventLoop(name: "\(name)-\(index)") }
  }

  // MARK: Jobs

  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    if isCurrent {
      jobs.append(job)
    } else {
      post { $0.jobs.append(job) }
    }
  }

  /// Runs a closure on the loop's thread, soon.
  public func execute(_ work: @escaping @Sendable () -> Void) {
    post { $0.closures.append(work) }
  }

  private func post(_ change: (inout Inbox) -> Void) {
    let before = inbox.withLock { inbox in
      precondition(!inbox.stopped, "event loop \(name) was shut down: nothing can run on it any more")
      change(&inbox)
      // Under the lock, as the thread empties the inbox: it cannot miss what stands in it.
      return attention.exchange(Attention.wanted, ordering: .sequentiallyConsistent)
    }
    if before == Attention.asleep { wakeUp.signal() }
  }

  // MARK: Where am I

  private static let threadKey = ThreadKey()

  /// The loop whose thread this is.
  public static var current: EventLoop? {
    guard let pointer = threadKey.value else { return nil }
    // The pointer was set from a reference that `run` holds for as long as the thread lives.
    return Unmanaged<EventLoop>.fromOpaque(pointer).takeUnretainedValue()
  }

  /// Whether the caller runs on this loop's thread.
  public var isCurrent: Bool {
    Self.threadKey.value == UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())
  }

  /// Traps off the loop's thread.
  public func preconditionCurrent() {
    precondition(isCurrent, "used outside its event loop \(name)")
  }

  /// What the loop's thread has had of a core so far; `nil` while it does not run.
  public var threadTime: ThreadTime? {
    ThreadTime(ofThread: thread.load(ordering: .relaxed))
  }

  // MARK: Descriptors and timers, on the loop

  func register(_ descriptor: Int32, handler: any ReadinessHandler) throws(SystemError) -> UInt64 {
    preconditionCurrent()
    let slot: Int
    if let reused = freeRegistrations.popLast() {
      slot = reused
    } else {
      slot = registrations.count
      registrations.append(Registration(generation: 0, handler: nil))
    }
    let token = UInt64(registrations[slot].generation) << 32 | UInt64(slot)
    do {
      try poller?.add(descriptor, token: token)
    } catch {
      freeRegistrations.append(slot)
      throw error
    }
    registrations[slot].handler = handler
    return token
  }

  func setWritable(_ descriptor: Int32, token: UInt64, _ wanted: Bool) {
    poller?.setWritable(descriptor, token: token, wanted)
  }

  func setReadable(_ descriptor: Int32, _ wanted: Bool) {
    poller?.setReadable(descriptor, wanted)
  }

  func unregister(_ descriptor: Int32, token: UInt64) {
    preconditionCurrent()
    poller?.remove(descriptor)
    let slot = Self.slot(of: token)
    // Events already collected for the old registration carry the old generation and are passed over.
    registrations[slot].generation &+= 1
    registrations[slot].handler = nil
    freeRegistrations.append(slot)
  }

  private static func slot(of token: UInt64) -> Int { Int(truncatingIfNeeded: token & 0xFFFF_FFFF) }

  /// Takes an identifier for ``wait(until:as:)``.
  public func reserveTimer() -> TimerID {
    preconditionCurrent()
    return TimerID(heapID: timers.reserve())
  }

  func arm(_ id: TimerID, at deadline: MonotonicTime, _ action: TimerAction) {
    timers.arm(id.heapID, at: deadline, payload: action)
  }

  /// Arms a new timer that tells a handler.
  func startTimer(at deadline: MonotonicTime, for handler: any TimerHandler) -> TimerID {
    let timer = reserveTimer()
    arm(timer, at: deadline, .call(handler))
    return timer
  }

  /// Takes a timer back; `nil` when it fired or was cancelled before.
  func cancelTimer(_ id: TimerID) -> TimerAction? {
    preconditionCurrent()
    return timers.cancel(id.heapID)
  }

  /// Timers that have not fired.
  var pendingTimers: Int {
    preconditionCurrent()
    return timers.count
  }

  // MARK: The thread

  /// Ends the thread after the jobs at hand, and returns when it has ended. Sleeps still pending are woken as
  /// cancelled. Nothing may be enqueued afterwards.
  public func shutDown() async {
    await withCheckedContinuation { continuation in
      let isStopped = inbox.withLock { inbox in
        if inbox.stopped { return true }
        inbox.stopping = true
        inbox.stopWaiters.append(continuation)
        attention.store(Attention.wanted, ordering: .sequentiallyConsistent)
        return false
      }
      if isStopped { continuation.resume() } else { wakeUp.signal() }
    }
  }

  private func run() {
    Self.threadKey.value = UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())
    thread.store(ThreadTime.currentThread, ordering: .relaxed)
    do {
      let poller = try makePoller()
      self.poller = poller
      try poller.add(wakeUp.readEnd, token: .max)
      // An eventfd is always writable: poll(2) would never rest.
      poller.setWritable(wakeUp.readEnd, token: .max, false)
    } catch {
      fatalError("event loop \(name) cannot start: \(error)")
    }
    while true {
      runJobs()
      fireTimers()
      // nil: told to stop, and nothing is left to do.
      guard let timeout = nextTimeout() else { break }
      ready.removeAll(keepingCapacity: true)
      poller?.wait(nanoseconds: timeout, into: &ready)
      // Unless something was posted meanwhile.
      _ = attention.compareExchange(
        expected: Attention.asleep, desired: Attention.none, ordering: .sequentiallyConsistent)
      dispatch()
    }
    poller?.close()
    poller = nil
    thread.store(0, ordering: .relaxed)
    Self.threadKey.value = nil
    let waiters = inbox.withLock { inbox in
      defer { inbox.stopWaiters = [] }
      return inbox.stopWaiters
    }
    for waiter in waiters { waiter.resume() }
  }

  private func makePoller() throws(SystemError) -> any Poller {
    #if os(Linux)
      if !usesPoll { return try EpollPoller() }
    #endif
    return PollPoller()
  }

  private func runJobs() {
    if attention.load(ordering: .acquiring) == Attention.wanted { takePosted() }
    // Jobs that these jobs enqueue wait for the next round, so that sockets and timers are not starved.
    swap(&jobs, &running)
    for job in running {
      job.runSynchronously(on: asUnownedTaskExecutor())
    }
    running.removeAll(keepingCapacity: true)
  }

  private func takePosted() {
    inbox.withLock { inbox in
      attention.store(Attention.none, ordering: .sequentiallyConsistent)
      swap(&inbox.jobs, &postedJobs)
      swap(&inbox.closures, &postedClosures)
      isStopping = inbox.stopping
    }
    jobs.append(contentsOf: postedJobs)
    postedJobs.removeAll(keepingCapacity: true)
    for closure in postedClosures { closure() }
    postedClosures.removeAll(keepingCapacity: true)
  }

  private func fireTimers() {
    guard let next = timers.next else { return }
    let now = MonotonicTime.now
    guard next <= now else { return }
    while let action = timers.popDue(at: now) {
      perform(action, completed: true)
    }
  }

  private func perform(_ action: TimerAction, completed: Bool) {
    switch action {
    case .resume(let continuation): continuation.resume(returning: completed)
    case .call(let handler): handler.timerFired()
    }
  }

  /// Nanoseconds to wait: 0 with jobs at hand, -1 without limit, `nil` to end the thread.
  private func nextTimeout() -> Int64? {
    if !jobs.isEmpty { return 0 }
    let wentToSleep = attention.compareExchange(
      expected: Attention.none, desired: Attention.asleep, ordering: .sequentiallyConsistent
    ).exchanged
    guard wentToSleep else { return 0 }
    if isStopping {
      if let action = timers.popFirst() {
        if case .resume = action { perform(action, completed: false) }
        return 0
      }
      let isOver = inbox.withLock { inbox in
        inbox.stopped = inbox.jobs.isEmpty && inbox.closures.isEmpty
        return inbox.stopped
      }
      return isOver ? nil : 0
    }
    guard let next = timers.next else { return -1 }
    return max(0, next - MonotonicTime.now)
  }

  private func dispatch() {
    for event in ready where event.token != .max {
      // 96: a TCPStream.
      if let handler = registrations[Self.slot(of: event.token)].handler { Prefetch.object(handler, bytes: 96) }
    }
    for event in ready {
      if event.token == .max {
        wakeUp.drain()
        continue
      }
      let registration = registrations[Self.slot(of: event.token)]
      if registration.generation == UInt32(truncatingIfNeeded: event.token >> 32) {
        registration.handler?.descriptorReady(event)
      }
    }
  }
}

/// How a loop learns of readiness.
public enum PollerChoice: Sendable {
  /// epoll on Linux, poll(2) elsewhere.
  case epoll
  case poll

  /// `LOAD_POLLER` from the environment, else the best the system has.
  public static let standard: PollerChoice =
    ProcessInfo.processInfo.environment["LOAD_POLLER"] == "poll" ? .poll : .epoll
}

/// A thread-local pointer.
private struct ThreadKey: Sendable {
  private let key: pthread_key_t

  init() {
    var key = pthread_key_t()
    let failure = pthread_key_create(&key, nil)
    precondition(failure == 0, "the system has no thread-local key left")
    self.key = key
  }

  var value: UnsafeRawPointer? {
    get { UnsafeRawPointer(pthread_getspecific(key)) }
    nonmutating set { pthread_setspecific(key, newValue) }
  }
}
