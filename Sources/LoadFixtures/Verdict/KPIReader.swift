/// Reads a requirement's KPI from the evidence.
struct KPIReader {
  let evidence: Evidence

  func read(_ requirement: Requirement) -> KPIReading {
    let kpi = requirement.kpi
    if kpi == .breakingPoint || kpi == .recovery {
      guard requirement.stage == nil else {
        return .unobservable("The \(kpi.rawValue) compares stages; leave out the stage of its requirement.")
      }
      return kpi == .breakingPoint ? breakingPoint(requirement) : recovery()
    }
    guard let stage = requirement.stage else {
      return measure(kpi, of: evidence.total, served: servedOverall, in: StageNames.wholeRun)
    }
    if let found = evidence.measuredStages.first(where: { $0.name == stage }) {
      return measure(kpi, of: found.statistics, served: found.served, in: stage)
    }
    if evidence.stages.contains(where: { $0.name == stage }) {
      return .unobservable("The \(kpi.rawValue) is required in stage \"\(stage)\", which is warm-up and not measured.")
    }
    let known = evidence.measuredStages.map { "\"\($0.name)\"" }.joined(separator: ", ")
    return .unobservable(
      "The \(kpi.rawValue) is required in stage \"\(stage)\", which the run does not have; it has \(known).")
  }

  private func measure(
    _ kpi: KPI, of statistics: RequestStatistics, served: Double?, in stage: String
  ) -> KPIReading {
    guard statistics.count > 0 else {
      return .unobservable("The \(kpi.rawValue) has no sample in its scope, \(Self.scope(stage)).")
    }
    switch kpi {
    case .errorRate:
      return .value(Double(statistics.failures) / Double(statistics.count), stage: stage, note: nil)
    case .throughput:
      guard let served, served.isFinite else {
        return .unobservable("The throughput has no measured time in its scope, \(Self.scope(stage)).")
      }
      return .value(served, stage: stage, note: nil)
    default:
      let successes = statistics.count - statistics.failures
      guard successes > 0 else {
        return .allFailed(
          "The \(kpi.rawValue) cannot be known: all \(statistics.count) calls failed in its scope, \(Self.scope(stage))."
        )
      }
      guard let value = Self.latency(kpi, statistics.latency), value.isFinite else {
        return .unobservable("The \(kpi.rawValue) was not computed for its scope, \(Self.scope(stage)).")
      }
      return .value(value, stage: stage, note: Self.sampleNote(successes, quantile: kpi.quantile))
    }
  }

  private func breakingPoint(_ requirement: Requirement) -> KPIReading {
    guard !evidence.isOpen else {
      return .unobservable("The breaking point is a number of users; a scenario of arrivals has none.")
    }
    switch BreakingPoint.find(in: evidence.stages) {
    case .broken(let point):
      return .value(point.users, stage: point.stage, note: point.reason)
    case .unknown(let reason):
      return .unobservable("The breaking point is unknown: \(reason).")
    case .none(let users):
      let reach = Quantity.text(users, unit: "users")
      // A staircase that ends below the limit never tried it, so it cannot have met it either.
      guard requirement.isMet(by: users) || requirement.comparison != .atLeast else {
        return .unobservable(
          """
          The breaking point is unknown: none within \(reach), and the limit is \
          \(Quantity.text(requirement.limit, unit: "users")).
          """)
      }
      return .value(users, stage: StageNames.wholeRun, note: "none within \(reach)")
    }
  }

  private func recovery() -> KPIReading {
    let measured = evidence.measuredStages
    guard measured.count > 1, let first = measured.first, let last = measured.last else {
      return .unobservable("The recovery compares the last stage with the first; the run has fewer than two.")
    }
    for stage in [first, last] where stage.statistics.count == 0 {
      return .unobservable("The recovery has no sample in stage \"\(stage.name)\".")
    }
    for stage in [first, last] where stage.statistics.count == stage.statistics.failures {
      return .allFailed(
        "The recovery cannot be known: all \(stage.statistics.count) calls failed in stage \"\(stage.name)\".")
    }
    guard let recovery = Recovery(stages: evidence.stages) else {
      return .unobservable("The recovery needs a p95 above 0 in stages \"\(first.name)\" and \"\(last.name)\".")
    }
    return .value(
      recovery.ratio, stage: recovery.stage, note: Self.sampleNote(recovery.samples, quantile: 0.95))
  }

  /// ``StageStatistics/served`` over all measured stages, weighted by their lengths; `nil` without measured time.
  private var servedOverall: Double? {
    var requests = 0.0
    var seconds = 0.0
    for stage in evidence.measuredStages {
      requests += stage.served * (stage.end - stage.start)
      seconds += stage.end - stage.start
    }
    return seconds > 0 ? requests / seconds : nil
  }

  private static func latency(_ kpi: KPI, _ latency: LatencyStatistics) -> Double? {
    switch kpi {
    case .averageResponseTime: latency.mean
    case .p50ResponseTime: latency.p50
    case .p90ResponseTime: latency.p90
    case .p95ResponseTime: latency.p95
    case .p99ResponseTime: latency.p99
    default: nil
    }
  }

  private static func sampleNote(_ samples: Int, quantile: Double?) -> String? {
    guard let quantile else { return nil }
    let needed = LatencyStatistics.samplesNeeded(forQuantile: quantile)
    return samples < needed ? "insufficient: \(samples) samples of \(needed)" : nil
  }

  private static func scope(_ stage: String) -> String {
    stage == StageNames.wholeRun ? "the whole run" : "stage \"\(stage)\""
  }
}
