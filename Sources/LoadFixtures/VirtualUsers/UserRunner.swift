import LoadEngine

/// Runs one virtual user from its start to its retirement. Confined to the user's loop.
///
/// A class that owns the user: the frames of a task live as long as the user does, so that what stands in them is
/// memory that every thinking user holds.
final class UserRunner<User: VirtualUser> {
  let handle: UserHandle
  private let loop: EventLoop
  private let pacing: Pacing
  /// Scales back-offs, as think time is scaled already.
  private let thinkTimeScale: Double
  private var random: SeededRandom
  private var user: User
  /// When the last iteration of a constant pacing was due.
  private var lastDue = MonotonicTime.distantFuture

  init(
    of user: User, handle: UserHandle, pacing: Pacing, thinkTimeScale: Double, random: SeededRandom,
    on loop: EventLoop
  ) {
    self.user = user
    self.handle = handle
    self.pacing = pacing
    self.thinkTimeScale = thinkTimeScale
    self.random = random
    self.loop = loop
  }

  /// A closed model's user: iterations with pauses between them.
  func runClosed() async {
    if pacing.hasIntendedStart {
      lastDue = .now
      handle.due = lastDue
    }
    while handle.state == .active, let pause = await pacing == .none ? iterate() : iterateApart() {
      guard let deadline = nextStart(after: pause) else { continue }
      await handle.nap(until: deadline)
      if pacing.hasIntendedStart { handle.due = deadline }
    }
    user.leave()
  }

  /// An open model's user: an iteration for each arrival it is given, the first at once.
  ///
  /// - Parameter idle: Called when the user is free for the next arrival.
  func runOpen(firstDue: MonotonicTime, idle: (UserHandle) -> Void) async {
    var due: MonotonicTime? = firstDue
    while let arrival = due {
      handle.take(arrival: arrival)
      guard await iterate() != nil else {
        handle.giveUpArrival()
        break
      }
      guard handle.due == nil else {
        // Load that was scheduled and never sent must not go unnoticed.
        handle.harnessError("\(User.name) \(handle.number): an arrival was met without a call")
        break
      }
      idle(handle)
      due = await handle.nextArrival()
    }
    user.leave()
  }

  /// When the next iteration begins; `nil` for at once. With a constant pacing it may have passed: a user that is
  /// behind starts at once, and its response time counts from this instant all the same.
  private func nextStart(after pause: Pause) -> MonotonicTime? {
    switch pause {
    case .none:
      return nil
    case .backOff(let duration):
      return .now + Pacing.constant(duration).scaled(by: thinkTimeScale).draw(using: &random)
    case .think where pacing.hasIntendedStart:
      lastDue = lastDue + pacing.draw(using: &random)
      return lastDue
    case .think:
      return pacing == .none ? nil : .now + pacing.draw(using: &random)
    }
  }

  /// An iteration in a task of its own, which is awaited: its frames are given back while the user thinks.
  ///
  /// Frames of 2,500 bytes in four slabs of a kilobyte were kept for each user without it. It costs a thinking user
  /// 0.3 us an iteration.
  private func iterateApart() async -> Pause? {
    let me = LoopBound(self, to: loop)
    return await withUnsafeContinuation { continuation in
      Task(executorPreference: loop) { continuation.resume(returning: await me.value.iterate()) }
    }
  }

  /// One iteration; `nil` when the user has ended.
  @inline(__always)
  private func iterate() async -> Pause? {
    do {
      return try await user.iterate()
    } catch is CallFailure {
      return .think
    } catch is UserEnded {
      return nil
    } catch {
      handle.harnessError("\(User.name) \(handle.number): \(error)")
      return nil
    }
  }
}
