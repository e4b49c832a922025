import AgentContracts
import LoadEngine

/// What it costs to record a sample, from the buffer to the shared actor's histograms: for `scripts/benchmark`.
package enum RecorderCost {
  /// As many as a loop gathers in a tenth of a second at 30,000 calls a second.
  private static let batch = 3000

  /// Records so many samples as a run of all calls and eight stages would, and returns the CPU time of one.
  package static func nanosecondsPerSample(of count: Int) async -> Double {
    let second: Int64 = 1_000_000_000
    let stages = (0..<8).map { index in
      StageWindow(
        name: "\(index)", start: Int64(index) * 600 * second, end: Int64(index + 1) * 600 * second, target: 1,
        warmUp: false)
    }
    let recorder = LatencyRecorder(
      plan: .init(
        requestNames: AgentContract.documented.operations.map(\.label), stages: stages, warmUpEnd: 0, hasArrivals: true),
      buffers: 1)
    let buffer = SampleBuffer(index: 0, origin: MonotonicTime(nanoseconds: 0))
    var random = SeededRandom(seed: 1, user: 0)
    // Drawn beforehand: the draws are not the recorder's. Latencies around 14 ms, calls as a SalesUser makes them.
    let draws = (0..<4096).map { _ in
      let latency = (0..<3).reduce(2_000_000) { sum, _ in sum + random.below(8_000_000) }
      return (request: UInt16(random.below(8)), latency: Int64(latency))
    }
    var time: Int64 = 0
    let start = System.cpuSeconds
    for index in 0..<count {
      let draw = draws[index & 4095]
      time += 33_333
      buffer.callScheduled()
      buffer.record(
        Sample(
          request: draw.request, outcome: .completed, intendedStart: time, start: time + 20_000,
          end: time + draw.latency, wait: draw.latency - 30_000, receive: 1000), user: 0)
      if index % batch == batch - 1 {
        await recorder.record(buffer.drain(at: MonotonicTime(nanoseconds: time)))
        _ = await recorder.closedSeconds()
      }
    }
    await recorder.record(buffer.drain(at: MonotonicTime(nanoseconds: time)))
    return (System.cpuSeconds - start) / Double(count) * 1e9
  }
}
