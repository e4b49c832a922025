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
    let sayStopping = watch.sayStopping
    let watching = Task(executorPreference: loops[0]) {
      var watch = watch
      return await watch.run(on: loops, until: stop)
    }
    // Not on a loop: a look-up waits for the system.
    let keeping = Task { await setup.endpoint.keepAddresses(on: loops[0]) }
    await withTaskCancellationHandler {
      await withDiscardingTaskGroup { group in
        for share in shares {
          group.addTask(executorPreference: share.loop) { await share.value.run() }
        }
      }
    } onCancel: {
      sayStopping()
      stop.stop()
    }
    let end = MonotonicTime.now
    watching.cancel()
    keeping.cancel()
    var watched = await watching.value
    let measured = await recorder.finish(at: end - setup.origin)
    var result = RunResult(
      measured: measured, health: watched.meter.health(of: measured),
      system: watched.system, interrupted: stop.isStopped)
    result.instrumentCalls = watched.calls
    // A secret that is cut in two is none to search for: found first.
    let shown = { (sentence: String) in setup.secrets.redacted(sentence).neutralised.cut(to: 200) }
    result.notes = await keeping.value
    result.endpoints = setup.endpoint.connections?.map { .init(address: $0.address, connections: $0.connections) }
    for share in shares {
      let share = await share.loop.run {
        let share = share.value
        return (
          business: share.business, errors: share.harnessErrors, examples: share.failureExamples,
          done: setup.profile.isOpen ? share.arrivals : share.started
        )
      }
      result.business.add(share.business)
      result.harnessErrors.append(share.errors.map(setup.secrets.redacted))
      result.failureExamples.merge(share.examples.mapValues(shown)) { first, _ in first }
      result.planDone += share.done
    }
    if let idle = setup.endpoint.keepAlive.learnt { result.notes.append(Self.note(onClosesAfter: idle)) }
    result.duration = Double(end - setup.origin) / 1e9
    return result
  }

  private static func note(onClosesAfter idle: Duration) -> String {
    idle == .zero
      ? "The target keeps no connection: each call opened one, as was learnt (LOAD_KEEP_ALIVE sets it)."
      : "The target closes connections that were idle for \(NumberFormat.duration(seconds: idle / .seconds(1))): none "
        + "was used again after nine tenths of that, as was learnt (LOAD_KEEP_ALIVE sets it)."
  }
}
