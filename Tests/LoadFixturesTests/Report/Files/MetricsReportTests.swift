import Foundation
import TestSupport
import Testing

@testable import LoadFixtures

@Suite("Metrics of a run, for GitLab's report")
struct MetricsReportTests {
  private typealias Sample = (name: String, labels: [String: String], value: Double)

  private static func read(_ results: RunResults) async throws -> [Sample] {
    let script = """
      import sys, json
      from prometheus_client.openmetrics.parser import text_string_to_metric_families
      families = text_string_to_metric_families(sys.stdin.read())
      samples = [(s.name, s.labels, s.value) for f in families for s in f.samples]
      print(json.dumps(samples))
      """
    let answer = try await PythonOracle.run(script, input: MetricsReport(results).document())
    let rows = try #require(try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [[Any]])
    return rows.map {
      ($0[0] as? String ?? "", $0[1] as? [String: String] ?? [:], ($0[2] as? NSNumber)?.doubleValue ?? .nan)
    }
  }

  @Test(
    "prometheus_client reads the figures in base units",
    .enabled { await PythonOracle.mayAsk("prometheus_client") })
  func figures() async throws {
    let record = ReportSamples.record(
      "peak", verdict: ReportSamples.verdict(.failed, breaches: [ReportSamples.breach(.must)]))
    let samples = try await Self.read(RunResults(records: [record]))
    func value(_ name: String, _ labels: [String: String]) -> Double? {
      samples.first { sample in sample.name == name && labels.allSatisfy { sample.labels[$0] == $1 } }?.value
    }
    #expect(value("loadtest_verdict", ["scenario": "peak", "status": "failed"]) == 1)
    let times = ["p50": 0.118, "p95": 0.412, "p99": 1.263]
    for (percentile, seconds) in times {
      let told = value("loadtest_response_time_percentile_seconds", ["percentile": percentile]) ?? 0
      #expect(abs(told - seconds) < 1e-9, "\(percentile)")
    }
    #expect(value("loadtest_requests", [:]) == 8_512)
    let (throughput, errors) = (value("loadtest_throughput", ["scenario": "peak"]), value("loadtest_error_ratio", [:]))
    #expect(abs((throughput ?? 0) - 8_459.0 / 270) < 1e-9 && abs((errors ?? 0) - 53.0 / 8_512) < 1e-9)
    let breach = ["kpi": "p95 response time", "requirement": "5", "severity": "must", "comparison": "below"]
    #expect(value("loadtest_sla_limit", breach) == 1)
    #expect(abs((value("loadtest_sla_observed", breach) ?? 0) - 1.523) < 1e-9)
    #expect(value("loadtest_sla_met", breach) == 0)
    #expect(value("loadtest_sla_met", ["kpi": "error rate"]) == 1)
  }

  @Test(
    "An INVALID run has no number that was observed; what is missing is named; every text is inert",
    .enabled { await PythonOracle.mayAsk("prometheus_client") })
  func invalid() async throws {
    var results = HostileRecord.results
    results.records = [HostileRecord.record("peak", .invalid)]
    let samples = try await Self.read(results)
    let names = Set(samples.map(\.name))
    #expect(names == ["loadtest_verdict", "loadtest_missing", "loadtest_sla_limit"])
    let missing = samples.filter { $0.name == "loadtest_missing" }.compactMap { $0.labels["scenario"] }
    #expect(missing.count == 2 && missing.contains { $0.contains(HostileRecord.mark) })
    #expect(try MetricsReport(results).document().controls.isEmpty)
  }

  @Test(
    "Of too few samples no percentile is told, and of a test that ran twice both records are",
    .enabled { await PythonOracle.mayAsk("prometheus_client") })
  func fewAndTwice() async throws {
    var record = ReportSamples.record("peak", seconds: 3)
    record.total = ReportSamples.statistics("total", count: 100, failures: 0)
    let samples = try await Self.read(RunResults(records: [record, record]))
    let percentiles = samples.filter { $0.name == "loadtest_response_time_percentile_seconds" }
    #expect(percentiles.map { $0.labels["percentile"] } == ["p50", "p95", "p50", "p95"])
    #expect(percentiles.map { $0.labels["repetition"] } == [nil, nil, "2", "2"])
  }
}
