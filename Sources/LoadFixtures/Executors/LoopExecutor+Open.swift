import LoadEngine

/// Arrivals over time.
extension LoopExecutor {
  /// Arrivals that may be passed on in a row before the users that took them get their turn. One that needs a new user
  /// counts for several: an executor that is behind would otherwise open a connection for each arrival that it owes,
  /// while users whose answers lie in their sockets wait, and fall behind further.
  private static var burst: Int { 64 }
  private static var newUserWeight: Int { 16 }

  func follow(_ profile: OpenProfile, in group: inout DiscardingTaskGroup) async {
    let bound = max(1, part(of: profile.maxInFlight))
    var passedOn = 0
    for (arrival, offset) in profile.arrivals(seed: setup.seed).enumerated() where arrival % count == index {
      let due = setup.origin + .nanoseconds(offset)
      // Behind its plan the executor does not wait, but the loop must get to its sockets all the same.
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
      let user = newUser()
      begin(user.value.handle)
      launch(user, firstDue: due, in: &group)
    } else {
      buffer.arrivalDropped(due: due)
      buffer.recordLateness(max(0, MonotonicTime.now - due))
    }
  }

  /// An arrival has found its user.
  private func begin(_ user: UserHandle) {
    buffer.callScheduled()
    user.isAtWork = true
    inFlight += 1
  }

  /// A user is free for the next arrival.
  func becameIdle(_ user: UserHandle) {
    idle.append(user)
    user.isAtWork = false
    inFlight -= 1
  }
}
