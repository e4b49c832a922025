@testable import LoadFixtures

extension RequestStatistics {
  /// Statistics as a run would give them; every latency follows from p95 unless given.
  static func example(
    count: Int = 1000, failures: Int = 0, dropped: Int? = nil, throughput: Double? = 16, mean: Double? = 100,
    p50: Double? = 90, p90: Double? = 200,
    p95: Double? = 300, p99: Double? = 800
  ) -> RequestStatistics {
    RequestStatistics(
      name: "all", count: count, failures: failures, dropped: dropped, requestRate: Double(count) / 60,
      throughput: throughput,
      latency: count > failures
        ? LatencyStatistics(mean: mean, min: 1, p50: p50, p90: p90, p95: p95, p99: p99, p999: p99, max: p99)
        : LatencyStatistics(),
      serviceTime: LatencyStatistics(), failureLatency: LatencyStatistics(), phases: .init())
  }
}

extension StageStatistics {
  /// A stage, of 60 s by default.
  static func example(
    _ name: String, target: Double, start: Double = 0, length: Double = 60, warmUp: Bool = false,
    _ statistics: RequestStatistics = .example()
  ) -> StageStatistics {
    StageStatistics(
      name: name, start: start, end: start + length, target: target, warmUp: warmUp,
      statistics: statistics)
  }

  /// A staircase of 20, 40, 60 ... users, each with that throughput, with one kind of trouble at one of the steps.
  static func staircase(
    steps: Int = 10, throughput: (Double) -> Double = { $0 / 2 }, trouble: [Int: RequestStatistics] = [:]
  ) -> [StageStatistics] {
    (1...steps).map { step in
      let users = Double(step * 20)
      var statistics = trouble[step * 20] ?? .example()
      statistics.throughput = throughput(users)
      return .example("\(step * 20) users", target: users, start: Double(step - 1) * 60, statistics)
    }
  }
}

extension Evidence {
  /// A sound run: 1000 calls, 10 of them failed, all limits of the agent's contract met.
  static func example(
    counts: CallCounts? = nil, total: RequestStatistics = .example(failures: 10),
    stages: [StageStatistics] = [.example("100 users", target: 100, .example(failures: 10))],
    timeline: [TimelinePoint] = [], generatorReasons: [InvalidReason] = [], interrupted: Bool = false,
    model: LoadModel = .closed, load: Evidence.PlannedLoad? = nil
  ) -> Evidence {
    Evidence(
      scenario: "example",
      statistics: RunStatistics(
        counts: counts
          ?? CallCounts(
            scheduled: total.count + (total.dropped ?? 0), completed: total.count - total.failures,
            failed: total.failures, dropped: total.dropped ?? 0),
        total: total, requests: [], stages: stages, failureKinds: [:], timeline: timeline, distribution: [],
        business: BusinessOutcome()),
      generatorReasons: generatorReasons, interrupted: interrupted, model: model, load: load)
  }
}

extension Verdict {
  /// Why it is invalid, in words.
  var sentences: [String] { reasons.map(\.sentence) }

  /// The first reason, empty without one: a test that misses it fails and does not crash.
  var reason: String { sentences.first ?? "" }
}

extension InvalidReason: ExpressibleByStringLiteral {
  /// A reason of no known code.
  public init(stringLiteral sentence: String) {
    self.init(.other, sentence)
  }
}

extension KPI {
  static var averageResponseTime: KPI { LimitedKPI.averageResponseTime.kpi }
  static var p50ResponseTime: KPI { LimitedKPI.p50ResponseTime.kpi }
  static var p95ResponseTime: KPI { LimitedKPI.p95ResponseTime.kpi }
  static var p99ResponseTime: KPI { LimitedKPI.p99ResponseTime.kpi }
  static var errorRate: KPI { LimitedKPI.errorRate.kpi }
  static var throughput: KPI { LimitedKPI.throughput.kpi }
  static var breakingPoint: KPI { LimitedKPI.breakingPoint.kpi }
  static var recovery: KPI { LimitedKPI.recovery.kpi }
}
