/// Turns evidence and an SLA into a verdict.
///
/// Invalid wins over failed: what cannot be trusted is no proof against the target either. A requirement that cannot be
/// judged is no doubt about the instrument: a target that is down has no latency, and one that lets arrivals be dropped
/// hides those that waited longest. A breached must says that better than "invalid" would.
struct VerdictEvaluator {
  let evidence: Evidence

  func verdict(on sla: SLA) -> Verdict {
    var reasons = runReasons
    var assessments: [Assessment] = []
    for requirement in sla.requirements {
      guard requirement.limit.isFinite else {
        reasons.append(
          InvalidReason(
            .misplacedRequirement,
            "The limit of the \(requirement.kpi.name) is \(requirement.limit), which is not a number."))
        continue
      }
      var assessment = Assessment(
        severity: requirement.severity, kpi: requirement.kpi.name, comparison: requirement.comparison,
        limit: requirement.limit, unit: requirement.kpi.unit, stage: requirement.stage,
        met: false)
      switch requirement.kpi.read(requirement, evidence) {
      case .value(let observed, let interval, let stage, let note, let doubt):
        let met = requirement.isMet(by: observed)
        (assessment.observed, assessment.stage, assessment.note) = (observed, stage, note)
        assessment.interval = interval
        assessment.unjudged = doubt?.objection(to: requirement, met: met)
        assessment.met = met && assessment.unjudged == nil
      case .unobservable(let sentence):
        assessment.unjudged = sentence
      case .notOffered(let sentence):
        (assessment.unjudged, assessment.isNotOffered) = (sentence, true)
      case .misplaced(let sentence):
        reasons.append(InvalidReason(.misplacedRequirement, sentence))
        assessment.note = "not observed"
      }
      assessments.append(assessment)
    }
    let failed = assessments.contains { $0.severity == .must && $0.isBreach }
    if !failed {
      reasons += assessments.filter { $0.severity == .must && $0.isNotOffered != true }.compactMap(\.unjudged).map {
        InvalidReason(.notJudged, $0)
      }
      // What no must could be held against is no pass.
      let musts = assessments.filter { $0.severity == .must }
      if !musts.isEmpty, musts.allSatisfy({ $0.isNotOffered == true }) {
        reasons.append(
          InvalidReason(.notJudged, "None of the musts could be judged: the target tells of none of them."))
      }
      // Without a must no requirement says so: a pass without a sample there is not.
      if reasons.isEmpty, !evidence.statistics.total.hasOutcome {
        reasons.append(
          InvalidReason(.nothingMeasured, "No call was answered before the run ended, so nothing was measured."))
      }
    }
    return Verdict(
      status: !reasons.isEmpty ? .invalid : failed ? .failed : .passed, reasons: reasons, assessments: assessments)
  }

  /// What is wrong with the run as a whole, whatever is required of it.
  private var runReasons: [InvalidReason] {
    let counts = evidence.statistics.counts
    var reasons: [InvalidReason] = []
    if evidence.interrupted {
      reasons.append(
        InvalidReason(.interrupted, "The run was interrupted, so its numbers cover only a part of the plan."))
    }
    let accounted = counts.completed + counts.failed + counts.dropped + counts.cancelled
    if counts.scheduled != accounted {
      reasons.append(
        InvalidReason(
          .countsDoNotAddUp,
          """
          The counts do not add up: \(counts.scheduled) scheduled, but \(counts.completed) completed, \
          \(counts.failed) failed, \(counts.dropped) dropped and \(counts.cancelled) cancelled make \(accounted).
          """))
    }
    if let load = evidence.load, load.asked != load.done, !evidence.interrupted {
      let (thing, deed) = evidence.model == .open ? ("arrivals", "scheduled") : ("users", "started")
      reasons.append(
        InvalidReason(
          .planNotFollowed,
          "The plan has \(load.asked) \(thing), and \(load.done) were \(deed): the load was not the plan's."))
    }
    // Calls that were never answered say something of the target: the requirements are judged by them.
    if !evidence.statistics.total.wasAsked {
      let calls = counts.completed + counts.failed + counts.dropped + counts.cancelled
      reasons.append(
        InvalidReason(
          .nothingMeasured,
          calls == 0
            ? "No call was completed or failed, so nothing was measured."
            : "All \(calls) calls fell into the warm-up, so nothing was measured."))
    }
    let faultReasons = evidence.interrupted ? [] : evidence.faultReasons
    return reasons + timelineReasons + faultReasons + evidence.generatorReasons
  }

  /// The timeline is summed up apart from the totals; where the two differ, seconds were lost or counted twice.
  private var timelineReasons: [InvalidReason] {
    let (counts, timeline) = (evidence.statistics.counts, evidence.statistics.timeline)
    guard !timeline.isEmpty else { return [] }
    let pairs = [
      ("completed", counts.completed, timeline.reduce(0) { $0 + $1.completed }),
      ("failed", counts.failed, timeline.reduce(0) { $0 + $1.failed }),
      ("dropped", counts.dropped, timeline.reduce(0) { $0 + $1.dropped }),
    ]
    return pairs.filter { $0.1 != $0.2 }.map { name, counted, summed in
      InvalidReason(
        .countsDoNotAddUp,
        "The timeline does not add up: it has \(summed) \(name) calls, and \(counted) were counted.")
    }
  }
}
