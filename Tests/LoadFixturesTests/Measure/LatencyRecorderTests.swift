import Testing

@testable import LoadFixtures

@Suite("Latency recorder")
struct LatencyRecorderTests {
  private func recorder(buffers: Int) -> LatencyRecorder {
    LatencyRecorder(
      plan: .init(requestNames: ["a"], stages: [.of("all", 0, 10_000)], warmUpEnd: 0), buffers: buffers)
  }

  @Test("A second is handed over once, when every buffer has reported past its end")
  func closedSeconds() async {
    let recorder = recorder(buffers: 2)
    await recorder.record(
      .of([.call(start: 0, end: 100), .call(start: 1000, end: 1400), .call(start: 0, end: 2500)], asOf: 3000, users: 3))
    #expect(await recorder.closedSeconds().isEmpty)
    await recorder.record(.of([.call(start: 0, end: 1001, failure: .reset)], buffer: 1, asOf: 2100, users: 2))
    let seconds = await recorder.closedSeconds()
    #expect(seconds.map(\.number) == [0, 1])
    // A second's end is told of by the nearer report: for the first one that was the beginning.
    #expect(seconds.map(\.users) == [0, 5])
    #expect(seconds.map(\.tally.calls.calls) == [1, 2])
    #expect(seconds[1].tally.calls.failureKinds == [.reset: 1])
    #expect(await recorder.closedSeconds().isEmpty)
    _ = await recorder.finish(at: 3_000_000_000)
    #expect(await recorder.closedSeconds().map(\.number) == [2])
  }

  @Test("Buffers that report at the same time lose nothing")
  func concurrentBuffers() async {
    let recorder = recorder(buffers: 8)
    await withTaskGroup(of: Void.self) { group in
      for buffer in 0..<8 {
        group.addTask {
          for step in 1...50 as ClosedRange<Int64> {
            let samples = (0..<20).map { _ in Sample.call(start: step * 100 - 50, end: step * 100 - 10) }
            await recorder.record(.of(samples, buffer: buffer, asOf: step * 100, users: 1))
          }
        }
      }
    }
    let run = await recorder.finish(at: 5_000_000_000).statistics(until: 5_000_000_000)
    #expect(run.counts.completed == 8000)
    #expect(run.timeline.map(\.completed) == [1600, 1600, 1600, 1600, 1600])
    #expect(run.timeline.allSatisfy { $0.users == 8 && $0.p50 == 40 })
    #expect(run.total.requestRate == 1600 && run.total.throughput == 1600)
  }
}
