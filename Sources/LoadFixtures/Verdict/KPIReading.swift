/// What a run shows of one requirement's KPI.
enum KPIReading {
  /// A number, its 95 % confidence interval where that is known, the stage that it stands for (`nil` for the whole run), and what makes it less sure.
  case value(
    Double, interval: LatencyStatistics.Interval? = nil, stage: String? = nil, note: String? = nil, doubt: Doubt? = nil)
  /// There is nothing to judge; a sentence.
  case unobservable(String)
  /// The target does not tell what it would take: neither a breach nor a doubt about the run; a sentence.
  case notOffered(String)
  /// The requirement does not fit the plan, whatever the target does; a sentence.
  case misplaced(String)

  /// Which way the true value may lie from the one that was seen, and why; a sentence.
  enum Doubt {
    case atLeast(String)
    case atMost(String)
    case either(String)

    /// Why an outcome is not proven; `nil` when the true value can only confirm it.
    func objection(to requirement: Requirement, met: Bool) -> String? {
      // What is met by staying low can be lost by a higher value, and what is missed by being high cannot.
      let higherIsWorse = requirement.comparison != .atLeast
      switch self {
      case .atLeast(let reason): return met == higherIsWorse ? reason : nil
      case .atMost(let reason): return met != higherIsWorse ? reason : nil
      case .either(let reason): return reason
      }
    }
  }
}

/// The kinds of KPIs, by what they are read out of.
extension KPI {
  /// One number of the calls in the requirement's stage, or in the whole run; known even where none was answered.
  static func ofCalls(
    _ name: String, _ unit: Unit, tolerance: Double = 1, _ value: @escaping @Sendable (RequestStatistics) -> Double?
  ) -> KPI {
    KPI(name: name, unit: unit, tolerance: tolerance) { requirement, evidence in
      inScope(of: requirement, evidence) { statistics, stage in
        guard let value = value(statistics), value.isFinite else {
          return .unobservable("The \(name) has no measured time in its scope, \(scope(stage)).")
        }
        return .value(value, stage: stage)
      }
    }
  }

  /// One number that calls without an answer say nothing of.
  static func ofAnswers(
    _ name: String, _ unit: Unit, _ value: @escaping @Sendable (RequestStatistics) -> Double?
  ) -> KPI {
    KPI(name: name, unit: unit, tolerance: 1) { requirement, evidence in
      inScope(of: requirement, evidence) { statistics, stage in
        guard let value = value(statistics) else {
          return .unobservable(
            "The \(name) cannot be known: no call was answered in its scope, \(scope(stage)); \(cutOff(statistics)).")
        }
        return .value(value, stage: stage)
      }
    }
  }

  /// Of the successful calls; without a percentile, their mean.
  static func responseTime(_ percentile: Percentile? = nil) -> KPI {
    let name = "\(percentile?.label ?? "avg") response time"
    return KPI(name: name, unit: .milliseconds, tolerance: 1) { requirement, evidence in
      inScope(of: requirement, evidence) { statistics, stage in
        guard statistics.hasOutcome else {
          return .unobservable(
            "The \(name) cannot be known: no call was answered in its scope, \(scope(stage)); \(cutOff(statistics)).")
        }
        guard statistics.successes > 0 else { return .unobservable(noLatency(name, statistics, in: stage)) }
        let latency = statistics.latency
        guard let value = percentile.map({ latency[$0] }) ?? latency.mean, value.isFinite else {
          return .unobservable("The \(name) was not computed for its scope, \(scope(stage)).")
        }
        return .value(
          value, interval: percentile.flatMap { latency.intervals?[$0] }, stage: stage,
          note: percentile.flatMap { sampleNote(statistics.successes, $0) },
          doubt: missing(statistics, percentile, requirement.limit, in: stage).map {
            .atLeast("The \(name) cannot be judged: \($0).")
          })
      }
    }
  }

  /// What a source of the target's own metrics lacks: where it could not be read that is no statement of the target.
  static func lacking(_ source: TargetMetrics.Availability, _ sentence: String) -> KPIReading {
    switch source {
    case .offered, .notOffered: .notOffered(sentence)
    case .unreachable, .unknown: .unobservable("\(sentence) What would tell could not be read.")
    }
  }

  /// One number of the whole run: its stages, its conversations, what its target said of itself.
  static func ofRun(
    _ name: String, _ unit: Unit, _ read: @escaping @Sendable (Requirement, Evidence) -> KPIReading
  ) -> KPI {
    KPI(name: name, unit: unit, tolerance: 1) { requirement, evidence in
      requirement.stage == nil
        ? read(requirement, evidence)
        : .misplaced("The \(name) is one of the whole run; leave out the stage of its requirement.")
    }
  }

  private static func inScope(
    of requirement: Requirement, _ evidence: Evidence, _ read: (RequestStatistics, String?) -> KPIReading
  ) -> KPIReading {
    let name = requirement.kpi.name
    func known(_ statistics: RequestStatistics, _ stage: String?) -> KPIReading {
      statistics.wasAsked
        ? read(statistics, stage) : .unobservable("The \(name) has no sample in its scope, \(scope(stage)).")
    }
    guard let stage = requirement.stage else { return known(evidence.statistics.total, nil) }
    if let found = evidence.measuredStages.first(where: { $0.name == stage }) { return known(found.statistics, stage) }
    if evidence.statistics.stages.contains(where: { $0.name == stage }) {
      return .misplaced("The \(name) is required in stage \"\(stage)\", which is warm-up and not measured.")
    }
    let names = evidence.measuredStages.map { "\"\($0.name)\"" }.joined(separator: ", ")
    return .misplaced("The \(name) is required in stage \"\(stage)\", which the run does not have; it has \(names).")
  }

  /// Why the latencies at hand do not show that a limit is met: those that waited longest are not among them.
  fileprivate static func missing(
    _ statistics: RequestStatistics, _ percentile: Percentile?, _ limit: Double, in stage: String?
  ) -> String? {
    if let drops = drops(statistics, in: stage) { return drops }
    guard let cancelled = statistics.cancelled, cancelled > 0, let waited = statistics.cancelledLatency?.max,
      waited > limit
    else { return nil }
    let (known, all) = (Double(statistics.successes), Double(statistics.successes + cancelled))
    let worst: Double? =
      if let percentile {
        // With the missing ones at the upper end, the quantile of all is a higher one of those that are known.
        statistics.latency.bound(ofQuantile: percentile.share * all / known)
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
  private static func drops(_ statistics: RequestStatistics, in stage: String?) -> String? {
    guard let dropped = statistics.dropped, dropped > 0 else { return nil }
    return "\(dropped) arrivals were dropped in \(scope(stage)) and have no response time"
  }

  fileprivate static func noLatency(_ name: String, _ statistics: RequestStatistics, in stage: String?) -> String {
    let dropped = statistics.dropped.flatMap { $0 > 0 ? " and \($0) arrivals were dropped" : nil } ?? ""
    let ended = statistics.expectedCount > 0 ? "failed or were refused as expected" : "failed"
    return "The \(name) cannot be known: all \(statistics.count) calls \(ended)\(dropped) in its scope, "
      + "\(scope(stage))."
  }

  static func sampleNote(_ samples: Int, _ percentile: Percentile) -> String? {
    let needed = percentile.samplesNeeded
    return samples < needed ? "insufficient: \(samples) samples of \(needed)" : nil
  }

  private static func scope(_ stage: String?) -> String {
    stage.map { "stage \"\($0)\"" } ?? "the whole run"
  }
}

extension Evidence {
  func breakingPoint(_ requirement: Requirement) -> KPIReading {
    guard model == .closed else {
      return .misplaced("The breaking point is a number of users; a scenario of arrivals has none.")
    }
    switch BreakingPoint.find(in: statistics.stages) {
    case .broken(let point):
      return .value(point.users, stage: point.stage, note: point.reason)
    case .unknown(let reason):
      return .unobservable("The breaking point is unknown: \(reason).")
    case .none(let users):
      let reach = NumberFormat.value(users, unit: .users)
      // A staircase that ends below the limit never tried it, so it cannot have met it either.
      guard requirement.isMet(by: users) || requirement.comparison != .atLeast else {
        return .unobservable(
          """
          The breaking point is unknown: none within \(reach), and the limit is \
          \(NumberFormat.value(requirement.limit, unit: .users)).
          """)
      }
      return .value(users, note: "none within \(reach)")
    }
  }

  func recovery(_ requirement: Requirement) -> KPIReading {
    let measured = measuredStages
    guard measured.count > 1, let first = measured.first, let last = measured.last else {
      return .misplaced("The recovery compares the last stage with the first; the run has fewer than two.")
    }
    for stage in [first, last] where !stage.statistics.hasOutcome {
      return .unobservable("The recovery has no sample in stage \"\(stage.name)\".")
    }
    for stage in [first, last] where stage.statistics.successes == 0 {
      return .unobservable(KPI.noLatency("recovery", stage.statistics, in: stage.name))
    }
    guard let recovery = Recovery(stages: statistics.stages) else {
      return .unobservable("The recovery needs a p95 above 0 in stages \"\(first.name)\" and \"\(last.name)\".")
    }
    // Missing calls make the last stage look better than it was, and in the first stage the comparison harder than it is.
    let (before, after) = (first.statistics.latency.p95 ?? 0, last.statistics.latency.p95 ?? 0)
    let doubt: KPIReading.Doubt? =
      switch (
        KPI.missing(first.statistics, .p95, after / requirement.limit, in: first.name),
        KPI.missing(last.statistics, .p95, before * requirement.limit, in: last.name)
      ) {
      case (nil, nil): nil
      case (nil, let drops?): .atLeast("The recovery cannot be judged: \(drops).")
      case (let drops?, nil): .atMost("The recovery cannot be judged: \(drops).")
      case (let before?, let after?): .either("The recovery cannot be judged: \(before), and \(after).")
      }
    return .value(
      recovery.ratio, stage: recovery.stage, note: KPI.sampleNote(recovery.samples, .p95), doubt: doubt)
  }
}
