extension EventLoop {
  /// Waits until `deadline`, to well under a millisecond, or until ``wake(_:)``. On the loop.
  ///
  /// Not cancellable by the task: whoever knows the timer ends the wait. That makes it cheap enough for think time.
  ///
  /// - Returns: False when the wait was ended early, by ``wake(_:)`` or because the loop shuts down.
  public func wait(until deadline: MonotonicTime, as timer: TimerID) async -> Bool {
    preconditionCurrent()
    return await withUnsafeContinuation { arm(timer, at: deadline, .resume($0)) }
  }

  /// Ends a wait early. On the loop; without effect when the timer has fired.
  public func wake(_ timer: TimerID) {
    if case .resume(let continuation) = cancelTimer(timer) {
      continuation.resume(returning: false)
    }
  }

  /// Sleeps until `deadline`, to well under a millisecond. On the loop.
  ///
  /// - Throws: `CancellationError` when the task is cancelled or the loop shuts down.
  public func sleep(until deadline: MonotonicTime) async throws {
    preconditionCurrent()
    try Task.checkCancellation()
    let timer = reserveTimer()
    // A cancellation from another thread is posted to the loop and so runs after the timer is armed; one from the
    // loop's own thread cannot come between here and there.
    let completed = await withTaskCancellationHandler {
      await wait(until: deadline, as: timer)
    } onCancel: {
      execute { self.wake(timer) }
    }
    if !completed { throw CancellationError() }
  }

  /// Sleeps for `duration` on the current loop; off any loop by the system's own sleep.
  ///
  /// - Throws: `CancellationError` when the task is cancelled or the loop shuts down.
  public static func sleep(for duration: Duration) async throws {
    if let loop = current {
      try await loop.sleep(until: .now + duration)
    } else {
      try await Task.sleep(for: duration)
    }
  }
}

extension EventLoop {
  /// Runs a closure on the loop's thread and returns its result.
  public func run<R: Sendable, E>(_ body: @escaping @Sendable () throws(E) -> R) async throws(E) -> R {
    try await withCheckedContinuation { continuation in
      execute { continuation.resume(returning: Result(catching: body)) }
    }.get()
  }
}

/// A value that may be passed between threads but used on one event loop only.
///
/// The unchecked conformance holds because every access goes through ``value``, which traps unless the loop's own
/// thread runs it: two threads can never touch the value at the same time.
public struct LoopBound<Value>: @unchecked Sendable {
  public let loop: EventLoop
  private let confined: Value

  public init(_ value: Value, to loop: EventLoop) {
    self.loop = loop
    confined = value
  }

  /// The value; traps off the loop.
  public var value: Value {
    loop.preconditionCurrent()
    return confined
  }
}
