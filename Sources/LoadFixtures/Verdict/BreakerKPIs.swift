/// KPIs of a target's circuit breakers, by the changes of state that it tells: of the whole run.
///
/// Closed, open, half open: after how many failures, how fast it refuses, how many it tries at a time, what comes when it
/// closes again.
extension LimitedKPI where Limit == Double {
  /// How often a breaker opened.
  package static var breakerOpenings: Self {
    Self(.ofChanges("breaker openings") { changes, _ in .value(Double(changes.count { $0.state == .open })) })
  }

  /// How often a breaker closed again.
  package static var breakerClosings: Self {
    Self(.ofChanges("breaker closings") { changes, _ in .value(Double(changes.count { $0.state == .closed })) })
  }

  /// Breakers that were not closed when the run ended, also those that were not when it began.
  package static var breakersLeftOpen: Self {
    Self(
      .ofRun("breakers left open", .count) { _, evidence in
        guard let changes = evidence.targetMetrics.circuitChanges else { return KPI.tellsNothing(evidence) }
        var last = evidence.targetMetrics.circuitsBefore ?? [:]
        for change in changes { last[change.breaker] = change.state }
        return .value(Double(last.values.count { $0 != .closed }))
      })
  }

  /// The failures that led to an opening: the one that was furthest from the limit.
  package static var failuresToOpen: Self {
    Self(
      .ofChanges("failures to open") { changes, requirement in
        let failures = changes.compactMap(\.failures)
        guard let fewest = failures.min(), let most = failures.max() else {
          return .unobservable("The failures to open cannot be known: no breaker opened.")
        }
        return .value(Double(requirement.comparison == .atLeast ? fewest : most))
      })
  }

  /// The most calls that a half-open breaker let through at the same time, by the target's own count.
  package static var halfOpenProbes: Self {
    Self(
      .ofRun("half-open probes", .count) { _, evidence in
        guard let last = evidence.targetMetrics.points.compactMap(\.halfOpenProbes).last else {
          return KPI.lacking(
            evidence.targetMetrics.breakers,
            "The target does not tell how many calls its half-open breakers let through.")
        }
        return evidence.targetMetrics.circuitChanges?.contains { $0.state == .halfOpen } ?? true
          ? .value(Double(last)) : .unobservable("The half-open probes cannot be known: no breaker was half open.")
      })
  }

  /// Seconds in which what users got contradicts the state that the target told: refused while closed, or let through
  /// while open.
  package static var breakerContradictions: Self {
    Self(
      .ofRun("breaker contradictions", .count) { _, evidence in
        guard let changes = evidence.targetMetrics.circuitChanges else { return KPI.tellsNothing(evidence) }
        let before = evidence.targetMetrics.circuitsBefore ?? [:]
        let names = Set(changes.map(\.breaker)).union(before.keys)
        guard names.count <= 1 else {
          return .unobservable("The breaker contradictions cannot be known: \(names.count) breakers share the calls.")
        }
        let states = BreakerSeconds(
          changes, from: before.values.first ?? .closed, seconds: evidence.statistics.timeline.count)
        let checked = evidence.statistics.timeline.filter { $0.expected != nil && states.state(of: $0.second) != nil }
        guard !checked.isEmpty else {
          return .unobservable(
            "The breaker contradictions cannot be known: in no second with such calls the state was one and the same.")
        }
        let wrong = checked.filter { point in
          let (refused, letThrough) = (point.expected?["status 503"] ?? 0, point.expected?["timeout"] ?? 0)
          return states.state(of: point.second) == .closed ? refused > 0 : letThrough > 0
        }
        return .value(Double(wrong.count), note: "\(checked.count) seconds could be checked")
      })
  }

  /// The calls of the second in which a breaker closed and of the next, over the mean of the measured seconds: the highest.
  package static var closingHerd: Self {
    Self(
      .ofRun("herd on closing", .ratio) { _, evidence in
        guard let changes = evidence.targetMetrics.circuitChanges else { return KPI.tellsNothing(evidence) }
        let timeline = evidence.statistics.timeline.filter {
          Double($0.second) >= (evidence.measuredStages.first?.start ?? 0)
        }
        let rates = Dictionary(uniqueKeysWithValues: timeline.map { ($0.second, Double($0.completed + $0.failed)) })
        // The last second is cut short.
        let steady = rates.filter { $0.key < (timeline.last?.second ?? 0) }.values
        let mean = steady.reduce(0, +) / Double(max(1, steady.count))
        let after = changes.filter { $0.state == .closed }.flatMap { change in
          [0, 1].compactMap { rates[Int(change.second) + $0] }
        }
        guard let highest = after.max(), mean > 0 else {
          return .unobservable("The herd on closing cannot be known: no breaker closed in the measured part.")
        }
        return .value(highest / mean)
      })
  }
}

extension LimitedKPI where Limit == Duration {
  /// p95 of the answers with which an open breaker refused what users asked for.
  package static var rejectionTime: Self {
    Self(
      .ofRun("rejection time", .milliseconds) { _, evidence in
        let refusals = evidence.statistics.total.expected?.first { $0.kind == "status 503" }
        guard let refusals, let p95 = refusals.latency.p95 else {
          return .unobservable("The rejection time cannot be known: no call was refused by an open breaker.")
        }
        return .value(p95, note: KPI.sampleNote(refusals.count, .p95))
      })
  }
}

extension KPI {
  fileprivate static func tellsNothing(_ evidence: Evidence) -> KPIReading {
    lacking(evidence.targetMetrics.breakers, "The target does not tell when its breakers change.")
  }

  fileprivate static func ofChanges(
    _ name: String, _ read: @escaping @Sendable ([TargetMetrics.CircuitChange], Requirement) -> KPIReading
  ) -> KPI {
    ofRun(name, .count) { requirement, evidence in
      guard evidence.targetMetrics.circuitChangesLeftOut == nil else {
        return .unobservable("The \(name) cannot be known: there were more changes of breakers than are kept.")
      }
      return evidence.targetMetrics.circuitChanges.map { read($0, requirement) } ?? tellsNothing(evidence)
    }
  }
}

/// In which state the one breaker of a run was for the whole of each second.
private struct BreakerSeconds {
  private var states: [TargetMetrics.CircuitChange.State?]

  /// Open or closed for the whole second, and for the one before it: calls of up to a second's length ended in it that
  /// began in the state; `nil` otherwise.
  ///
  /// - Parameter before: The state in which the run began.
  init(
    _ changes: [TargetMetrics.CircuitChange], from before: TargetMetrics.CircuitChange.State, seconds: Int
  ) {
    states = Array(repeating: nil, count: max(0, seconds))
    let bounds = changes.map(\.second) + [Double(seconds)]
    var state = before
    var start = 0.0
    for (index, end) in bounds.enumerated() {
      // A margin for the time that a target's word takes.
      let (first, last) = (Int((start + 1.1).rounded(.up)), Int((end - 0.1).rounded(.down)))
      if state != .halfOpen, first < last {
        for second in max(0, first)..<min(last, states.count) where second >= 0 { states[second] = state }
      }
      guard index < changes.count else { break }
      (state, start) = (changes[index].state, end)
    }
  }

  func state(of second: Int) -> TargetMetrics.CircuitChange.State? {
    states.indices.contains(second) ? states[second] : nil
  }
}
