import AgentContracts
import Foundation
import LoadEngine
import ReferenceAgent
import TestSupport
import Testing

@testable import LoadFixtures

/// The schemas are typed, not made of the code: what is added to one of them and not to the other fails here.
@Suite("The schemas of records and reports", .timeLimit(.minutes(1)))
struct RecordSchemaTests {
  private static func json(_ record: RunRecord) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(record.encoded())) as? [String: Any])
  }

  /// With every key that a record can have, and every key of its parts.
  private static func full() throws -> RunRecord {
    var record = HostileRecord.record("full")
    record.run = "7-a"
    (record.contractReason, record.locale, record.texts, record.note) = ("told", "mixed", "varied", "a note")
    record.metadata.data = .init(name: "a.csv", rows: 3, order: "ordered", end: "stop", sha256: "00")
    (record.tasksLeftOut, record.skippedCalls) = (["tier"], ["tier"])
    let interval = LatencyStatistics.Interval(low: 1, high: 2)
    var latency = ReportSamples.latency()
    latency.intervals = Dictionary(uniqueKeysWithValues: Percentile.allCases.map { ($0, interval) })
    record.total.latency = latency
    record.total.expected = [ExpectedOutcome(kind: "status 404", count: 1, latency: latency)]
    (record.total.dropped, record.total.cancelled, record.total.cancelledLatency) = (1, 2, latency)
    record.total.failureKinds = ["timeout": 1]
    record.total.phases.tls = 1
    record.total.phaseProfiles = [
      PhaseProfile(percentile: .p95, count: 30, from: 1, to: 2, start: 0, connect: 0, tls: 0, wait: 1, receive: 0)
    ]
    record.stages[0].requests = [record.total]
    record.failures = [FailureCount(request: "roi", kind: "timeout", count: 1, example: HostileRecord.text)]
    record.timeline[0] = TimelinePoint(
      second: 0, users: 1, completed: 1, expected: ["timeout": 1], failed: 1, dropped: 1, answers: 1, makeshifts: 1,
      repeats: 1, p50: 1, p95: 1, p99: 1, max: 1, failureKinds: ["timeout": 1], lateness: 1, loopLag: 1, cpu: 0.5)
    record.curve = [CurvePoint(quantile: 0.5, response: 1, low: 1, high: 1, service: 1)]
    record.failureDistribution = [DistributionBucket(upTo: 1, count: 1)]
    var seconds: [(number: Int, response: HDRHistogram)] = []
    for number in 0..<20 {
      var histogram = HDRHistogram()
      for value in 1...20 { histogram.record(nanoseconds: Int64(value) * 1_000_000) }
      seconds.append((number, histogram))
    }
    record.steadiness = Steadiness(seconds)
    record.heatMap = LatencyHeatMap(seconds: seconds.map { ($0.response, 1) })
    record.businessByLocale = ["es_MX": ReportSamples.business]
    var sample = AnswerSample()
    sample.count(1)
    sample.keep(AnswerNote(call: 1, text: 2, length: 3, isForeign: false))
    record.answers = AnswerStatistics(sample, name: "message", texts: [2: "Hola"]).map { [$0] }
    record.turns = [TurnStatistics(turn: 1, count: 1, latency: latency)]
    (record.distinctTexts, record.distinctTextsAreExact) = (1, true)
    record.tracedCalls = [
      TracedCall(request: "roi", second: 1, responseTime: 1, failure: "timeout", traceID: "0a", isSampled: true)
    ]
    record.loadBegan = 1_795_479_312.5
    let window = LoopHealth.Window(share: 0.5, from: 0, to: 5)
    record.generator.loops = [LoopHealth(running: window, waiting: window, contended: window)]
    (record.generator.usableCores, record.generator.othersShare) = (2, 0.1)
    record.endpoints = [.init(address: "127.0.0.1:80", connections: 1)]
    (record.trial, record.polled) = (["login"], ["metrics": 1])
    record.warmUpCalls = .init(seconds: 1, completed: 1, failed: 1)
    var point = TargetMetrics.Point(second: 0)
    (point.averageResponseTime, point.errorRate, point.requestsPerSecond, point.activeConnections) = (1, 0, 1, 1)
    (point.openCircuits, point.openCircuitsNotNamed, point.cacheHitRate, point.cacheKeys) = (
      [HostileRecord.text], 1, 0.5, 1
    )
    (point.cacheHits, point.cacheMisses, point.cacheComputations, point.cacheExpirations) = (1, 1, 1, 1)
    (point.halfOpenProbes, point.circuitRejections, point.requestsTotal, point.residentMemory) = (1, 1, 1, 1)
    record.before = TargetState(metrics: point, busyShare: 0.5, availableMemory: 1, freeDescriptors: 1)
    record.system.points = [point]
    record.system.notBelievable = ["error_rate": 1]
    record.system.circuitChanges = [
      .init(breaker: "llm", state: .open, second: 1, failures: 5), .init(breaker: "llm", state: .closed, second: 2),
    ]
    (record.system.circuitChangesLeftOut, record.system.circuitsBefore) = (1, ["llm": .closed])
    record.system = record.system.summed()
    let command = SideCommandOutcome(command: "true", exitCode: 0, signal: 9, seconds: 1, output: "")
    (record.prepared, record.cleanedUp) = (command, command)
    record.faults = [
      FaultOutcome(
        name: "cache lost", carrier: "a command", plannedStart: 1, plannedEnd: 2, begun: 1, ended: 2, detected: 1,
        recovered: 2, touched: 1, beginning: command, ending: command, problem: "none")
    ]
    record.stampede = Stampede(users: 1, answered: 1, spread: 1, computations: 1, reason: "x")
    record.reach = RequestReach(before: 0, after: 1, counts: record.counts)
    record.verdict.reasons = [InvalidReason(.other, "x")]
    record.verdict.assessments[1].interval = interval
    return record
  }

  @Test("Versions are the code's")
  func versions() throws {
    for (name, id, version) in [
      ("run-record", "urn:ngx-load-tests:run-record:", RunRecord.currentSchemaVersion),
      ("report", "urn:ngx-load-tests:report:", JSONReport.currentSchemaVersion),
    ] {
      let schema = try SchemaOracle.schema(name)
      #expect(schema["$id"] as? String == id + "\(version)")
      let const = (schema["properties"] as? [String: Any])?["schemaVersion"] as? [String: Any]
      #expect(const?["const"] as? Int == version)
    }
  }

  /// By each part of the schema that names keys, those of them that a document has nowhere.
  private static func collectAbsent(
    in value: Any, _ schema: [String: Any], of root: [String: Any], at place: String,
    into absent: inout [String: Set<String>]
  ) {
    if let reference = schema["$ref"] as? String, let name = reference.split(separator: "/").last.map(String.init) {
      let part = (root["$defs"] as? [String: [String: Any]])?[name] ?? [:]
      return collectAbsent(in: value, part, of: root, at: name, into: &absent)
    }
    if let elements = value as? [Any], let items = schema["items"] as? [String: Any] {
      for element in elements { collectAbsent(in: element, items, of: root, at: place + "[]", into: &absent) }
    }
    guard let members = value as? [String: Any] else { return }
    if let properties = schema["properties"] as? [String: [String: Any]] {
      let missing = Set(properties.keys).subtracting(members.keys)
      absent[place] = absent[place]?.intersection(missing) ?? missing
      for (key, part) in properties {
        guard let member = members[key] else { continue }
        collectAbsent(in: member, part, of: root, at: "\(place).\(key)", into: &absent)
      }
    } else if let values = schema["additionalProperties"] as? [String: Any] {
      for member in members.values { collectAbsent(in: member, values, of: root, at: place + ".*", into: &absent) }
    }
  }

  @Test("It names no key that no record has")
  func noKeyTooMany() throws {
    let schema = try SchemaOracle.schema("run-record")
    var absent: [String: Set<String>] = [:]
    Self.collectAbsent(in: try Self.json(Self.full()), schema, of: schema, at: "record", into: &absent)
    for (place, keys) in absent { #expect(keys.isEmpty, "\(place)") }
    let parts = try #require(schema["$defs"] as? [String: [String: Any]]).filter { $0.value["properties"] != nil }
    #expect(Set(parts.keys).isSubset(of: absent.keys), "the record has each part")
  }

  @Test(
    "Records of every kind are valid, and one key more or less is refused",
    .enabled { await PythonOracle.mayAsk("jsonschema") })
  func records() async throws {
    let samples = [
      try Self.full(), ReportSamples.record(seconds: 20), HostileRecord.record(), HostileRecord.record("x", .invalid),
    ]
    var documents = try samples.map(Self.json)
    documents.append(try Self.json(Self.full()).merging(["newKey": 1]) { $1 })
    var without = try Self.json(Self.full())
    without["counts"] = nil
    documents.append(without)
    var deep = try Self.json(Self.full())
    var timeline = try #require(deep["timeline"] as? [[String: Any]])
    timeline[0]["p75"] = 1
    deep["timeline"] = timeline
    documents.append(deep)
    let refusals = try await SchemaOracle.refusals(documents)
    #expect(refusals.prefix(4) == ["", "", "", ""], "\(refusals.prefix(4))")
    #expect(refusals[4].contains("newKey") && refusals[5].contains("counts") && refusals[6].contains("p75"))
  }

  @Test(
    "Reports are valid, with all that can be missing, and one key more is refused",
    .enabled { await PythonOracle.mayAsk("jsonschema") })
  func reports() async throws {
    var results = HostileRecord.results
    results.unfinished = ["peak"]
    results.unrecorded.append(UnrecordedTest(name: "custom", ended: .skipped))
    let documents = try [results, RunResults(records: [ReportSamples.record(seconds: 2)])].map { results in
      try #require(try JSONSerialization.jsonObject(with: Data(JSONReport(results).encoded())) as? [String: Any])
    }
    let refusals = try await SchemaOracle.refusals(
      ofReports: true, documents + [documents[1].merging(["newKey": 1]) { $1 }])
    #expect(refusals.prefix(2) == ["", ""], "\(refusals)")
    #expect(refusals[2].contains("newKey"))
    let keys = (try SchemaOracle.schema("report")["properties"] as? [String: Any])?.keys.sorted()
    #expect(documents[0].keys.sorted() == keys, "each key is one that a report can have")
  }

  @Test("The record of a real run is valid", .enabled { await PythonOracle.mayAsk("jsonschema") })
  func realRun() async throws {
    let record = try await AgentUnderTest.with { agent in
      try await ScenarioRunner.quietly(
        Scenario("real", user: SalesUser.self, profile: .ramp(to: 5, perSecond: 50, for: .milliseconds(2500))),
        sla: [.must(.p95ResponseTime, below: .seconds(5)), .must(.errorRate, below: 0.01)],
        in: agent.environment(["LOAD_EVENT_LOOPS": "1"]))
    }
    #expect(record.total.count > 10)
    let refusals = try await SchemaOracle.refusals([try Self.json(record)])
    #expect(refusals == [""])
  }

  @Test("Every number says its unit or what it counts")
  func descriptions() throws {
    func undescribed(_ value: Any, at place: String) -> [String] {
      if let elements = value as? [Any] { return elements.flatMap { undescribed($0, at: place + "[]") } }
      guard let members = value as? [String: Any] else { return [] }
      let inner = members.flatMap { undescribed($0.value, at: place + "." + $0.key) }
      let isNumber = ["number", "integer"].contains(members["type"] as? String ?? "")
      // Values of a table are what the table says.
      let isOfTable = place.hasSuffix(".additionalProperties") || place.hasSuffix(".items")
      return inner + (isNumber && members["description"] == nil && !isOfTable ? [place] : [])
    }
    for name in ["run-record", "report"] {
      let places = undescribed(try SchemaOracle.schema(name), at: name)
      #expect(places.isEmpty)
    }
  }
}
