import Testing

@testable import LoadFixtures

@Suite("KPIs of caches and circuit breakers")
struct ResilienceKPITests {
  private typealias Change = TargetMetrics.CircuitChange

  private static func point(_ second: Double, hits: Int, misses: Int, expirations: Int = 0) -> TargetMetrics.Point {
    var point = TargetMetrics.Point(second: second)
    (point.cacheHits, point.cacheMisses, point.cacheExpirations) = (hits, misses, expirations)
    return point
  }

  private static func evidence(
    points: [TargetMetrics.Point] = [], changes: [TargetMetrics.CircuitChange]? = nil,
    timeline: [TimelinePoint] = [], reads: (warm: Int, cold: Int)? = nil
  ) -> Evidence {
    var evidence = Evidence.example()
    evidence.targetMetrics.points = points
    evidence.targetMetrics.circuitChanges = changes
    evidence.statistics.timeline = timeline
    if let reads {
      var (warm, cold) = (RequestStatistics.example(count: reads.warm), RequestStatistics.example(count: reads.cold))
      (warm.name, cold.name) = ("summary", "summary after update")
      evidence.statistics.requests = [warm, cold]
      evidence.readNames = .init(warm: warm.name, cold: cold.name)
    }
    return evidence
  }

  private static func second(
    _ number: Int, completed: Int = 100, refused: Int = 0, timeouts: Int = 0
  ) -> TimelinePoint {
    var expected: [String: Int] = [:]
    if refused > 0 { expected["status 503"] = refused }
    if timeouts > 0 { expected["timeout"] = timeouts }
    return TimelinePoint(
      second: number, users: 10, completed: completed, expected: expected.isEmpty ? nil : expected, failed: 0,
      dropped: 0)
  }

  private static func assessment<Limit>(
    _ kpi: LimitedKPI<Limit>, atMost limit: Limit, of evidence: Evidence
  ) throws -> Assessment {
    try #require(SLA([.must(kpi, atMost: limit)]).assess(evidence).assessments.first)
  }

  @Test("The hit rate is that of the run, by the target's counters, beside what the mix gives")
  func hitRate() throws {
    let points = [Self.point(0, hits: 1000, misses: 0), Self.point(9, hits: 1660, misses: 340)]
    let evidence = Self.evidence(points: points, reads: (670, 330))
    let verdict = SLA([.must(.cacheHitRate, atLeast: 0.6)]).assess(evidence)
    #expect(verdict.assessments.first?.observed == 0.66 && verdict.assessments.first?.met == true)
    #expect(verdict.assessments.first?.note == "67 % expected of the mix")
    #expect(SLA([.must(.cacheHitRate, atLeast: 0.75)]).assess(evidence).breaches.map(\.kpi) == ["cache hit rate"])
    // 0.67 and 0.66 are nearer than three standard errors of 1,000 look-ups.
    #expect(SLA([.must(.cacheHitRate, atLeast: 0.66)]).assess(evidence).unjudged.count == 1)
    let restarted = Self.evidence(points: points.reversed(), reads: (670, 330))
    #expect(SLA([.must(.cacheHitRate, atLeast: 0.6)]).assess(restarted).reason.contains("counted no look-up"))
  }

  @Test("What a target does not tell is neither a breach nor a doubt, and is said")
  func notOffered() throws {
    let verdict = SLA([
      .must(.cacheHitRate, atLeast: 0.6), .must(.breakerOpenings, atLeast: 1), .must(.halfOpenProbes, atMost: 3),
      .must(.expirationBurst, atMost: 0.5), .must(.closingHerd, atMost: 1.5), .must(.errorRate, below: 0.5),
    ]).assess(Self.evidence())
    #expect(verdict.status == .passed && verdict.breaches.isEmpty, "\(verdict)")
    #expect(verdict.assessments.dropLast().allSatisfy { $0.isNotOffered == true && !$0.met && $0.unjudged != nil })
  }

  @Test("What could not be read is a doubt, and musts of which none is told are no pass")
  func notRead() throws {
    var evidence = Self.evidence()
    (evidence.targetMetrics.breakers, evidence.targetMetrics.cache) = (.unreachable, .unreachable)
    let sla: SLA = [.must(.breakerOpenings, atLeast: 1), .must(.cacheHitRate, atLeast: 0.6)]
    let verdict = sla.assess(evidence)
    #expect(verdict.status == .invalid && verdict.reasons.count == 2, "\(verdict)")
    let none = sla.assess(Self.evidence())
    #expect(none.status == .invalid && none.reason.contains("None of the musts"), "\(none)")
  }

  @Test("A stale read is counted, and needs a read after a change")
  func staleReads() throws {
    var evidence = Self.evidence(reads: (10, 20))
    #expect(try Self.assessment(.staleReads, atMost: 0, of: evidence).met)
    evidence.statistics.failureKinds["check: stale summary after an update"] = 2
    #expect(try Self.assessment(.staleReads, atMost: 0, of: evidence).isBreach)
    evidence.readNames?.tellsVersion = false
    #expect(try Self.assessment(.staleReads, atMost: 0, of: evidence).isNotOffered == true)
    evidence.readNames?.tellsVersion = true
    evidence.statistics.requests = []
    #expect(try Self.assessment(.staleReads, atMost: 0, of: evidence).unjudged != nil)
  }

  @Test(
    "A stampede is judged by what the target computed",
    arguments: [
      (Stampede(users: 50, answered: 50, computations: 2), true, false),
      (Stampede(users: 50, answered: 50, computations: 3), false, true),
      (Stampede(users: 50, answered: 50, reason: "it does not count"), false, false),
      (Stampede(users: 50, answered: 50, computations: 0), false, false),
      (Stampede(users: 50, answered: 49, computations: 1, reason: "one got none"), false, false),
    ])
  func stampede(_ stampede: Stampede, met: Bool, breached: Bool) throws {
    var evidence = Self.evidence()
    evidence.stampede = stampede
    let assessment = try Self.assessment(.stampedeComputations, atMost: 2, of: evidence)
    #expect(assessment.met == met && assessment.isBreach == breached)
  }

  @Test("Entries that expire at once are a burst, a second's worth of steady expiry is not; few say nothing")
  func expirations() throws {
    let steady = (0...10).map { Self.point(Double($0), hits: 1, misses: 1, expirations: 10 * $0) }
    #expect(try Self.assessment(.expirationBurst, atMost: 0.1, of: Self.evidence(points: steady)).met)
    let burst = [0, 0, 100, 100].enumerated().map {
      Self.point(Double($0), hits: 1, misses: 1, expirations: $1)
    }
    #expect(try Self.assessment(.expirationBurst, atMost: 0.5, of: Self.evidence(points: burst)).observed == 1)
    let few = burst.map { Self.point($0.second, hits: 1, misses: 1, expirations: ($0.cacheExpirations ?? 0) / 4) }
    #expect(try Self.assessment(.expirationBurst, atMost: 0.5, of: Self.evidence(points: few)).isNotOffered == true)
  }

  @Test("Openings, closings and failures are those of the changes; five is not six, and not four")
  func changes() throws {
    let evidence = Self.evidence(changes: [
      Change(breaker: "llm", state: .open, second: 2, failures: 5),
      Change(breaker: "llm", state: .halfOpen, second: 5),
      Change(breaker: "llm", state: .closed, second: 5.1),
      Change(breaker: "llm", state: .open, second: 8, failures: 7),
    ])
    let sla: SLA = [
      .must(.breakerOpenings, atLeast: 2), .must(.breakerClosings, atLeast: 1), .must(.breakersLeftOpen, atMost: 0),
      .must(.failuresToOpen, atLeast: 5), .must(.failuresToOpen, atMost: 5),
    ]
    #expect(sla.assess(evidence).assessments.map(\.observed) == [2, 1, 1, 5, 7])
    #expect(sla.assess(evidence).breaches.map(\.kpi) == ["breakers left open", "failures to open"])
  }

  @Test("A breaker that was open before the run is open at its beginning")
  func openBefore() throws {
    var evidence = Self.evidence(
      changes: [], timeline: (0..<10).map { Self.second($0, refused: 10) })
    evidence.targetMetrics.circuitsBefore = ["llm": .open]
    #expect(try Self.assessment(.breakerContradictions, atMost: 0, of: evidence).met)
    #expect(try Self.assessment(.breakersLeftOpen, atMost: 0, of: evidence).observed == 1)
  }

  @Test("Refused while closed or let through while open contradicts what the target told, second by second")
  func contradictions() throws {
    let changes = [
      Change(breaker: "llm", state: .open, second: 4.5, failures: 5),
      Change(breaker: "llm", state: .halfOpen, second: 9.5),
      Change(breaker: "llm", state: .closed, second: 9.6),
    ]
    let sound = (0..<15).map { number in
      (4...9).contains(number)
        ? Self.second(number, refused: 10, timeouts: number < 6 ? 3 : 0) : Self.second(number, timeouts: 3)
    }
    let assessment = try Self.assessment(
      .breakerContradictions, atMost: 0, of: Self.evidence(changes: changes, timeline: sound))
    #expect(assessment.met && assessment.note == "8 seconds could be checked", "\(assessment)")
    var lying = sound
    lying[7] = Self.second(7, refused: 10, timeouts: 1)
    lying[12] = Self.second(12, refused: 1)
    #expect(
      try Self.assessment(.breakerContradictions, atMost: 0, of: Self.evidence(changes: changes, timeline: lying))
        .observed == 2)
  }

  @Test("The herd on closing is the second after it over the mean")
  func herd() throws {
    let changes = [Change(breaker: "llm", state: .closed, second: 4.2)]
    let timeline = (0..<10).map { Self.second($0, completed: $0 == 5 ? 300 : 75) }
    let herd = try Self.assessment(.closingHerd, atMost: 1.5, of: Self.evidence(changes: changes, timeline: timeline))
    #expect(herd.observed == 3 && herd.isBreach)
  }

  @Test("The rejection time is that of refusals alone, whatever else was expected")
  func rejections() throws {
    var evidence = Self.evidence()
    #expect(try Self.assessment(.rejectionTime, atMost: .milliseconds(50), of: evidence).unjudged != nil)
    evidence.statistics.total.expected = [
      ExpectedOutcome(kind: "timeout", count: 10, latency: LatencyStatistics(p95: 1000)),
      ExpectedOutcome(kind: "status 503", count: 10, latency: LatencyStatistics(p95: 3)),
    ]
    #expect(try Self.assessment(.rejectionTime, atMost: .milliseconds(50), of: evidence).observed == 3)
  }
}
