import LoadEngine

/// Runs one virtual user from birth to retirement. Confined to the user's loop.
///
/// A class that owns the user: the frames of a task live as long as the user does, so that what stands in them is
/// memory that every thinking user holds.
final class UserLife<User: VirtualUser> {
  let session: UserSession
  private let loop: EventLoop
  private let pacing: Pacing
  /// Scales back-offs, as think time is scaled already.
  private let thinkTimeScale: Double
  private var generator: SeededGenerator
  private var user: User
  /// When the last iteration of a constant pacing was due.
  private var lastDue = MonotonicTime.distantFuture

  init(
    of user: User, session: UserSession, pacing: Pacing, thinkTimeScale: Double, generator: SeededGenerator,
    on loop: EventLoop
  ) {
    self.user = user
    self.session = session
    self.pacing = pacing
    self.thinkTimeScale = thinkTimeScale
    self.generator = generator
    self.loop = loop
  }

  /// A closed model's user: iterations with pauses between them.
  func runClosed() async {
    if pacing.hasIntendedStart {
      lastDue = .now
      session.due = lastDue
    }
    while !session.isRetired, let pause = await pacing == .none ? iterate() : iterateApart() {
      guard let deadline = nextStart(after: pause) else { continue }
      await session.nap(until: deadline)
      if pacing.hasIntendedStart { session.due = deadline }
    }
    user.leave()
  }

  /// An open model's user: an iteration for each arrival it is given, the first at once.
  ///
  /// - Parameter idle: Called when the user is free for the next arrival.
  func runOpen(firstDue: MonotonicTime, idle: (UserSession) -> Void) async {
    var due: MonotonicTime? = firstDue
    while let arrival = due {
      session.take(arrival: arrival)
      guard await iterate() != nil else { break }
      guard session.due == nil else {
        // Load that was scheduled and never sent must not go unnoticed.
        session.lane.harnessErrors.append("\(User.name) \(session.number): an arrival was met without a call")
        break
      }
      idle(session)
      due = await session.nextArrival()
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
      return .now + Pacing.constant(duration).scaled(by: thinkTimeScale).draw(using: &generator)
    case .think where pacing.hasIntendedStart:
      lastDue = lastDue + pacing.draw(using: &generator)
      return lastDue
    case .think:
      return pacing == .none ? nil : .now + pacing.draw(using: &generator)
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

  /// One iteration; `nil` when the user's life is over.
  private func iterate() async -> Pause? {
    do {
      return try await user.iterate()
    } catch is CallFailure {
      return .think
    } catch is UserEnded {
      return nil
    } catch {
      session.lane.harnessErrors.append("\(User.name) \(session.number): \(error)")
      return nil
    }
  }
}
