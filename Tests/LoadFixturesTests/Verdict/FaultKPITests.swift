import Testing

@testable import LoadFixtures

@Suite("KPIs of troubles: what is kept, and the way back")
struct FaultKPITests {
  /// A second of 100 calls.
  private static func second(_ number: Int, p95: Double? = 50, failed: Int = 0) -> TimelinePoint {
    TimelinePoint(
      second: number, users: 10, completed: p95 == nil ? 0 : 100 - failed, failed: failed, dropped: 0, p95: p95)
  }

  private static func fault(
    _ name: String = "cache lost", from begun: Double = 10.2, to ended: Double = 15.2
  ) -> FaultOutcome {
    FaultOutcome(
      name: name, carrier: "a test", plannedStart: begun, plannedEnd: ended, begun: begun, ended: ended)
  }

  private static func evidence(
    faults: [FaultOutcome] = [fault()], before: RequestStatistics = .example(p95: 50), _ timeline: [TimelinePoint] = []
  ) -> Evidence {
    var evidence = Evidence.example(
      stages: [
        .example("before", target: 10, start: 0, length: 10, before),
        .example("cache lost", target: 10, start: 10, length: 5, .example(throughput: 8)),
        .example("after cache lost", target: 10, start: 15, length: 15),
      ])
    evidence.statistics.timeline = timeline
    if !timeline.isEmpty {
      let (completed, failed) = (timeline.reduce(0) { $0 + $1.completed }, timeline.reduce(0) { $0 + $1.failed })
      evidence.statistics.counts = CallCounts(scheduled: completed + failed, completed: completed, failed: failed)
    }
    evidence.faults = faults
    return evidence
  }

  /// Seconds 0 to 29, of which some are in trouble.
  private static func timeline(bad: ClosedRange<Int>, p95: Double? = 500, failed: Int = 0) -> [TimelinePoint] {
    (0..<30).map { bad.contains($0) ? second($0, p95: p95, failed: failed) : second($0) }
  }

  @Test(
    "Back is the first of three good seconds in a row, from the real end on",
    arguments: [
      (timeline(bad: 10...14), 0.8), (timeline(bad: 10...19), 4.8), (timeline(bad: 10...28), nil),
      (timeline(bad: 10...19, p95: 50, failed: 2), 4.8), (timeline(bad: 10...19, p95: nil), 4.8),
      // 1.2 times 50 ms, and 10 ms more than it: neither is beyond.
      (timeline(bad: 10...19, p95: 60), 0.8), (timeline(bad: 10...19, p95: 60.1), 4.8),
      // A single good second is luck.
      (timeline(bad: 10...19).map { $0.second == 17 ? second(17) : $0 }, 4.8),
    ])
  func comeback(timeline: [TimelinePoint], seconds: Double?) {
    let found = Comeback(after: Self.fault(), in: Self.evidence(timeline)).seconds
    #expect(found.map { ($0 * 10).rounded() / 10 } == seconds)
  }

  @Test(
    "Felt is the end of the first bad second while it lasts, from the real beginning on",
    arguments: [
      (timeline(bad: 10...14), 0.8), (timeline(bad: 12...12), 2.8), (timeline(bad: 15...15), 5.8),
      (timeline(bad: 12...12, p95: 50, failed: 1), 2.8),
      // Twice 50 ms is not beyond.
      (timeline(bad: 10...14, p95: 100), nil), (timeline(bad: 10...14, p95: 100.1), 0.8),
      // Before it was there, and when it was gone.
      (timeline(bad: 8...9), nil), (timeline(bad: 16...18), nil),
    ] as [([TimelinePoint], Double?)])
  func detection(timeline: [TimelinePoint], seconds: Double?) {
    let found = Detection(of: Self.fault(), in: Self.evidence(timeline)).seconds
    #expect(found.map { ($0 * 10).rounded() / 10 } == seconds)
  }

  @Test("The record's troubles have both times since the load's origin, and none that is not known")
  func timed() throws {
    let timed = try #require(Self.evidence(Self.timeline(bad: 12...19)).timedFaults.first)
    #expect(timed.detected.map { $0.rounded() } == 13 && timed.recovered == 20)
    let unfelt = try #require(Self.evidence(Self.timeline(bad: 40...41)).timedFaults.first)
    #expect(unfelt.detected == nil && unfelt.recovered == 16)
    let lasting = try #require(Self.evidence(Self.timeline(bad: 12...29)).timedFaults.first)
    #expect(lasting.detected != nil && lasting.recovered == nil)
    var absent = Self.fault()
    (absent.begun, absent.ended, absent.problem) = (nil, nil, "no such container")
    #expect(Self.evidence(faults: [absent], Self.timeline(bad: 12...19)).timedFaults == [absent])
  }

  @Test("The next trouble ends the time for coming back; one that still lasts puts it off")
  func neighbours() {
    let timeline = Self.timeline(bad: 10...21)
    let next = Self.fault("llm lost", from: 20, to: 21)
    #expect(Comeback(after: Self.fault(), in: Self.evidence(faults: [Self.fault(), next], timeline)).seconds == nil)
    let lasting = Self.fault("llm lost", from: 12, to: 21.5)
    let seconds = Comeback(after: Self.fault(), in: Self.evidence(faults: [Self.fault(), lasting], timeline)).seconds
    #expect(seconds.map { ($0 * 10).rounded() / 10 } == 0.5)
  }

  @Test("Shares and times are judged by their limits; who never came back is named")
  func requirements() {
    let sla: SLA = [
      .must(.recoveredShare, atLeast: 1), .must(.recoveryTime(), below: .seconds(3)),
      .must(.throughputKept(during: .lose(.cache)), atLeast: 0.6),
      .should(.detectionTime(), below: .seconds(2)),
    ]
    let late = sla.assess(Self.evidence(Self.timeline(bad: 10...19)))
    #expect(late.breaches.map(\.kpi) == ["recovery time", "throughput kept, cache lost"], "\(late)")
    #expect(late.assessments[2].observed == 0.5)
    #expect((late.assessments[3].observed ?? 0).rounded() == 800)
    let never = sla.assess(Self.evidence(Self.timeline(bad: 10...29)))
    #expect(never.assessments[1].unjudged != nil)
    #expect(never.status == .failed && never.breaches.first?.note == "not back after cache lost")
    let unfelt = sla.assess(Self.evidence(Self.timeline(bad: 40...41)))
    #expect(unfelt.assessments[3].unjudged != nil && unfelt.assessments[3].isNotOffered == nil)
  }

  @Test("Makeshift answers are none: an agent that gives them at once is not back")
  func makeshifts() {
    let timeline = Self.timeline(bad: 40...41).map { point in
      var point = point
      (point.answers, point.makeshifts) = (50, (10...19).contains(point.second) ? 50 : 1)
      return point
    }
    let seconds = Comeback(after: Self.fault(), in: Self.evidence(timeline)).seconds
    #expect(seconds.map { ($0 * 10).rounded() / 10 } == 4.8)
  }

  @Test("A second of nothing but expected outcomes is not a good one")
  func onlyExpected() {
    let timeline = Self.timeline(bad: 40...41).map { point in
      guard (10...19).contains(point.second) else { return point }
      return TimelinePoint(
        second: point.second, users: 10, completed: 100, expected: ["status 503": 100], failed: 0, dropped: 0)
    }
    let seconds = Comeback(after: Self.fault(), in: Self.evidence(timeline)).seconds
    #expect(seconds.map { ($0 * 10).rounded() / 10 } == 4.8)
  }

  @Test("A trouble that came too late, or stayed too long, was not the planned one")
  func shifted() {
    for (begun, ended) in [(11.3, 15.2), (10.2, 16.3)] {
      var fault = Self.fault()
      (fault.begun, fault.ended) = (begun, ended)
      let verdict = SLA([.must(.errorRate, below: 0.5)]).assess(Self.evidence(faults: [fault]))
      #expect(verdict.reasons.map(\.code) == [.faultNotCarried], "\(verdict)")
    }
  }

  @Test("The blast radius is that of the requests which should not be touched, of enough samples")
  func blastRadius() {
    func named(_ name: String, _ count: Int, _ p95: Double) -> RequestStatistics {
      var statistics = RequestStatistics.example(count: count, p95: p95)
      statistics.name = name
      return statistics
    }
    var evidence = Self.evidence()
    evidence.statistics.stages[0].requests = [named("message", 100, 50), named("tier", 100, 30), named("roi", 5, 1)]
    evidence.statistics.stages[1].requests = [named("message", 100, 900), named("tier", 100, 90), named("roi", 5, 99)]
    let assessment = SLA([.must(.blastRadius(of: .lose(.cache), outside: "message"), atMost: 2)]).assess(evidence)
      .assessments.first
    #expect(assessment?.observed == 3 && assessment?.note == "tier")
    // One that is dead while it lasts has no latency, and is the most touched of all.
    var dead = named("tier", 100, 30)
    dead.failures = 99
    evidence.statistics.stages[1].requests = [dead]
    let worst = SLA([.must(.blastRadius(of: .lose(.cache), outside: "message"), atMost: 2)]).assess(evidence)
    #expect(worst.breaches.map(\.note) == ["without end: most of tier failed"])
  }

  @Test("Without a steady state before the first trouble nothing can be said")
  func noSteadyState() {
    for before: RequestStatistics in [
      .example(failures: 20), .example(count: 0, p95: nil),
      .example(count: 10, failures: 10),
    ] {
      let verdict = SLA([.must(.errorRate, below: 0.5)]).assess(Self.evidence(before: before))
      #expect(verdict.status == .invalid && verdict.reasons.map(\.code) == [.noSteadyState], "\(verdict)")
    }
  }

  @Test("A trouble that did not come makes the run invalid, and is no pass")
  func notCarried() {
    var fault = Self.fault()
    (fault.begun, fault.ended, fault.problem) = (nil, nil, "it did not begin: no such container")
    let verdict = SLA([.must(.errorRate, below: 0.5)]).assess(Self.evidence(faults: [fault]))
    #expect(verdict.status == .invalid && verdict.reasons.map(\.code) == [.faultNotCarried])
    #expect(verdict.reason.contains("no such container"))
  }

  @Test("They have no place in a scenario without troubles")
  func misplaced() {
    let verdict = SLA([.must(.recoveredShare, atLeast: 1)]).assess(Self.evidence(faults: []))
    #expect(verdict.reasons.map(\.code) == [.misplacedRequirement])
  }
}
