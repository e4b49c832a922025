import Synchronization

/// How far something on another thread has come.
final class Flag: Sendable {
  enum State: Sendable {
    case waiting, begun, ended
  }

  private let mutex = Mutex(State.waiting)

  var state: State { mutex.withLock { $0 } }

  func begin() { mutex.withLock { $0 = .begun } }
  func end() { mutex.withLock { $0 = .ended } }
}
