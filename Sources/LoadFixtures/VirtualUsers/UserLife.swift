import LoadEngine

/// Runs one virtual user from birth to retirement, on its loop.
struct UserLife {
  let session: UserSession
  let pacing: Pacing
  /// Scales back-offs, as think time is scaled already.
  let thinkTimeScale: Double
  var generator: SeededGenerator

  /// A closed model's user: iterations with pauses between them.
  mutating func runClosed(_ user: inout some VirtualUser) async {
    var lastDue = MonotonicTime.now
    if pacing.hasIntendedStart { session.due = lastDue }
    while !session.isRetired, let pause = await iterate(&user) {
      switch pause {
      case .none:
        continue
      case .backOff(let duration):
        await session.nap(until: .now + Pacing.constant(duration).scaled(by: thinkTimeScale).draw(using: &generator))
      case .think:
        if pacing.hasIntendedStart {
          lastDue = lastDue + pacing.draw(using: &generator)
          await session.nap(until: lastDue)
          session.due = lastDue
        } else if pacing != .none {
          await session.nap(until: .now + pacing.draw(using: &generator))
        }
      }
    }
    user.leave()
  }

  /// An open model's user: an iteration for each arrival it is given, the first at once.
  ///
  /// - Parameter idle: Called when the user is free for the next arrival.
  mutating func runOpen<User: VirtualUser>(
    _ user: inout User, firstDue: MonotonicTime, idle: () -> Void
  ) async {
    var due: MonotonicTime? = firstDue
    while let arrival = due {
      session.due = arrival
      guard await iterate(&user) != nil else { break }
      guard session.due == nil else {
        // Load that was scheduled and never sent must not go unnoticed.
        session.lane.harnessErrors.append("\(User.name) \(session.number): an arrival was met without a call")
        break
      }
      idle()
      due = await session.nextArrival()
    }
    user.leave()
  }

  /// One iteration; `nil` when the user's life is over.
  private func iterate<User: VirtualUser>(_ user: inout User) async -> Pause? {
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
