import Synchronization
import Testing

@testable import LoadFixtures

@Suite("Intervals of a monitor")
struct TicksTests {
  /// A clock whose sleeps end at once, each a little late.
  private final class VirtualClock: Clock {
    typealias Instant = ContinuousClock.Instant

    private let time = Mutex(ContinuousClock.now)
    private let lateness: Duration

    init(lateness: Duration) { self.lateness = lateness }

    var now: Instant { time.withLock { $0 } }
    var minimumResolution: Duration { .nanoseconds(1) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
      time.withLock { $0 = max($0, deadline + lateness) }
    }

    func pass(_ duration: Duration) { time.withLock { $0 += duration } }
  }

  private static func offsets(hours: Int, taking work: @escaping @Sendable (Int) -> Duration) async -> [Double] {
    let clock = VirtualClock(lateness: .milliseconds(3))
    let start = clock.now
    let offsets = Mutex<[Double]>([])
    await Ticks(every: .seconds(1), until: .seconds(hours * 3600)).run(on: clock) {
      let number = offsets.withLock { offsets in
        offsets.append(start.duration(to: clock.now) / .seconds(1))
        return offsets.count
      }
      clock.pass(work(number))
    }
    return offsets.withLock { $0 }
  }

  @Test("An hour of them does not drift, whatever a look takes and however late a sleep ends")
  func hour() async {
    let offsets = await Self.offsets(hours: 1) { _ in .milliseconds(400) }
    #expect(offsets.count == 3600)
    #expect(offsets.enumerated().allSatisfy { abs($1 - Double($0 + 1) - 0.003) < 1e-6 })
  }

  @Test("A look that takes longer leaves some out, and the next is at a whole interval again")
  func slow() async {
    let offsets = await Self.offsets(hours: 1) { $0 == 10 ? .milliseconds(2500) : .zero }
    #expect(offsets.count == 3598)
    #expect(abs(offsets[9] - 10.003) < 1e-6 && abs(offsets[10] - 13.003) < 1e-6)
  }
}
