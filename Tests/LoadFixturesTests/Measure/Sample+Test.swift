import LoadEngine
import TestSupport

@testable import LoadFixtures

extension Sample {
  /// A call in milliseconds since the origin: made at `start`, due at `due` or when it was made, answered at `end`.
  static func call(
    _ request: UInt16 = 0, due: Int64? = nil, start: Int64, end: Int64, outcome: Outcome = .completed,
    failure: FailureKind? = nil
  ) -> Sample {
    Sample(
      request: request, outcome: failure == nil ? outcome : .failed, failure: failure?.rawValue ?? 0,
      intendedStart: (due ?? start) * 1_000_000, start: start * 1_000_000, end: end * 1_000_000)
  }
}

extension SampleBatch {
  /// A batch whose times are milliseconds and which scheduled what it holds, dropped arrivals included.
  static func of(
    _ samples: [Sample], buffer: Int = 0, asOf: Int64, users: Int = 0, drops: [Int64] = []
  ) -> SampleBatch {
    SampleBatch(
      buffer: buffer, samples: samples, asOf: asOf * 1_000_000, activeUsers: users,
      scheduled: samples.count + drops.count, drops: drops.map { $0 * 1_000_000 })
  }
}

extension StageWindow {
  /// A stage whose times are milliseconds.
  static func of(_ name: String, _ start: Int64, _ end: Int64, target: Double = 1, warmUp: Bool = false) -> StageWindow
  {
    StageWindow(name: name, start: start * 1_000_000, end: end * 1_000_000, target: target, warmUp: warmUp)
  }
}

/// A recorder without the actor around it: requests "a" and "b"; times are milliseconds.
struct TestRecorder {
  private var collector: SecondCollector
  private(set) var tally: RunTally
  private(set) var seconds: [RunSecond] = []

  init(
    stages: [StageWindow] = [.of("all", 0, 10_000)], warmUpEnd: Int64 = 0, buffers: Int = 1, hasArrivals: Bool = false
  ) {
    tally = RunTally(
      plan: RunTally.Plan(
        requestNames: ["a", "b"], stages: stages, warmUpEnd: warmUpEnd * 1_000_000, hasArrivals: hasArrivals))
    collector = SecondCollector(plan: tally.plan, buffers: buffers)
  }

  mutating func record(_ batch: SampleBatch) {
    collector.record(batch)
    takeClosed()
  }

  /// What is known when the run ends at that time, nanoseconds.
  mutating func finish(at end: Int64) -> RunStatistics {
    close(at: end)
    return tally.statistics(until: end)
  }

  mutating func close(at end: Int64) {
    collector.finish(at: end)
    takeClosed()
  }

  /// The timeline of the seconds that are closed.
  var timeline: [TimelinePoint] { tally.statistics(until: 0).timeline }

  private mutating func takeClosed() {
    for second in collector.drain() {
      tally.add(second)
      seconds.append(second)
    }
  }
}

extension SplitMix64 {
  /// A latency in nanoseconds, as likely in one decade as in the next, from about 1 us to 100 s.
  mutating func latency() -> Int64 {
    let scale: Int64 = [1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000]
      .randomElement(using: &self)!
    return Int64.random(in: scale...(scale * 10), using: &self)
  }
}
