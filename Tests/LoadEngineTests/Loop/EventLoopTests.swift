import Foundation
import Synchronization
import Testing

@testable import LoadEngine

@Suite(.timeLimit(.minutes(1)))
struct EventLoopTests {
  @Test(arguments: PollerChoice.both)
  func `a task stays on its loop's thread across suspensions`(poller: PollerChoice) async throws {
    try await OnLoop.run(poller) { loop in
      #expect(loop.isCurrent)
      #expect(EventLoop.current === loop)
      await Task.yield()
      #expect(loop.isCurrent)
      let wasElsewhere = await Task.detached { !loop.isCurrent }.value
      #expect(wasElsewhere)
      #expect(loop.isCurrent)
      _ = try await Resolver.resolve(host: "127.0.0.1", port: 1)
      #expect(loop.isCurrent)
    }
    #expect(EventLoop.current == nil)
  }

  @Test(arguments: PollerChoice.both)
  func `work from another thread wakes an idle loop`(poller: PollerChoice) async throws {
    let loop = try EventLoop(name: "idle", poller: poller)
    for round in 0..<200 {
      let answer = await loop.run { loop.isCurrent ? round : -1 }
      #expect(answer == round)
    }
    await loop.shutDown()
  }

  @Test(arguments: PollerChoice.both)
  func `nothing is lost when many threads hand over work`(poller: PollerChoice) async throws {
    let loop = try EventLoop(name: "busy", poller: poller)
    let sum = LoopBound(Counter(), to: loop)
    await withTaskGroup { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<500 {
            loop.execute { sum.value.count += 1 }
            await Task(executorPreference: loop) { sum.value.count += 1 }.value
          }
        }
      }
    }
    #expect(await loop.run { sum.value.count } == 8000)
    await loop.shutDown()
  }

  @Test(arguments: PollerChoice.both)
  func `an error thrown on the loop reaches the caller`(poller: PollerChoice) async throws {
    let loop = try EventLoop(name: "throws", poller: poller)
    await #expect(throws: SystemError("test", errno: 1)) {
      try await loop.run { throw SystemError("test", errno: 1) }
    }
    await loop.shutDown()
  }

  @Test(arguments: PollerChoice.both)
  func `a loop without work rests`(poller: PollerChoice) async throws {
    try await OnLoop.run(poller) { loop in
      let before = Self.threadCPU()
      _ = await loop.wait(until: .now + .milliseconds(200), as: loop.reserveTimer())
      #expect(Self.threadCPU() - before < 0.1, "CPU seconds within 0.2 s of waiting")
    }
  }

  @Test(arguments: PollerChoice.both)
  func `tasks that never rest do not hold up timers`(poller: PollerChoice) async throws {
    try await OnLoop.run(poller) { loop in
      let state = LoopBound(Counter(), to: loop)
      let timer = Task(executorPreference: loop) {
        _ = await loop.wait(until: .now + .milliseconds(5), as: loop.reserveTimer())
        state.value.count = 1
      }
      while state.value.count == 0 {
        try Task.checkCancellation()
        await Task.yield()
      }
      await timer.value
    }
  }

  @Test(arguments: PollerChoice.both)
  func `a loop that was shut down is let go of`(poller: PollerChoice) async throws {
    weak var released: EventLoop?
    do {
      let loop = try EventLoop(name: "gone", poller: poller)
      released = loop
      await loop.shutDown()
      await loop.shutDown()
    }
    #expect(try await OnLoop.eventually { released == nil })
  }

  private final class Counter {
    var count = 0
  }

  /// CPU seconds of the calling thread.
  private static func threadCPU() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
