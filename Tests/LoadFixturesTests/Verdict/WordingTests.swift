import Testing

@testable import LoadFixtures

@Suite("Wording of breaches and assessments")
struct WordingTests {
  static func breach(
    _ kpi: KPI, _ comparison: Comparison, limit: Double, observed: Double, severity: Severity = .must,
    stage: String = "whole run"
  ) -> Breach {
    Breach(
      severity: severity, kpi: kpi.rawValue, comparison: comparison, limit: limit, observed: observed,
      unit: kpi.unit, scenario: "baseline", stage: stage)
  }

  @Test(
    "A breach is one sentence with both numbers and their unit",
    arguments: [
      (
        breach(.p95ResponseTime, .below, limit: 1000, observed: 1523.4),
        "p95 response time 1523 ms, limit below 1000 ms (must), stage whole run, scenario baseline"
      ),
      (
        breach(.errorRate, .below, limit: 0.01, observed: 0.0123, severity: .should),
        "error rate 1.23 %, limit below 1 % (should), stage whole run, scenario baseline"
      ),
      (
        breach(.throughput, .atLeast, limit: 50, observed: 44.44, stage: "50/s"),
        "throughput 44.4 req/s, limit at least 50 req/s (must), stage 50/s, scenario baseline"
      ),
      (
        breach(.breakingPoint, .atLeast, limit: 100, observed: 80),
        "breaking point 80 users, limit at least 100 users (must), stage whole run, scenario baseline"
      ),
      (
        breach(.recovery, .atMost, limit: 1.5, observed: 1.504),
        "recovery 1.504 x, limit at most 1.5 x (must), stage whole run, scenario baseline"
      ),
    ])
  func breaches(breach: Breach, sentence: String) {
    #expect(breach.description == sentence)
  }

  @Test("An assessment says whether it was met, not judged, and what makes it less sure")
  func assessments() {
    var assessment = Assessment(
      severity: .must, kpi: "p95 response time", comparison: .below, limit: 1000, observed: 999.96, unit: "ms",
      stage: "whole run", met: true, note: "insufficient: 30 samples of 72")
    #expect(
      assessment.description
        == "p95 response time 999.96 ms, limit below 1000 ms (must), stage whole run: met, insufficient: 30 samples of 72"
    )
    assessment.met = false
    assessment.observed = 1500
    assessment.note = nil
    #expect(assessment.description == "p95 response time 1500 ms, limit below 1000 ms (must), stage whole run: not met")
    assessment.observed = nil
    #expect(
      assessment.description
        == "p95 response time not observed, limit below 1000 ms (must), stage whole run: not judged")
  }

  @Test(
    "Numbers are short, and never rounded into their limit",
    arguments: [
      (0.0, "ms", "0 ms"), (0.456, "ms", "0.46 ms"), (12.34, "ms", "12.3 ms"), (99.95, "ms", "100 ms"),
      (1500, "ms", "1500 ms"), (0.05, "share", "5 %"), (1, "share", "100 %"), (0.00005, "share", "0.01 %"),
      (49.96, "req/s", "50 req/s"), (100, "users", "100 users"), (1.05, "x", "1.05 x"), (-0.001, "x", "0 x"),
      (-1.5, "x", "-1.5 x"), (.nan, "ms", "nan ms"), (1e12, "ms", "1000000000000.0 ms"),
    ])
  func numbers(value: Double, unit: String, text: String) {
    #expect(Quantity.text(value, unit: unit) == text)
  }
}
