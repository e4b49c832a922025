/// Names one timer of an event loop.
public struct TimerID: Hashable, Sendable {
  let heapID: TimerHeap<EventLoop.TimerAction>.ID
}

/// Is told when its timer fires, on the loop.
protocol TimerHandler: AnyObject {
  func timerFired()
}
