import Testing

@testable import LoadFixtures

@Suite("Timeline")
struct TimelineTests {
  private let second: Int64 = 1_000_000_000

  @Test("A call counts in the second in which it ended")
  func secondOfEnd() {
    var tally = TestRecorder()
    tally.record(
      .of(
        [
          .call(start: 0, end: 999), .call(start: 0, end: 1000), .call(start: 900, end: 1100, failure: .closed),
          .call(start: 0, end: 2999),
        ], asOf: 3000, users: 2, drops: [1500, 2000, 2999]))
    let timeline = tally.finish(at: 3 * second).timeline
    #expect(timeline.map(\.second) == [0, 1, 2])
    #expect(timeline.map(\.completed) == [1, 1, 1])
    #expect(timeline.map(\.failed) == [0, 1, 0])
    #expect(timeline.map(\.dropped) == [0, 1, 2])
    #expect(timeline.map(\.max) == [999, 1000, 2999])
    #expect(timeline[1].p50 == 1000)
  }

  @Test("A second closes when the last buffer has passed it, and then holds what the late one brought")
  func lateBuffer() {
    var tally = TestRecorder(buffers: 2)
    tally.record(.of([.call(start: 0, end: 500)], buffer: 0, asOf: 4500, users: 3))
    #expect(tally.timeline.isEmpty)
    tally.record(.of([.call(1, start: 0, end: 700)], buffer: 1, asOf: 999, users: 4))
    #expect(tally.timeline.isEmpty)
    tally.record(.of([.call(start: 0, end: 999)], buffer: 1, asOf: 2000, users: 4))
    #expect(tally.timeline.map(\.completed) == [3, 0])
    #expect(tally.timeline.map(\.max) == [999, nil])
    tally.record(.of([.call(start: 0, end: 3300, failure: .timeout)], buffer: 1, asOf: 4600, users: 4))
    #expect(tally.timeline.map(\.failed) == [0, 0, 0, 1])
  }

  @Test("Gaps are points of their own: users known, nothing counted, no percentile")
  func gaps() {
    var tally = TestRecorder()
    tally.record(.of([.call(start: 0, end: 100)], asOf: 200, users: 5))
    tally.record(.of([], asOf: 3100, users: 5))
    tally.record(.of([.call(start: 0, end: 3200)], asOf: 4000, users: 5))
    let timeline = tally.finish(at: 6 * second).timeline
    #expect(timeline.map(\.second) == Array(0..<6))
    #expect(timeline.map(\.completed) == [1, 0, 0, 1, 0, 0])
    #expect(timeline.map(\.p95) == [100, nil, nil, 3200, nil, nil])
    #expect(timeline.allSatisfy { $0.users == 5 })
  }

  @Test("Users are summed over the buffers, each by its report nearest to the second's end")
  func users() {
    var tally = TestRecorder(buffers: 2)
    tally.record(.of([], buffer: 0, asOf: 990, users: 10))
    tally.record(.of([], buffer: 0, asOf: 1300, users: 20))
    tally.record(.of([], buffer: 0, asOf: 2010, users: 30))
    tally.record(.of([], buffer: 1, asOf: 1000, users: 1))
    tally.record(.of([], buffer: 1, asOf: 2000, users: 2))
    #expect(tally.timeline.map(\.users) == [11, 32])
  }

  @Test("A buffer that breaks its promise loses no call")
  func brokenPromise() {
    var tally = TestRecorder()
    tally.record(.of([], asOf: 5000))
    tally.record(.of([.call(start: 0, end: 1000)], asOf: 4000))
    let timeline = tally.finish(at: 6 * second).timeline
    #expect(timeline.map(\.completed) == [0, 0, 0, 0, 0, 1])
  }

  @Test("A buffer that never reported is closed by the end of the run, the last second in part")
  func silentBuffer() {
    var tally = TestRecorder(buffers: 2)
    tally.record(.of([.call(start: 0, end: 1500)], buffer: 0, asOf: 2000, users: 1))
    let timeline = tally.finish(at: 2 * second + 1).timeline
    #expect(timeline.map(\.completed) == [0, 1, 0])
    #expect(timeline.map(\.users) == [1, 1, 1])
  }

  @Test("A long run keeps one point a second, and its memory for seconds does not grow")
  func longRun() {
    var tally = TestRecorder(stages: [.of("all", 0, 8_000_000)])
    for time in 1...8000 as ClosedRange<Int64> {
      tally.record(.of([.call(start: time * 1000 - 10, end: time * 1000 - 1)], asOf: time * 1000, users: 1))
    }
    let run = tally.finish(at: 8000 * second)
    #expect(run.timeline.count == 8000)
    #expect(run.timeline.allSatisfy { $0.completed == 1 && $0.max == 9 })
  }
}
