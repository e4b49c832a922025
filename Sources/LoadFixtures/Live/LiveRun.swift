import LoadEngine

/// A run while it goes on: what it has told until now, and how its SLA stands. A pure value that takes a run's events,
/// whether they come from the run itself or from the timeline that it writes.
package struct LiveRun: Sendable {
  let beginning: RunBeginning
  private(set) var tally: RunTally
  private(set) var heat = LatencyHeatMap()
  /// A point for each second that was told.
  private(set) var points: [TimelinePoint] = []
  private(set) var last: RunMoment?
  /// Troubles that last, with the second at which each began.
  private(set) var lastingTroubles: [(begun: Double, name: String)] = []
  /// Those that are over.
  private(set) var pastTroubles: [(range: ClosedRange<Double>, name: String)] = []
  /// What the generator warns of, while it lasts.
  private(set) var warnings: [String] = []
  /// Once it is over.
  private(set) var status: Verdict.Status?
  /// Requirements as they stand; of a run that is over as it judged them, where that is known.
  private(set) var assessments: [Assessment] = []
  private var assessment = (seconds: 0, at: MonotonicTime(nanoseconds: 0), cost: Int64(0))

  private static let longestWait: Int64 = 10_000_000_000

  package init(_ beginning: RunBeginning) {
    self.beginning = beginning
    tally = RunTally(plan: beginning.plan)
  }

  /// Seconds that were told.
  var seconds: Int { (last?.second.number ?? -1) + 1 }
  var scenario: String { beginning.metadata.scenario }
  var isOver: Bool { status != nil }

  /// Whether a second that is read from a file is the run's next.
  func canTake(_ moment: RunMoment) -> Bool { moment.second.number == seconds && tally.canHold(moment.second) }

  /// - Precondition: ``canTake(_:)``; a run's own events are.
  mutating func take(_ moment: RunMoment) {
    tally.add(moment.second)
    if let point = tally.latestPoint { points.append(point) }
    heat.add(moment.second)
    last = moment
  }

  mutating func take(_ fault: FaultMoment) {
    let begun = lastingTroubles.first { $0.name == fault.name }?.begun
    lastingTroubles.removeAll { $0.name == fault.name }
    if fault.isBegun {
      lastingTroubles.append((fault.second, fault.name))
    } else if let begun, begun <= fault.second {
      pastTroubles.append((begun...fault.second, fault.name))
    }
  }

  mutating func take(_ warning: RunWarning) {
    warnings.removeAll { $0 == warning.sentence }
    if warning.isRaised { warnings.append(warning.sentence) }
  }

  /// - Parameter assessments: The run's own; `nil` where only its verdict is known.
  mutating func end(_ status: Verdict.Status, _ assessments: [Assessment]? = nil) {
    self.status = status
    if let assessments { self.assessments = assessments } else { reckon() }
  }

  /// Reckons the requirements over what there is so far, where there is more than at the last time. The longer a run is,
  /// the more that takes: no more than a hundredth of the time, but every ten seconds at least.
  ///
  /// What only the end can tell is not judged until then: what must be reached and is not yet, what compares stages, and what
  /// the target's own metrics tell, which are not among what a run tells while it goes on.
  mutating func assess(at now: MonotonicTime = .now) {
    guard !isOver, seconds > assessment.seconds, now - assessment.at >= min(100 * assessment.cost, Self.longestWait)
    else { return }
    reckon()
    assessment = (seconds, now, .now - now)
  }

  private mutating func reckon() {
    let evidence = Evidence(
      scenario: scenario, statistics: tally.statistics(until: Int64(seconds) * SecondCollector.second),
      model: beginning.metadata.model)
    assessments = SLA(beginning.requirements).assess(evidence).assessments.map { assessment in
      var assessment = assessment
      let comparesStages = [LimitedKPI.recovery, .breakingPoint].contains { $0.kpi.name == assessment.kpi }
      let isBelow = assessment.comparison == .atLeast && !assessment.met
      if assessment.observed == nil || assessment.unjudged != nil || comparesStages || isBelow {
        // The sentence is about evidence that was not there yet.
        (assessment.met, assessment.isNotOffered, assessment.note) = (false, nil, nil)
        assessment.unjudged = "Not judged before the end."
      }
      return assessment
    }
  }

  /// Musts that are met, those that are breached, and all that can be judged so far or at the end.
  var musts: (met: Int, breached: Int, all: Int) {
    let musts = assessments.filter { $0.severity == .must }
    return (musts.count(where: \.met), musts.count(where: \.isBreach), musts.count)
  }
}

/// The observer that keeps a process's runs for those who look on. Runs that are over keep their last figures, since a look
/// may come later.
package actor LiveRuns: RunObserver {
  package nonisolated let name = "the live view"
  /// In the order in which they began; the latest of each scenario.
  private var runs: [LiveRun] = []

  private static let mostRuns = 50

  package init() {}

  package func observe(_ event: RunEvent) {
    if case .began(let beginning) = event {
      runs.removeAll { $0.scenario == beginning.metadata.scenario }
      runs.append(LiveRun(beginning))
      if runs.count > Self.mostRuns { runs.removeFirst() }
      return
    }
    guard !runs.isEmpty else { return }
    let current = runs.count - 1
    switch event {
    case .began: break
    case .second(let moment): runs[current].take(moment)
    case .fault(let fault): runs[current].take(fault)
    case .warning(let warning): runs[current].take(warning)
    case .ended(let record): runs[current].end(record.verdict.status, record.verdict.assessments)
    }
  }

  /// All of them as they stand now, the latest last.
  package var all: [LiveRun] {
    if !runs.isEmpty { runs[runs.count - 1].assess() }
    return runs
  }
}
