import LoadEngine
import TestSupport
import Testing

@testable import LoadFixtures

@Suite("Statistics of a run")
struct RunTallyTests {
  private let second: Int64 = 1_000_000_000

  @Test("A run without a call has no error rate and no latency, which is not 0")
  func empty() {
    var tally = TestRecorder()
    let run = tally.finish(at: 10 * second)
    #expect(run.counts == CallCounts())
    #expect(run.total.count == 0)
    #expect(run.total.errorRate == nil)
    #expect(run.total.requestRate == 0 && run.total.throughput == 0)
    #expect(run.total.latency == LatencyStatistics())
    #expect(run.total.phases == RequestStatistics.Phases())
    #expect(run.requests.isEmpty)
    #expect(run.failureKinds.isEmpty)
    #expect(run.distribution.isEmpty)
    #expect(tally.tally.total.lateness.count == 0 && tally.tally.total.loopLag.count == 0)
    #expect(run.timeline.count == 10)
    #expect(run.timeline.allSatisfy { $0.completed == 0 && $0.p50 == nil && $0.max == nil })
  }

  @Test("Failures and cancelled calls do not enter the latency of the successful ones")
  func outcomes() {
    var tally = TestRecorder()
    tally.record(
      .of(
        [
          .call(start: 0, end: 100), .call(start: 0, end: 300), .call(start: 0, end: 1, failure: .connectionRefused),
          .call(1, start: 0, end: 9000, failure: .timeout), .call(start: 0, end: 9999, outcome: .cancelled),
        ], asOf: 10_000))
    let run = tally.finish(at: 10 * second)
    #expect(run.counts == CallCounts(scheduled: 5, completed: 2, failed: 2, cancelled: 1))
    #expect(run.total.count == 4)
    #expect(run.total.failures == 2)
    #expect(run.total.errorRate == 0.5)
    #expect(run.total.requestRate == 0.4)
    #expect(run.total.throughput == 0.2)
    #expect(run.total.latency.min == 100)
    #expect(run.total.latency.mean == 200)
    #expect(run.total.latency.max == 300)
    #expect(run.total.failureLatency.min == 1)
    #expect(run.total.failureLatency.max == 9000)
    #expect(run.failureKinds == ["connection refused": 1, "timeout": 1])
    #expect(run.requests.map(\.failureKinds) == [["connection refused": 1], ["timeout": 1]])
    #expect(
      run.timeline.map(\.failureKinds) == [["connection refused": 1]] + Array(repeating: nil, count: 8) + [
        ["timeout": 1]
      ])
    #expect(run.requests.map(\.name) == ["a", "b"])
    #expect(run.requests.map(\.count) == [3, 1])
    #expect(run.requests[1].latency == LatencyStatistics())
    #expect(run.distribution.map(\.count).reduce(0, +) == 2)
  }

  @Test("A name that was never called is left out")
  func uncalledName() {
    var tally = TestRecorder()
    tally.record(.of([.call(1, start: 0, end: 5), .call(0, start: 0, end: 5, outcome: .cancelled)], asOf: 10_000))
    #expect(tally.finish(at: 10 * second).requests.map(\.name) == ["b"])
  }

  @Test("Response time runs from when a call was due, service time from when it was made")
  func twoClocks() {
    var tally = TestRecorder()
    // The first call was on time: it must be in both histograms although the clocks part only later.
    tally.record(.of([.call(start: 0, end: 10), .call(due: 100, start: 900, end: 910)], asOf: 10_000))
    let run = tally.finish(at: 10 * second)
    #expect(run.total.latency.min == 10)
    #expect(run.total.latency.max == 810)
    #expect(run.total.serviceTime.max == 10)
    #expect(run.total.serviceTime.mean == 10)
    #expect(run.stages[0].statistics.latency.max == 810)
    #expect(run.stages[0].statistics.serviceTime.max == 10)
  }

  @Test("Where every call starts when it is due, service time is the latency")
  func closedModel() {
    var tally = TestRecorder()
    tally.record(.of([.call(start: 0, end: 10), .call(1, start: 5, end: 300)], asOf: 10_000))
    let run = tally.finish(at: 10 * second)
    #expect(run.total.serviceTime == run.total.latency)
    #expect(run.total.serviceTime.max == 295)
  }

  @Test("A late name does not lose the service times of the punctual ones in the total")
  func mixedClocks() {
    var tally = TestRecorder()
    tally.record(.of([.call(0, start: 0, end: 10), .call(1, due: 0, start: 500, end: 530)], asOf: 10_000))
    let run = tally.finish(at: 10 * second)
    #expect(run.total.serviceTime.min == 10)
    #expect(run.total.serviceTime.max == 30)
    #expect(run.total.latency.max == 530)
  }

  @Test("Warm-up is left out by the time a call was due, and stays in the counts and the timeline")
  func warmUp() {
    var tally = TestRecorder(
      stages: [
        .of("ramp", 0, 2000, warmUp: true), .of("hold", 2000, 10_000), .of("rest", 10_000, 12_000, warmUp: true),
      ],
      warmUpEnd: 3000)
    tally.record(
      .of(
        [
          .call(start: 1999, end: 4000),  // due in the warm-up stage, ended after it
          .call(start: 2500, end: 2600),  // after the stage, before the warm-up's end
          .call(due: 2999, start: 3500, end: 3600),  // due in the warm-up, made after it
          .call(start: 3000, end: 3050),  // the first that counts
          .call(start: 9999, end: 11_000, failure: .status(500)),
          .call(start: 10_000, end: 10_500),  // a warm-up stage that lies later
        ], asOf: 12_000))
    let run = tally.finish(at: 12 * second)
    #expect(run.counts.completed == 5)
    #expect(run.total.count == 2)
    #expect(run.total.latency.max == 50)
    #expect(run.total.requestRate == 2.0 / 7)
    #expect(run.total.throughput == 1.0 / 7)
    #expect(run.failureKinds == ["status 500": 1])
    #expect(run.timeline.map(\.completed).reduce(0, +) == 5)
    #expect(run.stages.map(\.name) == ["ramp", "hold", "rest"])
    #expect(run.stages.map(\.warmUp) == [true, false, true])
    #expect(run.stages.map(\.statistics.count) == [1, 4, 1])
  }

  @Test("A call belongs to the stage in which it was due")
  func stageByIntendedStart() {
    var tally = TestRecorder(stages: [.of("one", 0, 1000, target: 5), .of("two", 1000, 4000, target: 9)])
    tally.record(
      .of(
        [
          .call(due: 999, start: 1500, end: 2999), .call(due: 1000, start: 1000, end: 1001),
          .call(start: 1000, end: 4001), .call(start: 1500, end: 1600, failure: .reset),
        ], asOf: 4100))
    let run = tally.finish(at: 4 * second)
    #expect(run.stages.map(\.name) == ["one", "two"])
    #expect(run.stages.map(\.target) == [5, 9])
    #expect(run.stages.map(\.start) == [0, 1])
    #expect(run.stages.map(\.end) == [1, 4])
    #expect(run.stages.map(\.statistics.count) == [1, 3])
    #expect(run.stages.map(\.statistics.requestRate) == [1, 1])
    #expect(run.stages[0].statistics.latency.max == 2000)
    // Of the two that "two" completed one took 3.001 s.
    #expect(run.stages[1].statistics.throughput == 1.0 / 3)
    #expect(run.stages[1].statistics.errorRate == 1.0 / 3)
  }

  @Test("Slow answers and failures count for the request rate and not for the throughput, in run, stage and request")
  func rates() {
    var tally = TestRecorder(stages: [.of("all", 0, 2000)])
    tally.record(
      .of(
        [
          .call(start: 0, end: 3000), .call(start: 0, end: 10), .call(start: 0, end: 3010),
          .call(start: 0, end: 10, failure: .status(503)),
        ], asOf: 4000))
    let run = tally.finish(at: 2 * second)
    for statistics in [run.total, run.stages[0].statistics, run.requests[0]] {
      #expect(statistics.requestRate == 2)
      #expect(statistics.throughput == 1)
    }
  }

  @Test("Dropped arrivals are errors of the stage in which they were due, and of no request")
  func drops() {
    var tally = TestRecorder(
      stages: [.of("up", 0, 1000, warmUp: true), .of("one", 1000, 2000), .of("two", 2000, 4000)], warmUpEnd: 1000)
    tally.record(
      .of(
        [.call(start: 1500, end: 1600), .call(start: 2500, end: 2600), .call(start: 2600, end: 2700, failure: .reset)],
        asOf: 4000, drops: [999, 2000, 2999, 3999]))
    let run = tally.finish(at: 4 * second)
    #expect(run.counts == CallCounts(scheduled: 7, completed: 2, failed: 1, dropped: 4))
    #expect(run.stages.map(\.statistics.dropped) == [1, 0, 3])
    #expect(run.stages.map(\.statistics.errorRate) == [1, 0, 4.0 / 5])
    #expect(run.total.dropped == 3 && run.total.failures == 1 && run.total.errorRate == 4.0 / 6)
    #expect(run.requests[0].dropped == nil && run.requests[0].errorRate == 1.0 / 3)
    #expect(run.stages[2].statistics.requestRate == 1 && run.stages[2].statistics.throughput == 0.5)
    #expect(run.failureKinds == ["reset": 1, "dropped": 4])
    #expect(run.timeline.map(\.dropped) == [1, 0, 2, 1])
  }

  @Test(
    "A run that is cut short divides by the time it had",
    arguments: [
      // end of the run, throughput of the run, stages and their ends, throughput of the last one (seconds)
      (10, 1.0 / 9, ["up", "one", "two"], [1, 5, 10], 0.0), (12, 1.0 / 9, ["up", "one", "two"], [1, 5, 10], 0.0),
      (7, 1.0 / 6, ["up", "one", "two"], [1, 5, 7], 0.0), (5, 1.0 / 4, ["up", "one"], [1, 5], 1.0 / 4),
      (3, 1.0 / 2, ["up", "one"], [1, 3], 1.0 / 2), (1, nil, ["up"], [1], 0), (0, nil, [], [], nil),
    ] as [(Int64, Double?, [String], [Double], Double?)])
  func cutShort(end: Int64, throughput: Double?, names: [String], ends: [Double], last: Double?) {
    var tally = TestRecorder(
      stages: [.of("up", 0, 1000, warmUp: true), .of("one", 1000, 5000), .of("two", 5000, 10_000)], warmUpEnd: 1000)
    if end > 1 { tally.record(.of([.call(start: 1500, end: 1600)], asOf: 2000)) }
    let run = tally.finish(at: end * second)
    #expect(run.total.requestRate == throughput)
    #expect(run.stages.map(\.name) == names)
    #expect(run.stages.map(\.end) == ends)
    #expect(run.stages.last?.statistics.requestRate == last)
  }

  @Test("Connections are averaged over the calls that opened one, and unknown phases are not 0")
  func phases() {
    func call(connect: Int64, tls: Int64 = 0, wait: Int64, receive: Int64) -> Sample {
      Sample(
        request: 0, outcome: .completed, intendedStart: 0, start: 0, end: 50_000_000, connect: connect, tls: tls,
        wait: wait, receive: receive)
    }
    var tally = TestRecorder()
    tally.record(
      .of(
        [
          call(connect: 4_000_000, wait: 10_000_000, receive: 0), call(connect: 0, wait: 20_000_000, receive: 0),
          .call(start: 0, end: 9, failure: .timeout),
        ], asOf: 100))
    let known = tally.finish(at: second).total.phases
    #expect(known == RequestStatistics.Phases(connect: 4, wait: 15, receive: 0, connections: 1))

    var secured = TestRecorder()
    secured.record(
      .of(
        [
          call(connect: 1_000_000, tls: 4_000_000, wait: 10_000_000, receive: 0),
          call(connect: 3_000_000, tls: 2_000_000, wait: 10_000_000, receive: 0),
          call(connect: 0, wait: 10_000_000, receive: 0),
        ], asOf: 100))
    let phases = secured.finish(at: second).total.phases
    #expect(phases == RequestStatistics.Phases(connect: 2, tls: 3, wait: 10, receive: 0, connections: 2))

    var unknown = TestRecorder()
    unknown.record(.of([call(connect: 0, wait: 0, receive: 0)], asOf: 100))
    #expect(unknown.finish(at: second).total.phases == RequestStatistics.Phases(connections: nil))
  }

  @Test("Lateness and loop lag are kept apart from latency; an early start is not late")
  func generatorHealth() {
    var tally = TestRecorder(buffers: 2)
    tally.record(SampleBatch(buffer: 0, asOf: second, lateness: [-5, 2_000_000], loopLag: [7_000_000]))
    tally.record(SampleBatch(buffer: 1, asOf: second, lateness: [4_000_000], loopLag: [1_000_000]))
    let run = tally.finish(at: second)
    let total = tally.tally.total
    #expect(total.lateness.min == 0)
    #expect(total.lateness.mean == 2_000_000)
    #expect(total.lateness.max == 4_000_000)
    #expect(total.loopLag.max == 7_000_000)
    #expect(run.total.latency == LatencyStatistics())
    #expect(tally.tally.outOfRange == 0)
  }

  @Test("Latencies that no histogram holds are counted once, in any outcome and in the warm-up")
  func outOfRange() {
    var tally = TestRecorder(warmUpEnd: 5000)
    let hours: Int64 = 2 * 3600 * 1000
    tally.record(.of([.call(start: 0, end: -1), .call(start: -hours, end: 1, failure: .timeout)], asOf: 9000))
    _ = tally.finish(at: 10 * second)
    #expect(tally.tally.outOfRange == 2)
  }

  @Test("Seeded batches over several lanes: nothing is lost or counted twice", arguments: 1...12 as ClosedRange<UInt64>)
  func conservation(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let lanes = Int.random(in: 1...5, using: &random)
    var tally = TestRecorder(
      stages: [.of("up", 0, 4000, warmUp: true), .of("one", 4000, 11_000), .of("two", 11_000, 20_000)],
      warmUpEnd: 4000, buffers: lanes)
    var expected = CallCounts()
    var measured = 0
    var clocks = [Int64](repeating: 0, count: lanes)
    while let lane = (0..<lanes).filter({ clocks[$0] < 20_000 }).randomElement(using: &random) {
      let asOf = min(20_000, clocks[lane] + Int64.random(in: 0...1800, using: &random))
      var batch = SampleBatch(buffer: lane, asOf: asOf * 1_000_000, activeUsers: 1)
      for _ in 0..<(asOf == clocks[lane] ? 0 : Int.random(in: 0...30, using: &random)) {
        let end = Int64.random(in: clocks[lane]..<asOf, using: &random)
        let start = Int64.random(in: 0...end, using: &random)
        let due = max(0, start - Int64.random(in: 0...50, using: &random))
        let request = UInt16.random(in: 0...1, using: &random)
        switch Int.random(in: 0..<10, using: &random) {
        case 0:
          batch.samples.append(.call(request, due: due, start: start, end: end, outcome: .cancelled))
          expected.cancelled += 1
          continue
        case 1...2:
          let kind = FailureKind(rawValue: [5, 404, 1001, 60_000].randomElement(using: &random)!)
          batch.samples.append(.call(request, due: due, start: start, end: end, failure: kind))
          expected.failed += 1
        default:
          batch.samples.append(.call(request, due: due, start: start, end: end))
          expected.completed += 1
        }
        if due >= 4000 { measured += 1 }
      }
      batch.drops = (0..<Int.random(in: 0...2, using: &random)).map { _ in
        Int64.random(in: 0...asOf, using: &random) * 1_000_000
      }
      batch.scheduled = batch.samples.count + batch.drops.count
      expected.dropped += batch.drops.count
      expected.scheduled += batch.scheduled
      tally.record(batch)
      clocks[lane] = asOf
    }
    let run = tally.finish(at: 20 * second)
    #expect(run.counts == expected)
    let counts = run.counts
    #expect(counts.scheduled == counts.completed + counts.failed + counts.dropped + counts.cancelled)
    #expect(run.total.count == measured)
    #expect(run.requests.map(\.count).reduce(0, +) == measured)
    #expect(run.requests.map(\.failures).reduce(0, +) == run.total.failures)
    #expect(run.stages.map(\.statistics.count).reduce(0, +) == counts.completed + counts.failed)
    #expect(run.stages.filter { !$0.warmUp }.map(\.statistics.count).reduce(0, +) == measured)
    #expect(run.failureKinds.values.reduce(0, +) == counts.failed + counts.dropped)
    #expect(run.stages.compactMap(\.statistics.dropped).reduce(0, +) == counts.dropped)
    #expect(run.distribution.map(\.count).reduce(0, +) == run.total.count - run.total.failures)
    #expect(run.timeline.map(\.second) == Array(0..<20))
    #expect(run.timeline.map(\.completed).reduce(0, +) == counts.completed)
    #expect(run.timeline.map(\.failed).reduce(0, +) == counts.failed)
    #expect(run.timeline.map(\.dropped).reduce(0, +) == counts.dropped)
    #expect(run.timeline.allSatisfy { $0.users == lanes })
  }

  @Test("A target that invents statuses has the most frequent named")
  func statuses() {
    var tally = TestRecorder()
    var samples: [Sample] = []
    for status in 100...999 {
      for _ in 0..<(status >= 980 ? 3 : 1) { samples.append(.call(start: 1, end: 2, failure: .status(status))) }
    }
    samples += [.call(start: 1, end: 2, failure: .timeout), .call(start: 1, end: 2, failure: .check(.json))]
    tally.record(.of(samples, asOf: 10_000))
    let kinds = tally.finish(at: 10_000_000_000).failureKinds
    #expect(kinds.count == ForeignNames.most + 3)
    #expect(kinds["status 999"] == 3 && kinds["timeout"] == 1 && kinds["other statuses"] == 880)
    #expect(kinds.values.reduce(0, +) == samples.count)
  }
}
