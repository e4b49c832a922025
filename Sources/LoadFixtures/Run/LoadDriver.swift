import LoadEngine

/// Drives the users of one run over its event loops, from the first call to the last.
struct LoadDriver<User: VirtualUser>: Sendable {
  let setup: RunSetup
  let recorder: LatencyRecorder
  let makeUser: @Sendable (UserContext) -> User

  /// Runs all shares beside the watch.
  func run(on loops: [EventLoop], watchedBy watch: RunWatch) async -> RunResult {
    let stop = StopSignal()
    let shares = loops.enumerated().map { index, loop in
      LoopBound(
        LoopShare(
          index: index, shares: loops.count, loop: loop, recorder: recorder, setup: setup, stop: stop,
          makeUser: makeUser), to: loop)
    }
    let watching = Task(executorPreference: loops[0]) {
      var watch = watch
      return await watch.run(on: loops)
    }
    await withTaskCancellationHandler {
      await withDiscardingTaskGroup { group in
        for share in shares {
          group.addTask(executorPreference: share.loop) { await share.value.run() }
        }
      }
    } onCancel: {
      stop.stop()
    }
    let end = MonotonicTime.now
    watching.cancel()
    var watched = await watching.value
    let measured = await recorder.finish(at: end - setup.origin)
    var result = RunResult(
      measured: measured, health: watched.meter.health(of: measured),
      system: watched.system, interrupted: stop.isStopped)
    result.instrumentCalls = watched.calls
    for share in shares {
      let (business, errors) = await share.loop.run { (share.value.business, share.value.harnessErrors) }
      result.business.add(business)
      result.harnessErrors += errors
    }
    result.duration = Double(end - setup.origin) / 1e9
    return result
  }
}
