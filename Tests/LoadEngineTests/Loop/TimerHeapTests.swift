import TestSupport
import Testing

@testable import LoadEngine

struct TimerHeapTests {
  private func at(_ nanoseconds: Int) -> MonotonicTime { MonotonicTime(nanoseconds: Int64(nanoseconds)) }

  private func armed(_ deadlines: [Int]) -> (heap: TimerHeap<Int>, ids: [TimerHeap<Int>.ID]) {
    var heap = TimerHeap<Int>()
    let ids = deadlines.map { deadline in
      let id = heap.reserve()
      heap.arm(id, at: at(deadline), payload: deadline)
      return id
    }
    return (heap, ids)
  }

  @Test(arguments: [[1], [1, 2, 3, 4, 5], [5, 4, 3, 2, 1], [3, 3, 1, 3, 2, 1], [.max, 0, .min]])
  func `timers come out by deadline`(deadlines: [Int]) {
    var heap = armed(deadlines).heap
    var order: [Int] = []
    while let payload = heap.popFirst() { order.append(payload) }
    #expect(order == deadlines.sorted())
    #expect(heap.count == 0)
    #expect(heap.next == nil)
  }

  @Test func `a timer is due at its deadline and not a nanosecond before`() {
    var heap = armed([10]).heap
    #expect(heap.popDue(at: at(9)) == nil)
    #expect(heap.popDue(at: at(10)) == 10)
    #expect(heap.popDue(at: at(10)) == nil)
  }

  @Test func `a cancelled timer does not fire, and is cancelled once`() {
    var (heap, ids) = armed([1, 2, 3])
    #expect(heap.cancel(ids[1]) == 2)
    #expect(heap.cancel(ids[1]) == nil)
    #expect(heap.popFirst() == 1)
    #expect(heap.popFirst() == 3)
    #expect(heap.popFirst() == nil)
  }

  @Test func `a fired timer's identifier does not reach the timer that took its place`() {
    var (heap, ids) = armed([1])
    #expect(heap.popFirst() == 1)
    let successor = heap.reserve()
    #expect(successor != ids[0])
    heap.arm(successor, at: at(2), payload: 2)
    #expect(heap.cancel(ids[0]) == nil)
    #expect(heap.count == 1)
    #expect(heap.cancel(successor) == 2)
  }

  @Test func `a reservation can be given back`() {
    var heap = TimerHeap<Int>()
    let reserved = heap.reserve()
    #expect(heap.count == 0)
    #expect(heap.cancel(reserved) == nil)
    let next = heap.reserve()
    #expect(next != reserved)
    // Giving back twice must not free the slot under its next holder.
    #expect(heap.cancel(reserved) == nil)
    #expect(heap.reserve() != next)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `ten thousand random operations agree with a sorted list`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var heap = TimerHeap<Int>()
    var model: [(deadline: Int, id: TimerHeap<Int>.ID)] = []
    var reserved: [TimerHeap<Int>.ID] = []
    var dead: [TimerHeap<Int>.ID] = []

    for step in 0..<10_000 {
      switch Int.random(in: 0..<8, using: &random) {
      case 0: reserved.append(heap.reserve())
      case 1, 2, 3:
        let id = reserved.popLast() ?? heap.reserve()
        // Distinct, since the order of equal deadlines is open.
        let deadline = Int.random(in: 0..<1000, using: &random) * 10_000 + step
        heap.arm(id, at: at(deadline), payload: deadline)
        model.insert((deadline, id), at: model.firstIndex { $0.deadline > deadline } ?? model.count)
      case 4:
        guard !model.isEmpty else { continue }
        let victim = model.remove(at: Int.random(in: 0..<model.count, using: &random))
        #expect(heap.cancel(victim.id) == victim.deadline)
        dead.append(victim.id)
      case 5:
        if let id = dead.randomElement(using: &random) { #expect(heap.cancel(id) == nil) }
      case 6:
        let now = Int.random(in: 0..<1000, using: &random) * 1000
        while let payload = heap.popDue(at: at(now)) {
          #expect(payload == model.first?.deadline && payload <= now)
          dead.append(model.removeFirst().id)
        }
        #expect(model.allSatisfy { $0.deadline > now })
      default:
        #expect(heap.popFirst() == model.first?.deadline)
        if !model.isEmpty { dead.append(model.removeFirst().id) }
      }
      #expect(heap.count == model.count)
      #expect(heap.next?.nanoseconds == model.first.map { Int64($0.deadline) })
    }
  }
}
