import Testing

@testable import LoadEngine

@Suite("Timing of a proxied wire")
struct WireTimingTests {
  private static func time(_ milliseconds: Int64) -> MonotonicTime {
    MonotonicTime(nanoseconds: 1_000_000_000 + milliseconds * 1_000_000)
  }

  private static func due(
    _ timing: inout WireTiming, _ count: Int, at milliseconds: Int64, _ faults: WireFaults.Direction, unit: Double = 0
  ) -> [Int64] {
    timing.pieces(of: count, at: time(milliseconds), by: faults, unit: { unit }).map {
      ($0.due - time(0)) / 1_000_000
    }
  }

  @Test("Without a fault, bytes are due as they come")
  func plain() {
    var timing = WireTiming()
    #expect(Self.due(&timing, 1000, at: 0, .init()) == [0])
    #expect(Self.due(&timing, 1000, at: 5, .init()) == [5])
    #expect(timing.end(at: Self.time(6), by: .init()) == Self.time(6))
  }

  @Test("Latency is added, jitter on top of it, and nothing overtakes what came before")
  func latency() {
    var timing = WireTiming()
    let faults = WireFaults.Direction(latency: .milliseconds(100), jitter: .milliseconds(50))
    #expect(Self.due(&timing, 10, at: 0, faults, unit: 0.9) == [145])
    #expect(Self.due(&timing, 10, at: 1, faults, unit: 0) == [145])
    #expect(Self.due(&timing, 10, at: 60, faults, unit: 0) == [160])
    #expect(timing.end(at: Self.time(10), by: faults) == Self.time(160))
  }

  @Test("A slow line sends one piece after the other, and is free in between")
  func bandwidth() {
    var timing = WireTiming()
    let faults = WireFaults.Direction(bytesPerSecond: 100_000)
    // 2,000 bytes take 20 ms.
    #expect(Self.due(&timing, 6000, at: 0, faults) == [20, 40, 60])
    #expect(Self.due(&timing, 2000, at: 50, faults) == [80])
    #expect(Self.due(&timing, 1000, at: 200, faults) == [210])
  }

  @Test("Pieces follow each other by a millisecond")
  func pieces() {
    var timing = WireTiming()
    #expect(Self.due(&timing, 10, at: 0, .init(pieces: 4)) == [0, 1, 2])
  }

  @Test("A slow close counts from the last byte")
  func slowClose() {
    var timing = WireTiming()
    let faults = WireFaults.Direction(latency: .milliseconds(100), closeDelay: .milliseconds(30))
    #expect(timing.end(at: Self.time(10), by: faults) == Self.time(140))
    #expect(Self.due(&timing, 10, at: 50, faults) == [150])
    #expect(timing.end(at: Self.time(50), by: faults) == Self.time(180))
  }
}
