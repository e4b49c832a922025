import Testing

@testable import LoadFixtures

@Suite("Wording of breaches and assessments")
struct WordingTests {
  static func breach(
    _ kpi: KPI, _ comparison: Comparison, limit: Double, observed: Double?, severity: Severity = .must,
    stage: String = "whole run"
  ) -> Assessment {
    Assessment(
      severity: severity, kpi: kpi.name, comparison: comparison, limit: limit, observed: observed, unit: kpi.unit,
      stage: stage, met: false)
  }

  @Test(
    "A breach is one sentence with both numbers and their unit",
    arguments: [
      (
        breach(.p95ResponseTime, .below, limit: 1000, observed: 1523.4),
        "p95 response time 1,523 ms, limit below 1,000 ms (must), stage whole run"
      ),
      (
        breach(.errorRate, .below, limit: 0.01, observed: 0.0123, severity: .should),
        "error rate 1.23 %, limit below 1 % (should), stage whole run"
      ),
      (
        breach(.throughput, .atLeast, limit: 50, observed: 44.44, stage: "50/s"),
        "throughput 44.4 req/s, limit at least 50 req/s (must), stage 50/s"
      ),
      (
        breach(.breakingPoint, .atLeast, limit: 100, observed: 80),
        "breaking point 80 users, limit at least 100 users (must), stage whole run"
      ),
      (
        breach(.recovery, .atMost, limit: 1.5, observed: 1.504),
        "recovery 1.504 x, limit at most 1.5 x (must), stage whole run"
      ),
    ])
  func breaches(breach: Assessment, sentence: String) {
    #expect(breach.sentence == sentence && breach.isBreach)
    var record = ReportSamples.record("baseline", verdict: .init(status: .failed, reasons: [], assessments: [breach]))
    // One wording wherever it is said.
    #expect((record.errors + record.warnings) == [sentence + ", scenario baseline"])
    #expect(SummaryTable(records: [record]).text(color: false).contains(sentence))
    record.verdict.assessments[0].unjudged = "The value cannot be known."
    #expect(record.verdict.breaches.isEmpty)
  }

  @Test("A value that was not observed, or rounds to its limit, is told as it is")
  func special() {
    #expect(
      Self.breach(.p95ResponseTime, .below, limit: 1000, observed: 999.96).sentence
        == "p95 response time 999.96 ms, limit below 1,000 ms (must), stage whole run")
    let unseen = Self.breach(.p95ResponseTime, .below, limit: 1000, observed: nil)
    #expect(unseen.sentence == "p95 response time not observed, limit below 1,000 ms (must), stage whole run")
    #expect(!unseen.isBreach)
  }
}
