import Testing

@testable import LoadFixtures

@Suite("Verdict")
struct VerdictTests {
  static let peak: SLA = [
    .must(.averageResponseTime, below: .milliseconds(200)),
    .must(.p95ResponseTime, below: .milliseconds(1000)),
    .must(.p99ResponseTime, below: .milliseconds(3000)),
    .must(.errorRate, below: 0.05),
    .should(.errorRate, below: 0.02),
  ]

  @Test("A sound run within its limits passes, with every requirement on record")
  func passed() {
    let verdict = Self.peak.assess(.example())
    #expect(verdict.status == .passed)
    #expect(verdict.breaches.isEmpty && verdict.sentences.isEmpty)
    #expect(verdict.assessments.map(\.observed) == [100, 300, 800, 0.01, 0.01])
    #expect(
      verdict.assessments.allSatisfy { $0.met && $0.note == nil && $0.stage == nil && $0.stageName == "whole run" })
  }

  @Test(
    "One value beyond its limit fails the run by that KPI alone",
    arguments: [
      (RequestStatistics.example(mean: 200), "avg response time", 200.0),
      (.example(p95: 1523), "p95 response time", 1523),
      (.example(p99: 3000), "p99 response time", 3000),
    ])
  func failed(total: RequestStatistics, kpi: String, observed: Double) {
    let verdict = Self.peak.assess(.example(total: total))
    #expect(verdict.status == .failed)
    #expect(verdict.sentences.isEmpty)
    #expect(verdict.breaches.map(\.kpi) == [kpi])
    #expect(verdict.breaches.map(\.observed) == [observed])
    #expect(verdict.breaches.map(\.severity) == [.must])
    #expect(verdict.assessments.filter { !$0.met }.map(\.kpi) == [kpi])
  }

  @Test(
    "A should warns and never fails; must and should on one KPI are told apart",
    arguments: [(10, Verdict.Status.passed, 0), (20, .passed, 1), (49, .passed, 1), (50, .failed, 2)])
  func severities(failures: Int, status: Verdict.Status, breaches: Int) {
    let verdict = Self.peak.assess(.example(total: .example(failures: failures)))
    #expect(verdict.status == status)
    #expect(verdict.breaches.count == breaches)
  }

  @Test(
    "A percentile needs samples for a two-sided 95 % interval",
    arguments: [(.p50, 6), (.p90, 36), (.p95, 72), (.p99, 368), (.p999, 3688)] as [(Percentile, Int)])
  func samplesNeeded(percentile: Percentile, samples: Int) {
    #expect(percentile.samplesNeeded == samples)
  }

  @Test("A percentile of too few samples is judged and says so")
  func insufficient() {
    let verdict = Self.peak.assess(.example(total: .example(count: 160, failures: 10)))
    #expect(
      verdict.assessments.map(\.note) == [nil, nil, "insufficient: 150 samples of 368", nil, nil])
    #expect(verdict.assessments[2].observed == 800 && verdict.assessments[2].met)
    let fewer = SLA([.must(.p95ResponseTime, below: .seconds(1))])
    #expect(fewer.assess(.example(total: .example(count: 71))).assessments[0].note == "insufficient: 71 samples of 72")
    #expect(fewer.assess(.example(total: .example(count: 72))).assessments[0].note == nil)
  }

  static let invalid: [(name: String, evidence: Evidence, mentions: [String])] = [
    ("interrupted", .example(interrupted: true), ["interrupted"]),
    (
      "a lost call", .example(counts: .init(scheduled: 1011, completed: 990, failed: 10, dropped: 0, cancelled: 7)),
      ["1011", "990", "10", "0 dropped", "7", "1007"]
    ),
    (
      "a call counted twice", .example(counts: .init(scheduled: 999, completed: 990, failed: 10)), ["999", "1000"]
    ),
    (
      "arrivals that never fell due", .example(model: .open, load: .init(asked: 5000, done: 4996)),
      ["The plan has 5000 arrivals, and 4996 were scheduled"]
    ),
    (
      "users that never came", .example(load: .init(asked: 100, done: 99)),
      ["The plan has 100 users, and 99 were started"]
    ),
    ("the generator", .example(generatorReasons: ["Started 80 ms late at p99."]), ["Started 80 ms late at p99."]),
    (
      "the timeline",
      .example(timeline: [
        .init(second: 0, users: 1, completed: 989, failed: 10, dropped: 0, p50: 1, p95: 1, p99: 1, max: 1)
      ]), ["989 completed", "990"]
    ),
  ]

  @Test("A run that cannot be trusted is invalid by a sentence of its own", arguments: invalid.indices)
  func invalidRuns(index: Int) {
    let (name, evidence, mentions) = Self.invalid[index]
    let verdict = Self.peak.assess(evidence)
    #expect(verdict.status == .invalid, "\(name)")
    #expect(verdict.sentences.count == 1, "\(name)")
    for text in mentions {
      #expect(verdict.reason.contains(text), "\(name): \(verdict.reason)")
    }
    #expect(verdict.assessments.count == Self.peak.requirements.count)
  }

  @Test("A timeline that adds up is no reason")
  func timeline() {
    let points = [
      TimelinePoint(second: 0, users: 1, completed: 900, failed: 10, dropped: 0, p50: 1, p95: 1, p99: 1, max: 1),
      TimelinePoint(second: 1, users: 1, completed: 90, failed: 0, dropped: 0, p50: 1, p95: 1, p99: 1, max: 1),
    ]
    #expect(Self.peak.assess(.example(timeline: points)).status == .passed)
  }

  @Test("Cancelled calls are neither success nor failure, and no reason")
  func cancelled() {
    let counts = CallCounts(scheduled: 1007, completed: 990, failed: 10, cancelled: 7)
    #expect(Self.peak.assess(.example(counts: counts)).status == .passed)
  }

  @Test("A run without calls is invalid even when nothing is required of it")
  func empty() {
    let nothing = RequestStatistics.example(count: 0)
    #expect(
      SLA([]).assess(.example(total: nothing)).sentences == [
        "No call was completed or failed, so nothing was measured."
      ])
    let verdict = Self.peak.assess(.example(total: nothing))
    #expect(verdict.status == .invalid)
    #expect(verdict.assessments.allSatisfy { $0.observed == nil && !$0.met })
    #expect(verdict.sentences.contains { $0.contains("error rate has no sample") })
    #expect(verdict.unjudged.count == Self.peak.requirements.count)
    let warmUpOnly = SLA([]).assess(.example(counts: .init(scheduled: 3, completed: 3), total: nothing))
    #expect(warmUpOnly.status == .invalid)
    #expect(warmUpOnly.reason.contains("warm-up"))
  }

  @Test("Invalid wins over failed, and the breach stays on record")
  func invalidWins() {
    let verdict = Self.peak.assess(.example(total: .example(p95: 1523), interrupted: true))
    #expect(verdict.status == .invalid)
    #expect(verdict.breaches.map(\.kpi) == ["p95 response time"])
  }

  @Test("When every call fails the run fails by its error rate; its latency stays unknown")
  func allFailed() {
    let down = Evidence.example(total: .example(count: 40, failures: 40))
    let verdict = Self.peak.assess(down)
    #expect(verdict.status == .failed)
    #expect(verdict.sentences.isEmpty)
    #expect(verdict.breaches.map(\.kpi) == ["error rate", "error rate"])
    #expect(verdict.assessments.map(\.observed) == [nil, nil, nil, 1, 1])
    #expect(verdict.unjudged.map(\.kpi) == ["avg response time", "p95 response time", "p99 response time"])
    #expect(verdict.assessments[0].unjudged?.contains("all 40 calls failed") == true && !verdict.assessments[0].met)
  }

  @Test("When every call fails and nothing else is required, the run is invalid and says why")
  func allFailedUnjudged() {
    let down = Evidence.example(total: .example(count: 40, failures: 40))
    for sla: SLA in [
      [.must(.p95ResponseTime, below: .seconds(1))],
      [.must(.p95ResponseTime, below: .seconds(1)), .should(.errorRate, below: 0.05)],
    ] {
      let verdict = sla.assess(down)
      #expect(verdict.status == .invalid)
      #expect(verdict.sentences.count == 1)
      #expect(verdict.reason.contains("all 40 calls failed"))
    }
  }

  @Test(
    "A limit that is no number makes the run invalid and leaves no number behind", arguments: [Double.nan, .infinity])
  func limits(limit: Double) {
    let verdict = SLA([.must(.errorRate, below: limit)]).assess(.example())
    #expect(verdict.status == .invalid)
    #expect(verdict.reason.contains("error rate"))
    #expect(verdict.assessments.isEmpty)
  }

  // MARK: Calls that were cut off

  /// 100 calls were cut off after 5 to 30 s; of the others p95 is 300 ms, p99 800 ms.
  private static func cutOff(_ calls: Int = 100, of count: Int = 1000) -> RequestStatistics {
    var total = RequestStatistics.example(count: count)
    total.cancelled = calls
    total.cancelledLatency = LatencyStatistics(mean: 17_000, min: 5000, p50: 17_000, max: 30_000)
    return total
  }

  private func assess(_ total: RequestStatistics, _ requirement: Requirement) -> Verdict {
    SLA([requirement]).assess(
      .example(
        counts: .init(
          scheduled: total.count + (total.cancelled ?? 0), completed: total.count - total.failures,
          failed: total.failures, cancelled: total.cancelled ?? 0), total: total))
  }

  /// Before, those that waited longest were left out without a word, and the limit was met.
  @Test("Calls that waited beyond a limit and were cut off leave it unjudged where they could change the answer")
  func cutOffCalls() {
    let hidden = assess(Self.cutOff(), .must(.p95ResponseTime, below: .seconds(1)))
    #expect(hidden.status == .invalid)
    #expect(
      hidden.reason.contains("100 calls were cut off after up to 30,000 ms without an answer"), "\(hidden.reason)")
    // Within the next percentile that is known the answer stays.
    #expect(assess(Self.cutOff(5), .must(.p95ResponseTime, below: .seconds(1))).status == .passed)
    #expect(assess(Self.cutOff(5), .must(.p95ResponseTime, below: .milliseconds(700))).status == .invalid)
    #expect(assess(Self.cutOff(), .must(.p95ResponseTime, below: .milliseconds(200))).status == .failed)
    #expect(assess(Self.cutOff(), .must(.p95ResponseTime, below: .seconds(40))).status == .passed)
    #expect(assess(Self.cutOff(), .must(.averageResponseTime, below: .seconds(2))).status == .invalid)
    #expect(assess(Self.cutOff(1), .must(.averageResponseTime, below: .seconds(2))).status == .passed)
  }

  /// Before, the throughput of 0 was "no sample", and the run INVALID.
  @Test("A target that answers nothing fails by the throughput that it had")
  func nothingAnswered() {
    var nothing = RequestStatistics.example(count: 0, throughput: 0)
    nothing.cancelled = 7
    nothing.cancelledLatency = LatencyStatistics(max: 900)
    let failed = assess(nothing, .must(.throughput, atLeast: 10))
    #expect(failed.status == .failed && failed.breaches.map(\.observed) == [0])
    let unknown = assess(nothing, .must(.errorRate, below: 0.05))
    #expect(unknown.status == .invalid)
    #expect(unknown.reason.contains("no call was answered") && !unknown.reason.contains("warm-up"))
    // A pass without a sample there is not.
    #expect(assess(nothing, .should(.errorRate, below: 0.05)).status == .invalid)
    #expect(assess(nothing, .must(.throughput, atLeast: 0)).status == .invalid)
  }

  // MARK: Stages

  static let rates: [StageStatistics] = [
    .example("50/s", target: 50, start: 0, .example(count: 3000, throughput: 50)),
    .example("100/s", target: 100, start: 60, .example(count: 6000, throughput: 99.2)),
    .example("200/s", target: 200, start: 120, .example(count: 12_000, failures: 600, throughput: 171.4, p95: 1400)),
  ]

  @Test("A requirement in a stage is judged on that stage alone, throughput within 1 %")
  func stages() {
    let sla: SLA = [
      .must(.throughput, atLeast: 50, in: "50/s"),
      .should(.throughput, atLeast: 100, in: "100/s"),
      .should(.throughput, atLeast: 200, in: "200/s"),
      .must(.p95ResponseTime, below: .seconds(1), in: "100/s"),
      .should(.p95ResponseTime, below: .seconds(1), in: "200/s"),
      .must(.errorRate, below: 0.05, in: "50/s"),
      .should(.errorRate, below: 0.05, in: "200/s"),
    ]
    let verdict = sla.assess(.example(stages: Self.rates, model: .open))
    #expect(verdict.status == .passed)
    #expect(verdict.assessments.map(\.observed) == [50, 99.2, 171.4, 300, 1400, 0, 0.05])
    #expect(verdict.assessments.map(\.met) == [true, true, false, true, false, true, false])
    #expect(verdict.breaches.map(\.stage) == ["200/s", "200/s", "200/s"])
  }

  @Test("Throughput of the whole run is the total's; without measured time it cannot be judged")
  func overallThroughput() {
    let sla: SLA = [.must(.throughput, atLeast: 100)]
    let verdict = sla.assess(.example(total: .example(throughput: 106.9), stages: Self.rates))
    #expect(verdict.assessments[0].observed == 106.9 && verdict.status == .passed)
    let nothing = sla.assess(.example(total: .example(throughput: nil)))
    #expect(nothing.status == .invalid)
    #expect(nothing.reason.contains("throughput has no measured time"))
  }

  @Test("A stage that the plan does not measure makes the run invalid, for a should as well")
  func misplacedStages() {
    for (stage, mentions) in [("50 /s", "\"100/s\""), ("ramp", "warm-up")] {
      for severity in [Severity.must, .should] {
        let verdict = verdict(on: stage, severity)
        #expect(verdict.status == .invalid)
        #expect(verdict.sentences.count == 3 && verdict.sentences.allSatisfy { $0.contains("\"\(stage)\"") })
        #expect(verdict.reason.contains(mentions))
        #expect(verdict.assessments.map(\.observed) == [nil, nil, nil])
      }
    }
  }

  @Test("A stage without a sample cannot be judged: invalid for a must, a warning for a should")
  func silentStage() {
    let must = verdict(on: "silent", .must)
    #expect(must.status == .invalid && must.reasons.count == 3 && must.reason.contains("no sample"))
    let should = verdict(on: "silent", .should)
    #expect(should.status == .passed && should.reasons.isEmpty && should.breaches.isEmpty)
    #expect(should.unjudged.count == 3 && should.warnings == 3)
    #expect(should.assessments.allSatisfy { !$0.met && $0.observed == nil })
  }

  private func verdict(on stage: String, _ severity: Severity) -> Verdict {
    var stages = Self.rates
    stages.insert(.example("ramp", target: 10, warmUp: true), at: 0)
    stages.append(.example("silent", target: 10, .example(count: 0)))
    let requirements = [KPI.errorRate, .p99ResponseTime, .throughput].map {
      Requirement(severity: severity, kpi: $0, comparison: .atMost, limit: 1e9, stage: stage)
    }
    return SLA(requirements).assess(.example(stages: stages))
  }

  // MARK: Dropped arrivals

  /// The client's `throughput` scenario against an agent that can do 140 requests/s: 330 arrivals of the last stage found
  /// no free user.
  static let slowTarget = Evidence.example(
    total: .example(count: 10_170, dropped: 330, throughput: 110),
    stages: [
      .example("50/s", target: 50, .example(count: 1500, dropped: 0, throughput: 50)),
      .example("100/s", target: 100, start: 30, .example(count: 3000, dropped: 0, throughput: 100)),
      .example("200/s", target: 200, start: 60, .example(count: 5670, dropped: 330, throughput: 141, p95: 2700)),
    ], model: .open)

  @Test("A slow target fails where it is slow: what it met before the drops stays met, and the run is valid")
  func slowTargetIsJudged() {
    let sla: SLA = [
      .must(.p95ResponseTime, below: .seconds(1), in: "50/s"), .must(.errorRate, below: 0.05),
      .should(.errorRate, below: 0.01), .must(.throughput, atLeast: 50, in: "50/s"),
      .should(.throughput, atLeast: 100, in: "100/s"), .should(.throughput, atLeast: 200, in: "200/s"),
    ]
    let verdict = sla.assess(Self.slowTarget)
    #expect(verdict.status == .passed && verdict.sentences.isEmpty)
    #expect(verdict.breaches.map(\.severity) == [.should, .should])
    #expect(verdict.breaches.map(\.stageName) == ["whole run", "200/s"])
    #expect(verdict.assessments[1].observed == 330.0 / 10_500)
  }

  @Test("In a window with drops a breached latency stays breached, and one that looks met cannot be judged")
  func latencyBesideDrops() {
    func assess(_ requirement: Requirement) -> Verdict { SLA([requirement]).assess(Self.slowTarget) }
    let breached = assess(.must(.p95ResponseTime, below: .seconds(1), in: "200/s"))
    #expect(breached.status == .failed && breached.unjudged.isEmpty)
    let unclear = assess(.must(.p95ResponseTime, below: .seconds(3), in: "200/s"))
    #expect(unclear.status == .invalid && unclear.breaches.isEmpty)
    #expect(unclear.reason.contains("p95 response time cannot be judged: 330 arrivals were dropped in stage \"200/s\""))
    #expect(unclear.assessments[0].observed == 2700 && !unclear.assessments[0].met)
    let should = assess(.should(.p99ResponseTime, below: .seconds(3)))
    #expect(should.status == .passed && should.warnings == 1 && should.reasons.isEmpty)
    // A latency that has to be high can only be higher than it looks.
    #expect(assess(.must(.p95ResponseTime, atLeast: .seconds(1), in: "200/s")).status == .passed)
    #expect(assess(.must(.p95ResponseTime, atLeast: .seconds(3), in: "200/s")).status == .invalid)
  }

  @Test("A breached must decides, with what could not be judged named; the generator's reasons still win")
  func breachedMustBesideDrops() {
    let sla: SLA = [.must(.p99ResponseTime, below: .seconds(3)), .must(.errorRate, below: 0.03)]
    let verdict = sla.assess(Self.slowTarget)
    #expect(verdict.status == .failed && verdict.sentences.isEmpty)
    #expect(verdict.breaches.map(\.kpi) == ["error rate"])
    #expect(verdict.unjudged.map(\.kpi) == ["p99 response time"] && verdict.warnedUnjudged.count == 1)
    var late = Self.slowTarget
    late.generatorReasons = ["generator late: p99 start lateness 80 ms > 5 ms"]
    #expect(sla.assess(late).status == .invalid)
    #expect(sla.assess(late).reasons == late.generatorReasons)
  }

  @Test("A should that cannot be judged is a warning, even where a must says the same")
  func sameSentence() {
    let sla: SLA = [
      .must(.p95ResponseTime, below: .seconds(3), in: "200/s"),
      .should(.p95ResponseTime, below: .milliseconds(2800), in: "200/s"),
    ]
    let verdict = sla.assess(Self.slowTarget)
    #expect(verdict.status == .invalid && verdict.sentences.count == 1)
    #expect(verdict.warnedUnjudged.map(\.severity) == [.should])
  }

  @Test("Nothing but drops: the error rate is 100 %, no latency is known, and the run fails")
  func onlyDrops() {
    let sla: SLA = [.must(.errorRate, below: 0.05), .must(.p95ResponseTime, below: .seconds(1))]
    let total = RequestStatistics.example(count: 0, dropped: 5, throughput: 0)
    let verdict = sla.assess(
      .example(counts: .init(scheduled: 10, dropped: 5, cancelled: 5), total: total, stages: [], model: .open))
    #expect(verdict.status == .failed && verdict.sentences.isEmpty)
    #expect(verdict.assessments.map(\.observed) == [1, nil])
    #expect(verdict.unjudged[0].unjudged?.contains("all 0 calls failed and 5 arrivals were dropped") == true)
  }

  @Test(
    "Recovery beside drops is judged only where they cannot change the answer",
    arguments: [
      (nil, 40, 300.0, Verdict.Status.invalid), (nil, 40, 600, .failed), (40, nil, 300, .passed),
      (40, nil, 600, .invalid),
      (40, 40, 300, .invalid), (40, 40, 600, .invalid),
    ] as [(Int?, Int?, Double, Verdict.Status)])
  func recoveryBesideDrops(before: Int?, after: Int?, p95: Double, status: Verdict.Status) {
    let stages: [StageStatistics] = [
      .example("before", target: 10, .example(dropped: before)),
      .example("after", target: 10, start: 60, .example(dropped: after, p95: p95)),
    ]
    #expect(SLA([.must(.recovery, atMost: 1.5)]).assess(.example(stages: stages, model: .open)).status == status)
  }
}
