/// Turns evidence and an SLA into a verdict.
///
/// Invalid wins over failed: what cannot be trusted is no proof against the target either. A requirement that cannot be
/// judged is no doubt about the instrument: a target that is down has no latency, and one that lets arrivals be dropped
/// hides those that waited longest. A breached must says that better than "invalid" would.
struct VerdictEvaluator {
  let evidence: Evidence

  func verdict(on sla: SLA) -> Verdict {
    var reasons = runReasons
    var breaches: [Breach] = []
    var assessments: [Assessment] = []
    let reader = KPIReader(evidence: evidence)

    for requirement in sla.requirements {
      guard requirement.limit.isFinite else {
        reasons.append("The limit of the \(requirement.kpi.rawValue) is \(requirement.limit), which is not a number.")
        continue
      }
      switch reader.read(requirement) {
      case .value(let observed, let stage, let note, let doubt):
        let met = requirement.isMet(by: observed)
        let objection = doubt?.objection(to: requirement, met: met)
        assessments.append(
          assessment(
            requirement, observed: observed, stage: stage, met: met && objection == nil, note: note,
            unjudged: objection))
        if !met, objection == nil {
          breaches.append(breach(requirement, observed: observed, stage: stage))
        }
      case .unobservable(let sentence):
        assessments.append(assessment(requirement, observed: nil, unjudged: sentence))
      case .misplaced(let sentence):
        reasons.append(sentence)
        assessments.append(assessment(requirement, observed: nil, note: "not observed"))
      }
    }

    let failed = breaches.contains { $0.severity == .must }
    if !failed {
      reasons += assessments.filter { $0.severity == .must }.compactMap(\.unjudged)
      // Without a must no requirement says so: a pass without a sample there is not.
      if reasons.isEmpty, evidence.total.errorRate == nil {
        reasons.append("No call was answered before the run ended, so nothing was measured.")
      }
    }
    return Verdict(
      status: !reasons.isEmpty ? .invalid : failed ? .failed : .passed, breaches: breaches, reasons: reasons,
      assessments: assessments)
  }

  /// What is wrong with the run as a whole, whatever is required of it.
  private var runReasons: [String] {
    let counts = evidence.counts
    var reasons: [String] = []
    if evidence.interrupted {
      reasons.append("The run was interrupted, so its numbers cover only a part of the plan.")
    }
    let accounted = counts.completed + counts.failed + counts.dropped + counts.cancelled
    if counts.scheduled != accounted {
      reasons.append(
        """
        The counts do not add up: \(counts.scheduled) scheduled, but \(counts.completed) completed, \
        \(counts.failed) failed, \(counts.dropped) dropped and \(counts.cancelled) cancelled make \(accounted).
        """)
    }
    if let plan = evidence.plan, plan.asked != plan.done, !evidence.interrupted {
      let (thing, deed) = evidence.isOpen ? ("arrivals", "scheduled") : ("users", "started")
      reasons.append("The plan has \(plan.asked) \(thing), and \(plan.done) were \(deed): the load was not the plan's.")
    }
    // Calls that were never answered say something of the target: the requirements are judged by them.
    if !evidence.total.wasAsked {
      let calls = counts.completed + counts.failed + counts.dropped + counts.cancelled
      reasons.append(
        calls == 0
          ? "No call was completed or failed, so nothing was measured."
          : "All \(calls) calls fell into the warm-up, so nothing was measured.")
    }
    reasons += timelineReasons
    reasons += evidence.generatorReasons
    return reasons
  }

  /// The timeline is counted apart from the totals; where the two differ, samples were lost or counted twice.
  private var timelineReasons: [String] {
    guard !evidence.timeline.isEmpty else { return [] }
    let counts = evidence.counts
    let pairs = [
      ("completed", counts.completed, evidence.timeline.reduce(0) { $0 + $1.completed }),
      ("failed", counts.failed, evidence.timeline.reduce(0) { $0 + $1.failed }),
      ("dropped", counts.dropped, evidence.timeline.reduce(0) { $0 + $1.dropped }),
    ]
    return pairs.filter { $0.1 != $0.2 }.map { name, counted, summed in
      "The timeline does not add up: it has \(summed) \(name) calls, and \(counted) were counted."
    }
  }

  private func assessment(
    _ requirement: Requirement, observed: Double?, stage: String? = nil, met: Bool = false, note: String? = nil,
    unjudged: String? = nil
  ) -> Assessment {
    Assessment(
      severity: requirement.severity, kpi: requirement.kpi.rawValue, comparison: requirement.comparison,
      limit: requirement.limit, observed: observed, unit: requirement.kpi.unit,
      stage: stage ?? requirement.stage ?? StageNames.wholeRun, met: met, note: note, unjudged: unjudged)
  }

  private func breach(_ requirement: Requirement, observed: Double, stage: String) -> Breach {
    Breach(
      severity: requirement.severity, kpi: requirement.kpi.rawValue, comparison: requirement.comparison,
      limit: requirement.limit, observed: observed, unit: requirement.kpi.unit, scenario: evidence.scenario,
      stage: stage)
  }
}
