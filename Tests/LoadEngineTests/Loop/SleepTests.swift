import Foundation
import Testing

@testable import LoadEngine

@Suite(.timeLimit(.minutes(1)))
struct SleepTests {
  @Test(arguments: PollerChoice.both, [0, 300, 1_000, 2_700, 12_000])
  func `a wait ends after its deadline, as completed`(poller: PollerChoice, microseconds: Int) async throws {
    try await OnLoop.run(poller) { loop in
      let deadline = MonotonicTime.now + .microseconds(microseconds)
      let completed = await loop.wait(until: deadline, as: loop.reserveTimer())
      #expect(MonotonicTime.now >= deadline)
      #expect(completed)
      #expect(loop.pendingTimers == 0)
    }
  }

  @Test(arguments: PollerChoice.both)
  func `a wait that is woken ends early, as not completed`(poller: PollerChoice) async throws {
    try await OnLoop.run(poller) { loop in
      let timer = loop.reserveTimer()
      let start = MonotonicTime.now
      let waker = Task(executorPreference: loop) { loop.wake(timer) }
      let completed = await loop.wait(until: start + .seconds(3600), as: timer)
      #expect(!completed)
      await waker.value
      loop.wake(timer)
      #expect(loop.pendingTimers == 0)
    }
  }

  @Test(arguments: PollerChoice.both)
  func `the best tenth of sleeps ends less than a millisecond late`(poller: PollerChoice) async throws {
    try await OnLoop.run(poller) { loop in
      var lateness: [Int64] = []
      for _ in 0..<200 {
        let deadline = MonotonicTime.now + .milliseconds(1)
        try await loop.sleep(until: deadline)
        lateness.append(MonotonicTime.now - deadline)
      }
      lateness.sort()
      #expect(lateness[0] >= 0)
      #expect(lateness[20] < 1_000_000, "nanoseconds")
    }
  }

  @Test(arguments: PollerChoice.both)
  func `cancelling from another thread ends a sleep`(poller: PollerChoice) async throws {
    let loop = try EventLoop(name: "sleep", poller: poller)
    let sleeper = Task(executorPreference: loop) { try await loop.sleep(until: .now + .seconds(3600)) }
    #expect(try await OnLoop.eventually { await loop.run { loop.pendingTimers } == 1 })
    sleeper.cancel()
    await #expect(throws: CancellationError.self) { try await sleeper.value }
    #expect(await loop.run { loop.pendingTimers } == 0)
    await loop.shutDown()
  }

  /// The moments between the check, the reservation and the arming are too short to be hit on purpose.
  @Test(arguments: PollerChoice.both)
  func `cancelling at any moment ends a sleep`(poller: PollerChoice) async throws {
    let loop = try EventLoop(name: "sleep", poller: poller)
    for round in 0..<1000 {
      let sleeper = Task(executorPreference: loop) { try await EventLoop.sleep(for: .seconds(3600)) }
      let moment = MonotonicTime.now + .nanoseconds(round * 40)
      while MonotonicTime.now < moment {}
      sleeper.cancel()
      await #expect(throws: CancellationError.self) { try await sleeper.value }
    }
    #expect(await loop.run { loop.pendingTimers } == 0)
    await loop.shutDown()
  }

  @Test(arguments: PollerChoice.both)
  func `a cancelled task does not begin to sleep`(poller: PollerChoice) async throws {
    try await OnLoop.run(poller) { loop in
      withUnsafeCurrentTask { $0?.cancel() }
      await #expect(throws: CancellationError.self) { try await loop.sleep(until: .now + .seconds(3600)) }
      #expect(loop.pendingTimers == 0)
    }
  }

  @Test(arguments: PollerChoice.both)
  func `shutting down wakes those who sleep`(poller: PollerChoice) async throws {
    let loop = try EventLoop(name: "night", poller: poller)
    let sleeper = Task(executorPreference: loop) { try await loop.sleep(until: .now + .seconds(3600)) }
    let waiter = Task(executorPreference: loop) {
      await loop.wait(until: .now + .seconds(7200), as: loop.reserveTimer())
    }
    #expect(try await OnLoop.eventually { await loop.run { loop.pendingTimers } == 2 })
    await loop.shutDown()
    await #expect(throws: CancellationError.self) { try await sleeper.value }
    #expect(await waiter.value == false)
  }

  @Test func `off any loop the system sleeps`() async throws {
    let start = MonotonicTime.now
    try await EventLoop.sleep(for: .milliseconds(2))
    #expect(MonotonicTime.now - start >= 2_000_000)
  }
}
