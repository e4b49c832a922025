import LoadEngine

/// Drives the users of one run over its event loops, from the first call to the last.
struct LoadExecutor<User: VirtualUser>: Sendable {
  let setup: RunSetup
  let recorder: LatencyRecorder
  let makeUser: @Sendable (UserContext) -> User

  /// Runs the load to its end, or until `stop` ends it early.
  ///
  /// - Returns: What was done of the plan, as ``LoopExecutor/planDone``.
  func run(on loops: [EventLoop], until stop: StopSignal) async -> Int {
    let executors = loops.enumerated().map { index, loop in
      LoopBound(
        LoopExecutor(
          index: index, of: loops.count, on: loop, recorder: recorder, setup: setup, stop: stop, makeUser: makeUser),
        to: loop)
    }
    await withDiscardingTaskGroup { group in
      for executor in executors {
        group.addTask(executorPreference: executor.loop) { await executor.value.run() }
      }
    }
    var planDone = 0
    for executor in executors { planDone += await executor.loop.run { executor.value.planDone } }
    return planDone
  }
}
