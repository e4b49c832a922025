import Testing

@testable import LoadFixtures

@Suite("Latency recorder")
struct LatencyRecorderTests {
  private func recorder(lanes: Int) -> LatencyRecorder {
    LatencyRecorder(
      configuration: LatencyRecorder.Configuration(
        requestNames: ["a"], stages: [.of("all", 0, 10_000)], warmUpEnd: 0, lanes: lanes, keepHistogramLog: true,
        startedAt: 1_700_000_000))
  }

  @Test("Before the first second is closed a snapshot knows only the counts")
  func earlySnapshot() async {
    let recorder = recorder(lanes: 1)
    await recorder.record(.of([.call(start: 0, end: 100)], asOf: 500, users: 3))
    let expected = LiveSnapshot(elapsed: 0, users: 0, rate: 0, p95: nil, completed: 1, failed: 0)
    #expect(await recorder.snapshot() == expected)
  }

  @Test("A snapshot shows the last second that every lane has reported")
  func snapshot() async {
    let recorder = recorder(lanes: 2)
    await recorder.record(
      .of([.call(start: 0, end: 100), .call(start: 1000, end: 1400), .call(start: 0, end: 2500)], asOf: 3000, users: 3))
    await recorder.record(.of([.call(start: 0, end: 1001, failure: .reset)], lane: 1, asOf: 2100, users: 2))
    let expected = LiveSnapshot(elapsed: 2, users: 5, rate: 2, p95: 400, completed: 3, failed: 1)
    #expect(await recorder.snapshot() == expected)
  }

  @Test("Lanes that report at the same time lose nothing")
  func concurrentLanes() async {
    let recorder = recorder(lanes: 8)
    await withTaskGroup(of: Void.self) { group in
      for lane in 0..<8 {
        group.addTask {
          for step in 1...50 as ClosedRange<Int64> {
            let samples = (0..<20).map { _ in Sample.call(start: step * 100 - 50, end: step * 100 - 10) }
            await recorder.record(.of(samples, lane: lane, asOf: step * 100, users: 1))
          }
        }
      }
    }
    let run = await recorder.finish(at: 5_000_000_000)
    #expect(run.counts.completed == 8000)
    #expect(run.timeline.map(\.completed) == [1600, 1600, 1600, 1600, 1600])
    #expect(run.timeline.allSatisfy { $0.users == 8 && $0.p50 == 40 })
    #expect(run.total.requestRate == 1600 && run.total.throughput == 1600)
    #expect(await recorder.drainLog().filter { $0.hasPrefix("Tag=a,") }.count == 5)
  }
}
