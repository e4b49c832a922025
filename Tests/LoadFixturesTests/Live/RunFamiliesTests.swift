import Foundation
import LoadEngine
import ReferenceAgent
import TestSupport
import Testing

@testable import LoadFixtures

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

@Suite("A run's metrics", .timeLimit(.minutes(2)))
struct RunFamiliesTests {
  private static let sla: SLA = [
    .must(.p95ResponseTime, below: .milliseconds(1234)), .must(.errorRate, below: 0.01),
    .should(.throughput, atLeast: 100_000),
  ]

  /// Runs five users for some seconds against an agent, with their metrics.
  private static func run(_ runs: LiveRuns, seconds: Int = 2) async throws -> RunRecord {
    try await AgentUnderTest.with { agent in
      try await ScenarioRunner(
        scenario: Scenario(
          "metered", user: SalesUser.self, profile: .ramp(to: 5, perSecond: 50, for: .seconds(seconds))),
        sla: sla, environment: agent.environment(), terminal: .silent, observers: [runs]
      ).run()
    }
  }

  private static func sum(_ family: MetricFamily?, where fits: (MetricFamily.Labels) -> Bool = { _ in true }) -> Double
  {
    (family?.series ?? []).reduce(0) { sum, series in
      guard fits(series.labels), case .number(let value) = series.value else { return sum }
      return sum + value
    }
  }

  @Test("At the end its counts are the record's, by outcome, and its histograms hold as many")
  func counts() async throws {
    let runs = LiveRuns()
    let record = try await Self.run(runs)
    let families = Dictionary(uniqueKeysWithValues: RunFamilies(await runs.all).all.map { ($0.name, $0) })
    func calls(_ outcome: String) -> Double {
      Self.sum(families["loadtest_calls"]) { $0.contains { $0.name == "outcome" && $0.value == outcome } }
    }
    #expect(record.counts.completed > 100 && calls("completed") == Double(record.counts.completed))
    #expect(calls("failed") == Double(record.counts.failed) && calls("cancelled") == Double(record.counts.cancelled))
    let times = try #require(families["loadtest_response_time_seconds"])
    for series in times.series {
      guard case .distribution(let distribution) = series.value else {
        Issue.record("a histogram is none")
        continue
      }
      #expect(
        distribution.buckets.count <= RunFamilies.mostBounds && distribution.buckets.contains { $0.bound == 1.234 })
      #expect(zip(distribution.buckets, distribution.buckets.dropFirst()).allSatisfy { $0.count <= $1.count })
      #expect((distribution.buckets.last?.count ?? 0) <= distribution.count)
      #expect((distribution.sum > 0) == (distribution.count > 0))
    }
    #expect(Self.sum(families["loadtest_running"]) == 0 && Self.sum(families["loadtest_users"]) == 0)
    // Beside all other tests the generator may be out of CPU, and what it measured proves nothing.
    let isValid = record.verdict.status != .invalid
    #expect(families["loadtest_sla_met"]?.series.count == (isValid ? 3 : 0))
    #expect(Self.sum(families["loadtest_sla_met"]) == (isValid ? 2 : 0))
    #expect(families["loadtest_verdict"]?.series.first?.labels.last?.value == record.verdict.status.rawValue)
    #expect(Self.sum(families["loadtest_calls"]) { $0.contains { $0.value == "failed" } } == 0)
    #expect(families["loadtest_calls"]?.series.contains { $0.labels.contains { $0.value == "failed" } } == true)
    let limits = families["loadtest_sla_limit"]?.series.map(\.value) ?? []
    #expect(limits.contains { if case .number(1.234) = $0 { true } else { false } })
  }

  @Test(
    "What a run and a monitor really tell is read whole by promtool and, in both formats, by prometheus_client",
    .enabled(if: Peers.mayRun("promtool"), "promtool is missing"),
    .enabled { await PythonOracle.mayAsk("prometheus_client") })
  func formats() async throws {
    let runs = LiveRuns()
    let record = try await Self.run(runs)
    var state = MonitorState(
      target: "x", interval: 1, rules: AlertRule.usual, holdTime: 0, sources: MonitorMetric.Source.allCases, at: Date())
    for kind in MonitorMetric.Source.allCases {
      var reading = SourceReading(.offered)
      for metric in MonitorMetric.inOrder where metric.source == kind { reading.values[metric] = 1.5 }
      state.take(reading, from: kind, at: 1, Date())
    }
    let families = RunFamilies(await runs.all).all + MonitorMetrics.families(of: state)
    try await ExpositionFormatTests.promtool(families)
    for samples in try await ExpositionFormatTests.read(families) {
      let completed = samples.filter {
        $0[0] as? String == "loadtest_calls_total" && ($0[1] as? [String: String])?["outcome"] == "completed"
      }
      #expect(completed.reduce(0) { $0 + ($1[2] as? Double ?? 0) } == Double(record.counts.completed))
      #expect(samples.contains { $0[0] as? String == "monitor_alert" })
      let monitor = Set(samples.compactMap { $0[0] as? String }.filter { $0.hasPrefix("monitor_") })
      #expect(monitor.count == MonitorMetric.inOrder.count + 2, "\(monitor)")
    }
  }

  /// What the panels of the Grafana dashboard ask for, with its variables filled in.
  private static func dashboardQueries() throws -> [String] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
      path: "../../../deploy/grafana/load-test.json")
    let dashboard = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
    let panels = dashboard?["panels"] as? [[String: Any]] ?? []
    return panels.flatMap { ($0["targets"] as? [[String: Any]] ?? []).compactMap { $0["expr"] as? String } }.map {
      $0.replacing("$scenario", with: "metered").replacing("$__rate_interval", with: "30s")
    }
  }

  @Test("As many bounds as are allowed, whatever the SLA has")
  func bounds() {
    let many = (1...60).map { Requirement.must(.p95ResponseTime, below: .milliseconds($0)) }
    #expect(RunFamilies.bounds(with: many).count == RunFamilies.mostBounds)
    #expect(RunFamilies.bounds(with: []).count == 14 && RunFamilies.bounds(with: many).contains(0.003))
  }

  @Test("Another path, another method", arguments: [("GET /metrics", 200), ("GET /", 404), ("POST /metrics", 405)])
  func routes(request: String, status: Int) async throws {
    let server = try await LiveServer.start(at: LiveAddress(port: 0), named: "test", metrics: { [] })
    defer { Task { await server.stop() } }
    let socket = try RawSocket(connectedTo: server.port)
    defer { socket.close() }
    socket.send("\(request) HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")
    #expect(String(decoding: socket.readSome(), as: UTF8.self).hasPrefix("HTTP/1.1 \(status) "))
  }

  @Test(
    "A real Prometheus scrapes it while it runs, and answers with the record's count afterwards",
    .enabled(if: Peers.mayRun("prometheus"), "prometheus is missing"))
  func scraped() async throws {
    let runs = LiveRuns()
    let server = try await LiveServer.start(
      at: LiveAddress(port: 0), named: "test", metrics: { RunFamilies(await runs.all).all })
    let (folder, port) = (try ScratchDirectory(), try FreePort.next())
    try """
    scrape_configs:
      - job_name: load
        scrape_interval: 500ms
        static_configs: [{targets: ["127.0.0.1:\(server.port)"]}]
    """.write(toFile: folder.path + "/prometheus.yml", atomically: true, encoding: .utf8)
    let prometheus = Process(
      "prometheus",
      [
        "--config.file=\(folder.path)/prometheus.yml", "--storage.tsdb.path=\(folder.path)/data",
        "--web.listen-address=127.0.0.1:\(port)",
      ])
    (prometheus.standardOutput, prometheus.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    try prometheus.start()
    func results(_ query: String) async throws -> [[String: Any]]? {
      let text = query.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
      let url = try #require(URL(string: "http://127.0.0.1:\(port)/api/v1/query?query=\(text)"))
      guard let (data, _) = try? await URLSession.shared.data(from: url) else { return nil }
      // It says so in words while it starts.
      let answer = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
      return (answer?["data"] as? [String: Any])?["result"] as? [[String: Any]]
    }
    func ask(_ query: String) async throws -> Double? {
      ((try await results(query)?.first?["value"] as? [Any])?.last as? String).flatMap(Double.init)
    }
    try await withCleanUp({
      kill(prometheus.processIdentifier, SIGTERM)
      await server.stop()
    }) { () async throws in
      for _ in 0..<200 where try await ask("up") != 1 { try await Task.sleep(for: .milliseconds(50)) }
      let record = try await Self.run(runs, seconds: 4)
      let count = "sum(loadtest_calls_total{scenario=\"metered\",outcome=\"completed\"})"
      var found: Double?
      for _ in 0..<100 {
        found = try await ask(count)
        if found == Double(record.counts.completed) { break }
        try await Task.sleep(for: .milliseconds(50))
      }
      #expect(found == Double(record.counts.completed))
      #expect(try await ask("max_over_time(loadtest_running[1m])") == 1, "it was seen while it ran")
      #expect(try await ask("histogram_quantile(0.95, sum by (le) (loadtest_response_time_seconds_bucket))") ?? 0 > 0)
      if record.verdict.status != .invalid { #expect(try await ask("count(loadtest_sla_met == 1)") == 2) }
      let panels = try Self.dashboardQueries()
      #expect(panels.count > 20)
      for query in panels {
        // The agent of the test has no memory to tell of, nothing failed, and nothing was started late.
        let mayBeEmpty = ["failures_total", "outcome=\"failed\"", "memory_bytes", "hit_ratio", "lateness"].contains {
          query.contains($0)
        }
        // As it was while the run went on: much of it is of that time only.
        let found = try await results("max_over_time((\(query))[60s:500ms])")
        #expect(found.map { !$0.isEmpty || mayBeEmpty } == true, "\(query)")
      }
    }
  }
}
