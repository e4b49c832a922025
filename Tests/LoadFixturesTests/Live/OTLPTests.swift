import Foundation
import LoadEngine
import Synchronization
import TestSupport
import Testing

@testable import LoadFixtures

@Suite("Metrics that are pushed", .timeLimit(.minutes(2)))
struct OTLPTests {
  /// A collector that keeps what it is sent.
  private final class Collector: Sendable {
    let requests = Mutex<[HTTPRequest]>([])
    /// Answers by number; 200 for all others.
    let refusals: [Int: Int]

    init(refusals: [Int: Int] = [:]) { self.refusals = refusals }

    func take(_ request: HTTPRequest) -> HTTPServerReply {
      requests.withLock { requests in
        requests.append(request)
        return HTTPServerReply(status: refusals[requests.count - 1] ?? 200, body: Array("{}".utf8))
      }
    }
  }

  /// A run of some seconds that is pushed twice a second to the collector.
  private static func run(
    to url: (Int) -> String, _ collector: Collector, screen: Screen = Screen()
  ) async throws -> RunRecord {
    try await CountingServer.with { _, request, _ in
      collector.take(request)
    } _: { server in
      try await AgentUnderTest.with { agent in
        let environment = try agent.environment([
          "OTEL_EXPORTER_OTLP_ENDPOINT": url(server.port), "OTEL_EXPORTER_OTLP_HEADERS": "x-key=a%20b",
        ])
        let runs = LiveRuns()
        let exporter = OTLPExporter(
          to: try #require(environment.pushEndpoint), environment, of: runs, every: .milliseconds(500),
          log: Log(level: .warning, terminal: screen.terminal()))
        await exporter.start()
        let record = try await ScenarioRunner(
          scenario: Scenario("pushed", user: SalesUser.self, profile: .ramp(to: 5, perSecond: 50, for: .seconds(3))),
          sla: [.must(.p95ResponseTime, below: .milliseconds(900)), .must(.errorRate, below: 0.01)],
          environment: environment, terminal: .silent, observers: [runs]
        ).run()
        await exporter.flush()
        await exporter.stop()
        return record
      }
    }
  }

  @Test(
    "OpenTelemetry's own decoder reads them, and the sums of the parts are the record's counts",
    .enabled { await PythonOracle.mayAsk("opentelemetry.proto") })
  func decoded() async throws {
    // A part that was refused for a while comes again, and is counted once.
    let collector = Collector(refusals: [1: 503, 2: 429])
    let record = try await Self.run(to: { "http://127.0.0.1:\($0)/otlp/" }, collector)
    let requests = collector.requests.withLock { $0 }
    #expect(requests.count >= 5)
    #expect(requests.allSatisfy { $0.path == "/otlp/v1/metrics" && $0.headers["x-key"] == "a b" })
    #expect(requests.allSatisfy { $0.headers["Content-Type"] == "application/json" })
    let script = """
      import sys, json
      from google.protobuf import json_format
      from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
      calls, times, buckets, bounds, resource, names, ends = {}, {}, 0, 0, {}, set(), []
      for line in sys.stdin:
          message = json_format.Parse(line, ExportMetricsServiceRequest())
          for part in message.resource_metrics:
              resource = {a.key: a.value.string_value for a in part.resource.attributes}
              for metric in part.scope_metrics[0].metrics:
                  names.add((metric.name, metric.unit))
                  kind = metric.WhichOneof("data")
                  data = getattr(metric, kind)
                  if kind != "gauge": assert data.aggregation_temporality == 1
                  for point in data.data_points:
                      assert 0 < point.start_time_unix_nano <= point.time_unix_nano
                      labels = {a.key: a.value.string_value for a in point.attributes}
                      outcome = labels.get("loadtest.outcome")
                      if metric.name == "loadtest.calls": calls[outcome] = calls.get(outcome, 0) + point.as_double
                      if kind == "histogram":
                          assert len(point.bucket_counts) == len(point.explicit_bounds) + 1
                          assert sum(point.bucket_counts) == point.count > 0 and labels["server.address"] == "127.0.0.1"
                          times[outcome] = times.get(outcome, 0) + point.count
                          bounds = len(point.explicit_bounds)
      print(json.dumps({"calls": calls, "times": times, "bounds": bounds, "resource": resource,
          "names": sorted(name for name, _ in names), "seconds": ("http.client.request.duration", "s") in names}))
      """
    // Those that were refused were sent again.
    let bodies = requests.enumerated().filter { collector.refusals[$0.offset] == nil }
      .map { String(decoding: $0.element.body, as: UTF8.self) }
    let answer = try await PythonOracle.run(script, input: bodies.joined(separator: "\n"))
    let told = try #require(try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any])
    let (calls, times) = (told["calls"] as? [String: Double], told["times"] as? [String: Double])
    #expect(calls?["completed"] == Double(record.counts.completed) && record.counts.completed > 100)
    #expect(times?["completed"] == Double(record.counts.completed) && told["bounds"] as? Int == 15)
    let resource = told["resource"] as? [String: String]
    #expect(resource?["loadtest.scenario"] == "pushed" && resource?["loadtest.seed"] == "7", "\(told)")
    #expect(resource?["service.name"] == "ngx-load-tests" && resource?["service.version"] == SuiteHeaders.version)
    #expect(told["seconds"] as? Bool == true)
    #expect((told["names"] as? [String])?.contains("loadtest.sla_met") == true)
  }

  @Test("A collector that is away, or is none, delays and spoils nothing, and is told of once")
  func away() async throws {
    let (port, screen) = (try FreePort.next(), Screen())
    let record = try await Self.run(to: { _ in "http://127.0.0.1:\(port)" }, Collector(), screen: screen)
    #expect(record.counts.completed > 100 && record.counts.failed == 0)
    let said = screen.text()
    #expect(said.matches(of: /cannot be pushed to .*: connection refused/).count == 1, "\(said)")
    #expect(said.contains(/has 0 of [1-9][0-9]* messages with metrics/), "\(said)")
    let hostile = Collector(refusals: Dictionary(uniqueKeysWithValues: (0..<1000).map { ($0, 400) }))
    let second = try await Self.run(to: { "http://127.0.0.1:\($0)" }, hostile)
    #expect(second.counts.completed > 100 && second.counts.failed == 0)
    // What is refused for good is not sent again: each body once.
    let bodies = hostile.requests.withLock { $0.map(\.body) }
    #expect(Set(bodies).count == bodies.count && !bodies.isEmpty)
  }

  @Test("What is said of the endpoint follows the rules for addresses, and hides what is secret")
  func guarded() throws {
    #expect(throws: ConfigurationError.self) {
      try TargetEnvironment(environment: ["OTEL_EXPORTER_OTLP_ENDPOINT": "ftp://127.0.0.1"])
    }
    let error = #expect(throws: ConfigurationError.self) {
      try TargetEnvironment(environment: ["OTEL_EXPORTER_OTLP_HEADERS": "authorization s3cr3t"])
    }
    #expect(error.map { !"\($0)".contains("s3cr3t") } == true)
    let none = try TargetEnvironment(environment: ["OTEL_EXPORTER_OTLP_ENDPOINT": ""])
    #expect(none.pushEndpoint == nil && none.pushHeaders.isEmpty)
  }
}
