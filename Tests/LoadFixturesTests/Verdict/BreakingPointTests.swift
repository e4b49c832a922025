import Testing

@testable import LoadFixtures

@Suite("Breaking point and recovery")
struct BreakingPointTests {
  static let sla: SLA = [.must(.breakingPoint, atLeast: 100)]

  @Test("A staircase that holds passes and says how far it was tried")
  func none() {
    #expect(BreakingPoint.find(in: StageStatistics.staircase()) == .none(within: 200))
    let verdict = Self.sla.assess(.example(stages: StageStatistics.staircase()))
    #expect(verdict.status == .passed)
    #expect(verdict.assessments[0].note == "none within 200 users")
    #expect(verdict.assessments[0].observed == 200)
  }

  @Test("A staircase that ends below the limit has not met it")
  func tooShort() {
    let verdict = Self.sla.assess(.example(stages: StageStatistics.staircase(steps: 4)))
    #expect(verdict.status == .invalid)
    #expect(verdict.reason.contains("none within 80 users") && verdict.reason.contains("100 users"))
  }

  @Test(
    "The first step beyond a limit is the breaking point",
    arguments: [
      (60, RequestStatistics.example(p95: 1000.1), "p95 1,000.1 ms"),
      (120, .example(failures: 51), "error rate 5.1 %"),
      (20, .example(count: 3, failures: 1), "error rate 33.3 %"),
      (160, .example(count: 5, failures: 5), "error rate 100 %"),
    ])
  func limits(users: Int, trouble: RequestStatistics, mentions: String) throws {
    let stages = StageStatistics.staircase(trouble: [users: trouble, 200: .example(p95: 9000)])
    guard case .broken(let point) = BreakingPoint.find(in: stages) else {
      Issue.record("no step broke")
      return
    }
    #expect(point.users == Double(users))
    #expect(point.stage == "\(users) users")
    #expect(point.reason.contains(mentions), "\(point.reason)")
    let verdict = Self.sla.assess(.example(stages: stages))
    #expect(verdict.status == (users < 100 ? .failed : .passed))
    #expect(verdict.assessments[0].observed == Double(users))
    #expect(verdict.assessments[0].note?.contains(mentions) == true)
    #expect(verdict.assessments[0].stage == "\(users) users")
  }

  @Test("At the limits themselves a step still holds")
  func edges() {
    let trouble = [60: RequestStatistics.example(p95: 1000), 80: .example(failures: 50)]
    #expect(BreakingPoint.find(in: StageStatistics.staircase(trouble: trouble)) == .none(within: 200))
  }

  @Test("Throughput that stops growing breaks the step after saturation")
  func saturation() {
    // Throughput follows users up to 100 and stands still from there.
    let stages = StageStatistics.staircase { min($0, 100) / 2 }
    guard case .broken(let point) = BreakingPoint.find(in: stages) else {
      Issue.record("no step broke")
      return
    }
    // From 100 to 120 users half the growth is 10 %: 50 -> 55 req/s. Missing are 5, and three standard deviations are
    // 3 sqrt(50 / 60 + 1.1^2 50 / 60) = 4.1.
    #expect(point.users == 120)
    #expect(
      point.reason == "throughput went from 50 req/s at 100 users to 50 req/s at 120 users, while users grew by 20 %")
  }

  @Test("Growth of more than half of the users' is enough")
  func sublinear() {
    var throughput = 10.0
    var previous = 20.0
    let stages = StageStatistics.staircase { users in
      throughput *= 1 + 0.6 * (users / previous - 1)
      previous = users
      return throughput
    }
    #expect(BreakingPoint.find(in: stages) == .none(within: 200))
  }

  @Test(
    "A shortfall within counting noise breaks nothing, one beyond it does",
    arguments: [(121, false), (130, false), (120, true)])
  func noise(later: Int, breaks: Bool) {
    // 20 users had 120 answers in 60 s. 40 users must have 180; 180 - n > 3 sqrt(n + 1.5^2 120) holds for n up
    // to 120.
    let stages: [StageStatistics] = [
      .example("20 users", target: 20, .example(count: 120, throughput: 2)),
      .example("40 users", target: 40, start: 60, .example(count: later, throughput: Double(later) / 60)),
    ]
    #expect((BreakingPoint.find(in: stages) != .none(within: 40)) == breaks)
  }

  @Test("A plateau of short steps breaks at its first step")
  func plateau() {
    // Measured with steps of 3 s against an agent of four workers and 16 ms. Each step against the one before is
    // within chance, up to the last; 160 users against 100 are not.
    let throughputs = [60.0, 119, 179, 239, 298, 315, 317, 324, 327, 314]
    let stages = throughputs.enumerated().map { index, throughput in
      StageStatistics.example(
        "\(20 * index + 20) users", target: Double(20 * index + 20), start: 3 * Double(index), length: 3,
        .example(throughput: throughput))
    }
    guard case .broken(let point) = BreakingPoint.find(in: stages) else {
      Issue.record("no step broke")
      return
    }
    #expect(point.users == 120)
    #expect(
      point.reason
        == "throughput went from 298 req/s at 100 users to 324 req/s at 160 users, while users grew by 60 %")
  }

  @Test("One weak step in a staircase that goes on growing breaks nothing")
  func weakStep() {
    let stages = StageStatistics.staircase { $0 == 120 ? 105 : $0 }
    #expect(BreakingPoint.find(in: stages) == .none(within: 200))
  }

  @Test("A step with too few samples to judge makes the run invalid, unless an earlier one broke")
  func unknown() {
    for count in [0, 5] {
      let stages = StageStatistics.staircase(trouble: [60: .example(count: count), 80: .example(p95: 2000)])
      let verdict = Self.sla.assess(.example(stages: stages))
      #expect(verdict.status == .invalid)
      #expect(verdict.reason.contains("60 users") && verdict.reason.contains("\(count) samples"))
    }
    let broken = StageStatistics.staircase(trouble: [40: .example(p95: 2000), 60: .example(count: 0)])
    #expect(Self.sla.assess(.example(stages: broken)).status == .failed)
    let six = StageStatistics.staircase(trouble: [60: .example(count: 6)])
    #expect(BreakingPoint.find(in: six) == .none(within: 200))
  }

  @Test("Warm-up is no step, and a run without steps has no breaking point to tell")
  func warmUp() {
    var stages = StageStatistics.staircase()
    stages.insert(.example("warm-up", target: 20, warmUp: true, .example(p95: 5000)), at: 0)
    #expect(BreakingPoint.find(in: stages) == .none(within: 200))
    #expect(Self.sla.assess(.example(stages: [])).status == .invalid)
  }

  @Test("Arrivals have no breaking point in users, and comparisons of stages take no stage")
  func misuse() {
    let open = Self.sla.assess(.example(stages: StageStatistics.staircase(), model: .open))
    #expect(open.status == .invalid && open.reason.contains("arrivals"))
    for sla: SLA in [
      [.must(.breakingPoint, atLeast: 100, in: "20 users")], [.must(.recovery, atMost: 1.5, in: "20 users")],
    ] {
      let verdict = sla.assess(.example(stages: StageStatistics.staircase()))
      #expect(verdict.status == .invalid && verdict.reason.contains("leave out the stage"))
    }
  }

  // MARK: Recovery

  static func spike(before: RequestStatistics, after: RequestStatistics) -> [StageStatistics] {
    [
      .example("warm-up", target: 10, warmUp: true, .example(p95: 5)),
      .example("before", target: 10, before),
      .example("spike", target: 200, start: 60, .example(p95: 4000)),
      .example("after", target: 10, start: 120, after),
    ]
  }

  @Test("Recovery is the last stage's p95 over the first measured stage's", arguments: [(450.0, true), (451, false)])
  func recovery(after: Double, met: Bool) {
    let sla: SLA = [.must(.recovery, atMost: 1.5)]
    let verdict = sla.assess(
      .example(stages: Self.spike(before: .example(p95: 300), after: .example(p95: after))))
    #expect(verdict.status == (met ? .passed : .failed))
    #expect(verdict.assessments[0].observed == after / 300)
    #expect(verdict.assessments[0].stage == "after")
    #expect(verdict.assessments[0].note == nil)
  }

  @Test("Recovery over few samples says so")
  func fewSamples() {
    let sla: SLA = [.must(.recovery, atMost: 1.5)]
    let verdict = sla.assess(.example(stages: Self.spike(before: .example(count: 30), after: .example(count: 40))))
    #expect(verdict.status == .passed)
    #expect(verdict.assessments[0].note == "insufficient: 30 samples of 72")
  }

  @Test("Recovery that cannot be computed makes the run invalid")
  func noRecovery() {
    let sla: SLA = [.must(.recovery, atMost: 1.5)]
    let cases: [([StageStatistics], String)] = [
      ([.example("only", target: 1)], "fewer than two"),
      (Self.spike(before: .example(count: 0), after: .example()), "\"before\""),
      (Self.spike(before: .example(), after: .example(count: 0)), "\"after\""),
      (Self.spike(before: .example(p95: 0), after: .example()), "p95 above 0"),
      (Self.spike(before: .example(), after: .example(count: 40, failures: 40)), "all 40 calls failed"),
    ]
    for (stages, mentions) in cases {
      let verdict = sla.assess(.example(stages: stages))
      #expect(verdict.status == .invalid)
      #expect(verdict.sentences.count == 1 && verdict.reason.contains(mentions), "\(verdict.sentences)")
    }
  }

  @Test("A target that is down after the spike fails by the error rate of that stage")
  func downAfterwards() {
    let sla: SLA = [.must(.recovery, atMost: 1.5), .must(.errorRate, below: 0.05, in: "after")]
    let verdict = sla.assess(
      .example(stages: Self.spike(before: .example(), after: .example(count: 40, failures: 40))))
    #expect(verdict.status == .failed)
    #expect(verdict.breaches.map(\.stage) == ["after"])
  }
}
