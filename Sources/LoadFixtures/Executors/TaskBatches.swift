import LoadEngine

/// Starts the tasks of users, a few dozen in a group of their own.
///
/// A group walks through its children when one of them ends: at 19,000 in one group that took 120 us, and the end of a run
/// held the loop up for a second.
struct TaskBatches<User: VirtualUser> {
  private struct Newcomer: Sendable {
    let user: LoopBound<UserRunner<User>>
    var firstDue: MonotonicTime?
  }

  /// Users in one group.
  private static var size: Int { 64 }

  private let loop: EventLoop
  /// Where the group that is being filled takes its users from.
  private var newcomers: AsyncStream<Newcomer>.Continuation?
  private var count = 0

  init(on loop: EventLoop) {
    self.loop = loop
  }

  mutating func launch(
    _ user: LoopBound<UserRunner<User>>, firstDue: MonotonicTime?, for executor: LoopBound<LoopExecutor<User>>,
    in group: inout DiscardingTaskGroup
  ) {
    if newcomers == nil { newcomers = begin(for: executor, in: &group) }
    newcomers?.yield(Newcomer(user: user, firstDue: firstDue))
    count += 1
    if count == Self.size { complete() }
  }

  private func begin(
    for executor: LoopBound<LoopExecutor<User>>, in group: inout DiscardingTaskGroup
  ) -> AsyncStream<Newcomer>.Continuation {
    let (newcomers, continuation) = AsyncStream.makeStream(of: Newcomer.self)
    group.addTask(executorPreference: loop) {
      await withDiscardingTaskGroup { members in
        for await newcomer in newcomers {
          // No function of its own: its frame would be part of each user's memory.
          members.addTask(executorPreference: executor.loop) {
            if let due = newcomer.firstDue {
              await newcomer.user.value.runOpen(firstDue: due) { executor.value.becameIdle($0) }
            } else {
              await newcomer.user.value.runClosed()
            }
            executor.value.ended(newcomer.user.value.handle)
          }
        }
      }
    }
    return continuation
  }

  /// Lets the group that is being filled end with its last user.
  mutating func complete() {
    newcomers?.finish()
    newcomers = nil
    count = 0
  }
}
