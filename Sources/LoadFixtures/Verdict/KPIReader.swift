/// Reads a requirement's KPI from the evidence.
struct KPIReader {
  let evidence: Evidence

  func read(_ requirement: Requirement) -> KPIReading {
    let kpi = requirement.kpi
    if kpi == .breakingPoint || kpi == .recovery {
      guard requirement.stage == nil else {
        return .misplaced("The \(kpi.rawValue) compares stages; leave out the stage of its requirement.")
      }
      return kpi == .breakingPoint ? breakingPoint(requirement) : recovery(requirement)
    }
    guard let stage = requirement.stage else {
      return measure(requirement, of: evidence.total, in: StageNames.wholeRun)
    }
    if let found = evidence.measuredStages.first(where: { $0.name == stage }) {
      return measure(requirement, of: found.statistics, in: stage)
    }
    if evidence.stages.contains(where: { $0.name == stage }) {
      return .misplaced("The \(kpi.rawValue) is required in stage \"\(stage)\", which is warm-up and not measured.")
    }
    let known = evidence.measuredStages.map { "\"\($0.name)\"" }.joined(separator: ", ")
    return .misplaced(
      "The \(kpi.rawValue) is required in stage \"\(stage)\", which the run does not have; it has \(known).")
  }

  private func measure(_ requirement: Requirement, of statistics: RequestStatistics, in stage: String) -> KPIReading {
    let kpi = requirement.kpi
    guard statistics.wasAsked else {
      return .unobservable("The \(kpi.rawValue) has no sample in its scope, \(Self.scope(stage)).")
    }
    if kpi == .throughput {
      guard let throughput = statistics.throughput, throughput.isFinite else {
        return .unobservable("The throughput has no measured time in its scope, \(Self.scope(stage)).")
      }
      return .value(throughput, stage: stage, note: nil)
    }
    guard let errorRate = statistics.errorRate else {
      return .unobservable(
        "The \(kpi.rawValue) cannot be known: no call was answered in its scope, \(Self.scope(stage)); "
          + "\(Self.cutOff(statistics)).")
    }
    if kpi == .errorRate { return .value(errorRate, stage: stage, note: nil) }
    guard statistics.successes > 0 else { return .unobservable(Self.noLatency(kpi, statistics, in: stage)) }
    guard let value = Self.latency(kpi, statistics.latency), value.isFinite else {
      return .unobservable("The \(kpi.rawValue) was not computed for its scope, \(Self.scope(stage)).")
    }
    return .value(
      value, stage: stage, note: Self.sampleNote(statistics.successes, quantile: kpi.quantile),
      doubt: Self.missing(statistics, kpi, requirement.limit, in: stage).map {
        .atLeast("The \(kpi.rawValue) cannot be judged: \($0).")
      })
  }

  /// Why the latencies at hand do not show that a limit is met: those that waited longest are not among them.
  private static func missing(
    _ statistics: RequestStatistics, _ kpi: KPI, _ limit: Double, in stage: String
  ) -> String? {
    if let drops = drops(statistics, in: stage) { return drops }
    guard let cancelled = statistics.cancelled, cancelled > 0, let waited = statistics.cancelledLatency?.max,
      waited > limit
    else { return nil }
    let (known, all) = (Double(statistics.successes), Double(statistics.successes + cancelled))
    let worst: Double? =
      if let quantile = kpi.quantile {
        // With the missing ones at the upper end, the quantile of all is a higher one of those that are known.
        statistics.latency.bound(ofQuantile: quantile * all / known)
      } else {
        // What they would have taken has no bound here: as if each had been answered when the longest was cut off.
        statistics.latency.mean.map { ($0 * known + waited * Double(cancelled)) / all }
      }
    if let worst, worst <= limit { return nil }
    return "\(cutOff(statistics)) in \(scope(stage)), and what they would have taken is not known"
  }

  private static func cutOff(_ statistics: RequestStatistics) -> String {
    let waited = statistics.cancelledLatency?.max.map { " after up to \(NumberFormat.milliseconds($0))" } ?? ""
    return "\(statistics.cancelled ?? 0) calls were cut off\(waited) without an answer"
  }

  /// Those that waited longest are missing among the latencies; `nil` where no arrival was dropped.
  private static func drops(_ statistics: RequestStatistics, in stage: String) -> String? {
    guard let dropped = statistics.dropped, dropped > 0 else { return nil }
    return "\(dropped) arrivals were dropped in \(scope(stage)) and have no response time"
  }

  private static func noLatency(_ kpi: KPI, _ statistics: RequestStatistics, in stage: String) -> String {
    let dropped = statistics.dropped.flatMap { $0 > 0 ? " and \($0) arrivals were dropped" : nil } ?? ""
    return "The \(kpi.rawValue) cannot be known: all \(statistics.count) calls failed\(dropped) in its scope, "
      + "\(scope(stage))."
  }

  private func breakingPoint(_ requirement: Requirement) -> KPIReading {
    guard !evidence.isOpen else {
      return .misplaced("The breaking point is a number of users; a scenario of arrivals has none.")
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

  private func recovery(_ requirement: Requirement) -> KPIReading {
    let measured = evidence.measuredStages
    guard measured.count > 1, let first = measured.first, let last = measured.last else {
      return .misplaced("The recovery compares the last stage with the first; the run has fewer than two.")
    }
    for stage in [first, last] where stage.statistics.errorRate == nil {
      return .unobservable("The recovery has no sample in stage \"\(stage.name)\".")
    }
    for stage in [first, last] where stage.statistics.successes == 0 {
      return .unobservable(Self.noLatency(.recovery, stage.statistics, in: stage.name))
    }
    guard let recovery = Recovery(stages: evidence.stages) else {
      return .unobservable("The recovery needs a p95 above 0 in stages \"\(first.name)\" and \"\(last.name)\".")
    }
    // Missing calls make the last stage look better than it was, and in the first stage the comparison harder than it is.
    let (before, after) = (first.statistics.latency.p95 ?? 0, last.statistics.latency.p95 ?? 0)
    let kpi = KPI.p95ResponseTime
    let doubt: KPIReading.Doubt? =
      switch (
        Self.missing(first.statistics, kpi, after / requirement.limit, in: first.name),
        Self.missing(last.statistics, kpi, before * requirement.limit, in: last.name)
      ) {
      case (nil, nil): nil
      case (nil, let drops?): .atLeast("The recovery cannot be judged: \(drops).")
      case (let drops?, nil): .atMost("The recovery cannot be judged: \(drops).")
      case (let before?, let after?): .either("The recovery cannot be judged: \(before), and \(after).")
      }
    return .value(
      recovery.ratio, stage: recovery.stage, note: Self.sampleNote(recovery.samples, quantile: 0.95), doubt: doubt)
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
