import Synchronization

/// Tells all parts of a run that it ends early. Set once, from anywhere.
final class StopSignal: Sendable {
  private struct State {
    var isStopped = false
    var callbacks: [@Sendable () -> Void] = []
  }

  private let state = Mutex(State())

  var isStopped: Bool { state.withLock(\.isStopped) }

  func stop() {
    let callbacks = state.withLock { state in
      state.isStopped = true
      defer { state.callbacks = [] }
      return state.callbacks
    }
    for callback in callbacks { callback() }
  }

  /// Calls back when the run is stopped; at once when it is already.
  func whenStopped(_ callback: @escaping @Sendable () -> Void) {
    let isStopped = state.withLock { state in
      if !state.isStopped { state.callbacks.append(callback) }
      return state.isStopped
    }
    if isStopped { callback() }
  }
}
