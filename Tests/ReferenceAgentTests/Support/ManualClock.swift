import ReferenceAgent
import Synchronization

/// Time that only moves when a test moves it; sleepers wait until it has.
final class ManualClock: AgentClock {
  private struct State {
    var now = Duration.zero
    var next = 0
    var sleepers: [Int: (until: Duration, continuation: CheckedContinuation<Bool, Never>)] = [:]
    var cancelled: Set<Int> = []
    var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let state = Mutex(State())

  func now() -> Duration { state.withLock { $0.now } }

  func sleep(for duration: Duration) async throws {
    guard duration > .zero else { return }
    let number = state.withLock { state in
      state.next += 1
      return state.next
    }
    let slept = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let (early, watchers) = state.withLock { state -> (Bool, [CheckedContinuation<Void, Never>]) in
          if state.cancelled.remove(number) != nil { return (true, []) }
          state.sleepers[number] = (state.now + duration, continuation)
          let count = state.sleepers.count
          let ready = state.watchers.filter { $0.count <= count }.map(\.continuation)
          state.watchers.removeAll { $0.count <= count }
          return (false, ready)
        }
        for watcher in watchers { watcher.resume() }
        if early { continuation.resume(returning: false) }
      }
    } onCancel: {
      let sleeper = state.withLock { state in
        let sleeper = state.sleepers.removeValue(forKey: number)
        if sleeper == nil { state.cancelled.insert(number) }
        return sleeper
      }
      sleeper?.continuation.resume(returning: false)
    }
    if !slept { throw CancellationError() }
  }

  func advance(by duration: Duration) {
    let due = state.withLock { state in
      state.now += duration
      let now = state.now
      let due = state.sleepers.filter { $0.value.until <= now }
      for number in due.keys { state.sleepers[number] = nil }
      return due.sorted { $0.key < $1.key }.map(\.value.continuation)
    }
    for sleeper in due { sleeper.resume(returning: true) }
  }

  /// Returns once so many tasks sleep.
  func untilAsleep(_ count: Int) async {
    await withCheckedContinuation { continuation in
      let ready = state.withLock { state in
        if state.sleepers.count >= count { return true }
        state.watchers.append((count, continuation))
        return false
      }
      if ready { continuation.resume() }
    }
  }
}
