import Foundation

@testable import LoadFixtures

/// Records as a run would leave them, for the tests of what is made of them.
enum ReportSamples {
  static let noLatency = LatencyStatistics()

  static func latency(_ scale: Double = 1) -> LatencyStatistics {
    LatencyStatistics(
      mean: 142.4 * scale, min: 3.2 * scale, p50: 118 * scale, p90: 287 * scale, p95: 412 * scale, p99: 1_263 * scale,
      p999: 2_210 * scale, max: 2_874 * scale)
  }

  static func statistics(_ name: String, count: Int, failures: Int, scale: Double = 1) -> RequestStatistics {
    RequestStatistics(
      name: name, count: count, failures: failures, requestRate: Double(count) / 270,
      throughput: Double(count - failures) / 270, latency: count > failures ? latency(scale) : noLatency,
      serviceTime: count > failures ? latency(scale * 0.8) : noLatency,
      failureLatency: failures > 0 ? latency(0.2) : noLatency,
      phases: .init(connect: 0.84, wait: 131 * scale, receive: 0.31, connections: 100))
  }

  static func timeline(seconds: Int, users: Int) -> [TimelinePoint] {
    (0..<seconds).map { second in
      // A stall in the middle: seconds without an answer have no percentile.
      let stalled = (seconds / 2..<seconds / 2 + 6).contains(second)
      let level = min(1, Double(second + 1) / 30)
      let wave = 1 + 0.25 * sin(Double(second) / 7) + 0.1 * sin(Double(second) * 2.3)
      let p50 = stalled ? nil : 60 + 70 * level * wave
      return TimelinePoint(
        second: second, users: Int(Double(users) * level), completed: stalled ? 0 : Int(29 * level * wave),
        failed: stalled ? 9 : second % 23 == 0 ? 1 : 0, dropped: 0, p50: p50, p95: p50.map { $0 * 3.1 },
        p99: p50.map { $0 * (second % 17 == 0 ? 9.5 : 5.2) }, max: p50.map { $0 * 11 })
    }
  }

  static var distribution: [DistributionBucket] {
    (0..<44).map { index in
      let upTo = 3.2 * pow(1.17, Double(index))
      let distance = log(upTo / 118) / 0.75
      return DistributionBucket(upTo: upTo, count: Int(1_400 * exp(-distance * distance / 2)))
    }
  }

  static func assessment(
    _ kpi: String, limit: Double, observed: Double?, unit: LoadFixtures.Unit = .milliseconds,
    severity: Severity = .must, met: Bool,
    note: String? = nil
  ) -> Assessment {
    Assessment(
      severity: severity, kpi: kpi, comparison: .below, limit: limit, observed: observed, unit: unit,
      met: met, note: note)
  }

  static func breach(_ severity: Severity, kpi: String = "p95 response time") -> Assessment {
    assessment(kpi, limit: 1_000, observed: 1_523, severity: severity, met: false)
  }

  static func verdict(_ status: Verdict.Status, breaches: [Assessment] = [], reasons: [InvalidReason] = []) -> Verdict {
    Verdict(
      status: status, reasons: reasons,
      assessments: [
        assessment("average response time", limit: 200, observed: 142.4, met: true),
        assessment("p95 response time", limit: 1_000, observed: 412, met: true),
        assessment(
          "p99 response time", limit: 3_000, observed: 1_263, met: true, note: "insufficient: 150 samples of 368"),
        assessment("error rate", limit: 0.05, observed: 0.0062, unit: .share, met: true),
      ] + breaches)
  }

  static var generator: GeneratorHealth {
    GeneratorHealth(
      eventLoops: 1, cpuShare: 0.083,
      startLateness: LatencyStatistics(mean: 0.11, min: 0.01, p50: 0.08, p90: 0.2, p95: 0.3, p99: 0.84, max: 1.92),
      eventLoopLag: LatencyStatistics(mean: 0.05, min: 0.01, p50: 0.04, p90: 0.1, p95: 0.2, p99: 0.41, max: 2.4),
      openFileDescriptors: 118, fileDescriptorLimit: 1_048_576, peakMemory: 41_234_432, outOfRange: 0)
  }

  static var business: BusinessOutcome {
    var business = BusinessOutcome()
    business.conversationsStarted = 712
    business.conversationsCompleted = 611
    business.conversationsAbandoned = 101
    business.messagesAnswered = 5_981
    business.phasesReached = ["greeting": 21, "exploration": 64, "closing": 602, "objection_handling": 25]
    business.tierAnswers = ["AGENTS ACCESS": 412, "Hybrid Coaching": 441]
    business.tierAnswersFitting = 838
    business.tierAnswersJudged = 853
    business.roiAnswers = 861
    business.abandonedBecause = [BusinessOutcome.cutOff: 99, "end failed": 2]
    business.tiersByRule = [
      "AGENTS ACCESS": ["AGENTS ACCESS": 407, "Hybrid Coaching": 10],
      "Hybrid Coaching": ["Hybrid Coaching": 431, "AGENTS ACCESS": 5],
    ]
    business.transitions = ["greeting": ["greeting": 90, "exploration": 640], "exploration": ["closing": 602]]
    return business
  }

  static var system: TargetMetrics {
    let points = (0..<300).map { second in
      var point = TargetMetrics.Point(second: Double(second))
      point.averageResponseTime = 130 + Double(second % 30)
      point.errorRate = 0.004
      point.requestsPerSecond = 28.4
      point.activeConnections = 100
      point.openCircuits = (140..<152).contains(second) ? ["openai_api"] : []
      return point
    }
    return TargetMetrics(
      metrics: .offered, connections: .offered, breakers: .unreachable, cache: .notOffered, points: points)
  }

  static func record(
    _ scenario: String = "peak", verdict: Verdict = verdict(.passed), interrupted: Bool = false,
    startedAt: String = "2026-11-24T00:15:12Z", seconds: Int = 300
  ) -> RunRecord {
    let stages = [("ramp to 100", 0.0, 10.0, true), ("hold 100", 10, 150, false), ("hold 100 again", 150, 300, false)]
    var record = RunRecord(
      metadata: RunMetadata(
        scenario: scenario, title: "Peak hour: 100 users", target: .init(url: "http://127.0.0.1:41233", embedded: true),
        contract: "documented", model: .closed, userType: "SalesUser", seed: 11_400_714_819_323_198_485,
        thinkTimeScale: 0.1, transport: "socket", buildConfiguration: "debug, Sources optimised", machine: "here",
        startedAt: startedAt,
        warmUp: 10),
      statistics: RunStatistics(
        counts: .init(scheduled: 8_702, completed: 8_640, failed: 54, cancelled: 8, instrument: 1_204),
        total: statistics("total", count: 8_512, failures: 53),
        requests: [
          statistics("login", count: 100, failures: 0, scale: 0.3),
          statistics("start", count: 612, failures: 2, scale: 0.6),
          statistics("message", count: 5_960, failures: 44), statistics("tier", count: 851, failures: 4, scale: 0.2),
          statistics("roi", count: 861, failures: 3, scale: 1.4), statistics("analytics", count: 0, failures: 0),
          statistics("health", count: 128, failures: 0, scale: 0.02),
        ],
        stages: stages.map { name, start, end, warmUp in
          StageStatistics(
            name: name, start: start, end: end, target: 100, warmUp: warmUp,
            statistics: statistics(name, count: warmUp ? 150 : 4_256, failures: 26))
        },
        failureKinds: ["status 503": 41, "timeout": 9, "check: response under 10 characters": 4],
        timeline: timeline(seconds: seconds, users: 100), distribution: distribution, business: business),
      verdict: verdict,
      conditions: .init(
        duration: 302.4, interrupted: interrupted, generator: generator, system: system,
        notes: ["Think time was scaled by 0.1: users press harder than people do."]))
    addShape(to: &record, seconds: seconds)
    return record
  }

  /// Curve, heat map, phases and steadiness.
  private static func addShape(to record: inout RunRecord, seconds: Int) {
    func histogram(_ second: Int) -> HDRHistogram {
      (0..<30).reduce(into: HDRHistogram()) { histogram, call in
        histogram.record(nanoseconds: Int64((40 + (second * 7 + call * 13) % 160) * 1_000_000))
      }
    }
    // Few, however long it is: tests' code is not optimised, and a histogram is large.
    let each = (0..<min(seconds, 40)).map { (response: histogram($0), failed: $0 % 9 == 0 ? 1 : 0) }
    let all = each.reduce(into: HDRHistogram()) { $0.add($1.response) }
    record.heatMap = LatencyHeatMap(seconds: each)
    record.curve = all.curve(service: nil)
    record.steadiness = Steadiness(each.enumerated().map { ($0.offset, $0.element.response) })
    record.failureDistribution = [.init(upTo: 20, count: 40), .init(upTo: 40, count: 13)]
    record.total.phaseProfiles = [Percentile.p50, .p95].map {
      PhaseProfile(
        percentile: $0, count: 400, from: 100, to: 126, start: 0.1, connect: 0.2, tls: 0, wait: 110, receive: 2)
    }
    // In one go: through the record each point would copy them all.
    record.timeline = record.timeline.map { point in
      var point = point
      (point.lateness, point.loopLag, point.cpu) = (0.3, 0.2, 0.08)
      return point
    }
  }
}
