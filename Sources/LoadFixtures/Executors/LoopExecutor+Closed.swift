import LoadEngine

/// Users over time.
extension LoopExecutor {
  func follow(_ profile: ClosedProfile, in group: inout DiscardingTaskGroup) async {
    var last = Duration.nanoseconds(-1)
    // Each change, however late: a user of the plan that never started would be missing load without a trace.
    while let change = profile.nextChange(after: last) {
      let due = setup.origin + change.at
      if MonotonicTime.now < due { await pause(until: due) }
      guard !stop.isStopped else { return }
      adjust(to: part(of: change.users), due: due, in: &group)
      last = change.at
    }
    await pause(until: setup.origin + profile.totalDuration)
  }

  private func adjust(to users: Int, due: MonotonicTime, in group: inout DiscardingTaskGroup) {
    while active.count < users {
      buffer.recordLateness(max(0, MonotonicTime.now - due))
      launch(newUser(), in: &group)
    }
    while active.count > users {
      active.removeLast().retire()
    }
    buffer.activeUsers = active.count
  }
}
