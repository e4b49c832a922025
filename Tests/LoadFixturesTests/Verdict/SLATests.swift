import Testing

@testable import LoadFixtures

@Suite("SLA: how requirements are written")
struct SLATests {
  @Test("Each form says what it reads as, with limits in the KPI's unit")
  func forms() {
    let sla: SLA = [
      .must(.averageResponseTime, below: .milliseconds(200)),
      .should(.p95ResponseTime, atMost: .seconds(1), in: "hold"),
      .must(.p50ResponseTime, below: .microseconds(1500)),
      .should(.errorRate, below: 0.01),
      .must(.throughput, atLeast: 50, in: "50/s"),
      .must(.breakingPoint, atLeast: 100),
      .must(.recovery, atMost: 1.5),
    ]
    #expect(
      sla.requirements == [
        Requirement(severity: .must, kpi: .averageResponseTime, comparison: .below, limit: 200),
        Requirement(severity: .should, kpi: .p95ResponseTime, comparison: .atMost, limit: 1000, stage: "hold"),
        Requirement(severity: .must, kpi: .p50ResponseTime, comparison: .below, limit: 1.5),
        Requirement(severity: .should, kpi: .errorRate, comparison: .below, limit: 0.01),
        Requirement(severity: .must, kpi: .throughput, comparison: .atLeast, limit: 50, stage: "50/s"),
        Requirement(severity: .must, kpi: .breakingPoint, comparison: .atLeast, limit: 100),
        Requirement(severity: .must, kpi: .recovery, comparison: .atMost, limit: 1.5),
      ])
  }

  @Test(
    "Limits are kept on the right side",
    arguments: [
      (Comparison.below, KPI.p95ResponseTime, 999.9, true), (.below, .p95ResponseTime, 1000, false),
      (.atMost, .p95ResponseTime, 1000, true), (.atMost, .p95ResponseTime, 1000.1, false),
      (.atLeast, .breakingPoint, 1000, true), (.atLeast, .breakingPoint, 999.9, false),
      (.atLeast, .throughput, 990, true), (.atLeast, .throughput, 989.9, false),
      (.below, .throughput, 1000, false),
    ])
  func comparisons(comparison: Comparison, kpi: KPI, observed: Double, met: Bool) {
    let requirement = Requirement(severity: .must, kpi: kpi, comparison: comparison, limit: 1000)
    #expect(requirement.isMet(by: observed) == met)
  }

  /// As it would be written beside the others: nothing else has to be touched.
  @Test("A new KPI is one declaration, out of the business figures as well as the target's own")
  func newKPI() {
    let completion = LimitedKPI<Double>(
      .ofRun("completion rate", .share) { _, evidence in
        let business = evidence.statistics.business
        return business.conversationsStarted == 0
          ? .unobservable("No conversation was started.")
          : .value(Double(business.conversationsCompleted) / Double(business.conversationsStarted))
      })
    let circuits = LimitedKPI<Double>(
      .ofRun("open circuits", .count) { _, evidence in
        .value(Double(evidence.targetMetrics.points.compactMap(\.openCircuits?.count).max() ?? 0))
      })
    var evidence = Evidence.example()
    let sla: SLA = [.must(completion, atLeast: 0.95), .should(circuits, atMost: 0)]
    #expect(sla.assess(evidence).sentences == ["No conversation was started."])
    (evidence.statistics.business.conversationsStarted, evidence.statistics.business.conversationsCompleted) = (100, 94)
    var point = TargetMetrics.Point(second: 1)
    point.openCircuits = ["database"]
    evidence.targetMetrics.points = [point]
    #expect(
      sla.assess(evidence).breaches.map(\.sentence) == [
        "completion rate 94 %, limit at least 95 % (must), stage whole run",
        "open circuits 1, limit at most 0 (should), stage whole run",
      ])
  }
}
