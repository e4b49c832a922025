import Foundation
import TestSupport
import Testing

@testable import LoadFixtures

@Suite("Metrics as Prometheus and OpenMetrics have them")
struct ExpositionFormatTests {
  private static let families: [MetricFamily] = {
    var calls = MetricFamily(name: "loadtest_calls", kind: .counter, help: "Calls \"by\" \\ request.\nAll.")
    calls.add(12, [("request", "POST \"x\\y\"\nz"), ("outcome", "completed")])
    var cpu = MetricFamily(name: "cpu_ratio", kind: .gauge, help: "A share.", unit: .ratio)
    cpu.add(0.25)
    cpu.add(nil)
    cpu.add(.nan)
    var time = MetricFamily(name: "time_seconds", kind: .histogram, help: "Times.", unit: .seconds)
    time.add(.init(buckets: [(0.001, 1), (0.5, 3)], count: 4, sum: 1.25), [("request", "start")])
    return [calls, cpu, time, MetricFamily(name: "empty", kind: .gauge, help: "Of nothing.")]
  }()

  @Test("0.0.4: a counter is described by its samples' name, and what is not known is left out")
  func prometheus() {
    #expect(
      ExpositionFormat.prometheus.text(Self.families) == """
        # HELP loadtest_calls_total Calls "by" \\\\ request.\\nAll.
        # TYPE loadtest_calls_total counter
        loadtest_calls_total{request="POST \\"x\\\\y\\"\\nz",outcome="completed"} 12
        # HELP cpu_ratio A share.
        # TYPE cpu_ratio gauge
        cpu_ratio 0.25
        # HELP time_seconds Times.
        # TYPE time_seconds histogram
        time_seconds_bucket{request="start",le="0.001"} 1
        time_seconds_bucket{request="start",le="0.5"} 3
        time_seconds_bucket{request="start",le="+Inf"} 4
        time_seconds_sum{request="start"} 1.25
        time_seconds_count{request="start"} 4

        """)
  }

  @Test("OpenMetrics has the unit and an end, and a client is given what it asks for")
  func openMetrics() {
    let text = ExpositionFormat.openMetrics.text(Self.families)
    #expect(text.contains("# TYPE loadtest_calls counter\n") && text.contains("# UNIT time_seconds seconds\n"))
    #expect(text.hasSuffix("# EOF\n"))
    #expect(ExpositionFormat(accept: "application/openmetrics-text;version=1.0.0,text/plain;q=0.5") == .openMetrics)
    #expect(ExpositionFormat(accept: "text/plain") == .prometheus && ExpositionFormat(accept: nil) == .prometheus)
  }

  @Test("promtool finds nothing to complain of", .enabled(if: Peers.mayRun("promtool"), "promtool is missing"))
  func promtool() async throws { try await Self.promtool(Self.families) }

  static func promtool(_ families: [MetricFamily]) async throws {
    try await PythonOracle.withFile(ExpositionFormat.prometheus.text(families)) { file in
      _ = try await Process("bash", ["-c", "promtool check metrics < \"$0\"", file]).runToEnd()
    }
  }

  @Test("prometheus_client reads both formats", .enabled { await PythonOracle.mayAsk("prometheus_client") })
  func client() async throws {
    for samples in try await Self.read(Self.families) {
      #expect(samples.count == 7, "\(samples)")
      let labels = samples.first?[1] as? [String: String]
      #expect(labels?["request"] == "POST \"x\\y\"\nz" && samples.first?[2] as? Double == 12)
    }
  }

  /// Name, labels and value of each sample, as `prometheus_client` reads them from either format.
  static func read(_ families: [MetricFamily]) async throws -> [[[Any]]] {
    let script = """
      import sys, json
      from %@ import text_string_to_metric_families
      samples = [(s.name, s.labels, s.value) for f in text_string_to_metric_families(sys.stdin.read()) for s in f.samples]
      print(json.dumps(samples))
      """
    var all: [[[Any]]] = []
    for (format, module) in [
      (ExpositionFormat.prometheus, "prometheus_client.parser"),
      (.openMetrics, "prometheus_client.openmetrics.parser"),
    ] {
      let answer = try await PythonOracle.run(script.replacing("%@", with: module), input: format.text(families))
      all.append(try #require(try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [[Any]]))
    }
    return all
  }
}
