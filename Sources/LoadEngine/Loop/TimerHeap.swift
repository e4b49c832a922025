/// Pending timers in order of their deadlines: a binary heap with cancellation, as a value.
///
/// A heap rather than a wheel, because deadlines lie anywhere from microseconds (arrivals) to a minute (time-outs)
/// away and must fire with sub-millisecond precision. Calls do not come here: a connection keeps one timer armed
/// for many calls (see `HTTPConnection`), so insertions happen at the rate of think times.
struct TimerHeap<Payload> {
  /// Names one timer; never reused, since a slot's generation grows each time it is freed.
  struct ID: Hashable, Sendable {
    fileprivate var slot: Int32
    fileprivate var generation: UInt32
  }

  private struct Entry {
    var deadline: MonotonicTime
    var slot: Int32
  }

  private struct Slot {
    var generation: UInt32
    /// Index into `heap`, or -1 while reserved or free.
    var position: Int32
    var payload: Payload?
  }

  private var heap: [Entry] = []
  private var slots: [Slot] = []
  private var free: [Int32] = []

  /// Timers that are armed.
  var count: Int { heap.count }

  /// The earliest deadline.
  var next: MonotonicTime? { heap.first?.deadline }

  /// Takes an identifier that ``arm(_:at:payload:)`` uses later.
  mutating func reserve() -> ID {
    if let slot = free.popLast() {
      return ID(slot: slot, generation: slots[Int(slot)].generation)
    }
    slots.append(Slot(generation: 0, position: -1, payload: nil))
    return ID(slot: Int32(slots.count - 1), generation: 0)
  }

  /// Arms a reserved timer.
  mutating func arm(_ id: ID, at deadline: MonotonicTime, payload: Payload) {
    precondition(isCurrent(id) && slots[Int(id.slot)].position < 0, "a timer is armed once")
    slots[Int(id.slot)].payload = payload
    heap.append(Entry(deadline: deadline, slot: id.slot))
    slots[Int(id.slot)].position = Int32(heap.count - 1)
    siftUp(heap.count - 1)
  }

  /// Takes a timer out and returns what it held; `nil` when it fired or was cancelled before.
  mutating func cancel(_ id: ID) -> Payload? {
    guard isCurrent(id) else { return nil }
    let position = Int(slots[Int(id.slot)].position)
    if position < 0 {
      release(id.slot)
      return nil
    }
    return remove(at: position)
  }

  /// Takes out the earliest timer if it is due.
  mutating func popDue(at now: MonotonicTime) -> Payload? {
    guard let first = heap.first, first.deadline <= now else { return nil }
    return remove(at: 0)
  }

  /// Takes out the earliest timer, due or not.
  mutating func popFirst() -> Payload? {
    heap.isEmpty ? nil : remove(at: 0)
  }

  private func isCurrent(_ id: ID) -> Bool {
    Int(id.slot) < slots.count && slots[Int(id.slot)].generation == id.generation
  }

  private mutating func release(_ slot: Int32) {
    slots[Int(slot)].generation &+= 1
    slots[Int(slot)].position = -1
    slots[Int(slot)].payload = nil
    free.append(slot)
  }

  private mutating func remove(at position: Int) -> Payload? {
    let slot = heap[position].slot
    let payload = slots[Int(slot)].payload
    let last = heap.removeLast()
    if position < heap.count {
      heap[position] = last
      slots[Int(last.slot)].position = Int32(position)
      siftDown(position)
      siftUp(position)
    }
    release(slot)
    return payload
  }

  private mutating func siftUp(_ start: Int) {
    var child = start
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].deadline < heap[parent].deadline else { return }
      exchange(child, parent)
      child = parent
    }
  }

  private mutating func siftDown(_ start: Int) {
    var parent = start
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
        if heap[child].deadline < heap[least].deadline { least = child }
      }
      if least == parent { return }
      exchange(least, parent)
      parent = least
    }
  }

  private mutating func exchange(_ a: Int, _ b: Int) {
    heap.swapAt(a, b)
    slots[Int(heap[a].slot)].position = Int32(a)
    slots[Int(heap[b].slot)].position = Int32(b)
  }
}

/// Names one timer of an event loop.
public struct TimerID: Hashable, Sendable {
  let heapID: TimerHeap<EventLoop.TimerAction>.ID
}

/// Is told when its timer fires, on the loop.
protocol TimerHandler: AnyObject {
  func timerFired()
}
