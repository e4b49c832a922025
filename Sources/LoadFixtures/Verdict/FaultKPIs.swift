/// KPIs of a run with troubles: what the target kept while they lasted, and how it came back. Before means the measured time
/// before the first of them.
extension LimitedKPI where Limit == Double {
  /// Troubles after which the target came back before the next, of all, 0 to 1, see ``Comeback``.
  package static var recoveredShare: Self {
    Self(
      .ofFaults("recovered share", .share) { evidence in
        let comebacks = evidence.faults.map { Comeback(after: $0, in: evidence) }
        let missing = comebacks.filter { $0.seconds == nil }.map(\.name)
        return .value(
          Double(comebacks.count - missing.count) / Double(comebacks.count),
          note: missing.isEmpty ? nil : "not back after \(missing.joined(separator: ", "))")
      })
  }

  /// Throughput while a trouble lasted over that before: the lowest of its phases. With more users at work than before it
  /// rises, and says less.
  package static func throughputKept(during kind: Fault.Kind) -> Self { throughputKept(duringFault: kind.name) }

  static func throughputKept(duringFault kind: String) -> Self {
    Self(
      .ofFaults("throughput kept, \(kind)", .share) { evidence in
        guard let before = evidence.before?.statistics.throughput, before > 0 else { return .unobservable(noBefore) }
        let kept = evidence.measuredStages.filter { $0.isPhase(of: kind) }.compactMap(\.statistics.throughput)
        return kept.min().map { .value($0 / before) }
          ?? .unobservable("The throughput kept cannot be known: no phase of \(kind) was measured.")
      })
  }

  /// p95 of the requests that a trouble should not touch while it lasted, over that before: the highest of its phases.
  ///
  /// - Parameter touched: Names of the requests that it may touch.
  package static func blastRadius(of kind: Fault.Kind, outside touched: String...) -> Self {
    blastRadius(ofFault: kind.name, outside: touched)
  }

  static func blastRadius(ofFault kind: String, outside touched: [String]) -> Self {
    var kpi =
      KPI
      .ofFaults("blast radius, \(kind)", .ratio) { evidence in
        guard let before = evidence.before?.requests else { return .unobservable(noBefore) }
        let phases = evidence.measuredStages.filter { $0.isPhase(of: kind) }
        var ratios: [(ratio: Double, name: String)] = []
        for name in before.map(\.name) where !touched.contains(name) {
          guard let steady = before.first(where: { $0.name == name }), steady.successes >= fewestSamples,
            let p95 = steady.latency.p95, p95 > 0
          else { continue }
          for phase in phases {
            guard let during = phase.requests?.first(where: { $0.name == name }), during.count >= fewestSamples else {
              continue
            }
            // Most of them fail: whatever the few others take, it is touched.
            guard 2 * during.successes > during.count, let worse = during.latency.p95 else {
              ratios.append((deadRatio, "without end: most of " + name + " failed"))
              continue
            }
            // Below a few milliseconds a ratio tells of the machine.
            ratios.append((worse - p95 < Comeback.resolution ? min(1, worse / p95) : worse / p95, name))
          }
        }
        guard let worst = ratios.max(by: { $0.ratio < $1.ratio }) else {
          return .notOffered(
            "The blast radius of \(kind) cannot be judged: fewer than \(fewestSamples) of each other request.")
        }
        return .value(worst.ratio, note: worst.name)
      }
    kpi.outside = touched
    return Self(kpi)
  }

  /// How much of the failures that 1 % of the calls allows the run has spent; above 1: more than all.
  package static var errorBudgetSpent: Self {
    Self(
      .ofFaults("error budget spent", .ratio) { evidence in
        evidence.statistics.total.errorRate.map { .value($0 / 0.01) } ?? .unobservable("No call was answered.")
      })
  }

  private static var fewestSamples: Int { 20 }
  /// Stands for "without end", which JSON has no number for.
  private static var deadRatio: Double { 1000 }
  private static var noBefore: String { "There is no measured time before the first trouble." }
}

extension LimitedKPI where Limit == Duration {
  /// How long the target took to come back, from a trouble's real end: the longest, of one kind or of all.
  package static func recoveryTime(after kind: Fault.Kind? = nil) -> Self { recoveryTime(afterFault: kind?.name) }

  static func recoveryTime(afterFault kind: String?) -> Self {
    let name = kind.map { ", \($0)" } ?? ""
    return Self(
      .ofFaults("recovery time\(name)", .milliseconds) { evidence in
        let comebacks = evidence.faults.filter { kind == nil || $0.name == kind }.map {
          Comeback(after: $0, in: evidence)
        }
        guard !comebacks.isEmpty else {
          return .misplaced("The recovery time\(name) needs a scenario with that trouble.")
        }
        let times = comebacks.compactMap(\.seconds)
        guard times.count == comebacks.count, let longest = times.max() else {
          return .unobservable("The recovery time\(name) cannot be known: the target did not come back each time.")
        }
        return .value(longest * 1000)
      })
  }

  /// How long it took until a trouble was felt, from its real beginning: the first second with failures, or with a p95 of
  /// more than twice that before; the longest, of one kind or of all. As fine as the seconds that are told.
  package static func detectionTime(of kind: Fault.Kind? = nil) -> Self { detectionTime(ofFault: kind?.name) }

  static func detectionTime(ofFault kind: String?) -> Self {
    let name = kind.map { ", \($0)" } ?? ""
    return Self(
      .ofFaults("detection time\(name)", .milliseconds) { evidence in
        guard evidence.before?.statistics.latency.p95 != nil else {
          return .unobservable("The detection time\(name) cannot be known: there is no p95 before the first trouble.")
        }
        let faults = evidence.faults.filter { kind == nil || $0.name == kind }
        guard !faults.isEmpty else {
          return .misplaced("The detection time\(name) needs a scenario with that trouble.")
        }
        let delays = faults.compactMap { Detection(of: $0, in: evidence).seconds }
        guard delays.count == faults.count, let longest = delays.max() else {
          return .unobservable(
            "The detection time\(name) cannot be known: \(faults.count - delays.count) of \(faults.count) troubles were not felt."
          )
        }
        return .value(longest * 1000)
      })
  }
}

/// When a trouble was felt: at the end of the first second with failures, or with a p95 of more than twice that before.
struct Detection: Sendable {
  /// From the trouble's real beginning; `nil`: not while it lasted.
  let seconds: Double?

  init(of fault: FaultOutcome, in evidence: Evidence) {
    guard let begun = fault.begun, let ended = fault.ended, let p95 = evidence.before?.statistics.latency.p95 else {
      seconds = nil
      return
    }
    let felt = evidence.statistics.timeline.first { point in
      Double(point.second) + 1 > begun && Double(point.second) < ended
        && (point.failed > 0 || (point.p95 ?? 0) > 2 * p95)
    }
    seconds = felt.map { max(0, Double($0.second) + 1 - begun) }
  }
}

/// Whether and when a target was back after a trouble: the first of three seconds in a row, each with answers, with a p95
/// of at most 1.2 times that before (or 10 ms more, below which a second's p95 is noise), with an error rate that is
/// back, and with no more makeshift answers than before.
struct Comeback: Sendable {
  let name: String
  /// From the trouble's real end; `nil`: not before the next trouble or the end of the load.
  let seconds: Double?
  /// Since the load's origin.
  let at: Double?

  /// Milliseconds.
  static let resolution = 10.0

  init(after fault: FaultOutcome, in evidence: Evidence) {
    name = fault.name
    guard let ended = fault.ended, let before = evidence.before?.statistics, let p95 = before.latency.p95 else {
      (seconds, at) = (nil, nil)
      return
    }
    let limit = max(1.2 * p95, p95 + Self.resolution)
    let rate = max(before.errorRate ?? 0, 0.01)
    // Another trouble that still lasts, or that comes, is what the target has to come back from then.
    let others = evidence.faults.filter { $0.name != fault.name || $0.begun != fault.begun }
    let lasting = others.filter { ($0.begun ?? .infinity) <= ended && ($0.ended ?? .infinity) > ended }
    let start = max(ended, lasting.compactMap(\.ended).max() ?? ended)
    let next = others.compactMap(\.begun).filter { $0 > start }.min() ?? .infinity
    let seconds = evidence.statistics.timeline.filter { Double($0.second) >= start && Double($0.second) + 1 <= next }
    // An agent that answers out of a canned text at once is not back.
    let makeshift = (evidence.makeshiftShare(in: evidence.before) ?? 0) + 0.05
    let isWell = seconds.map { point in
      let calls = point.completed - (point.expected?.values.reduce(0, +) ?? 0) + point.failed + point.dropped
      guard let p95 = point.p95, p95 <= limit, Double(point.failed + point.dropped) <= rate * Double(calls) else {
        return false
      }
      return Double(point.makeshifts ?? 0) <= makeshift * Double(point.answers ?? 0)
    }
    let first = isWell.indices.first { index in
      index + 3 <= isWell.count && isWell[index..<index + 3].allSatisfy(\.self)
    }
    at = first.map { Double(seconds[$0].second) }
    self.seconds = at.map { max(0, $0 - start) }
  }
}

extension KPI {
  fileprivate static func ofFaults(
    _ name: String, _ unit: Unit, _ read: @escaping @Sendable (Evidence) -> KPIReading
  ) -> KPI {
    ofRun(name, unit) { _, evidence in
      evidence.faults.isEmpty
        ? .misplaced("The \(name) needs a scenario with faults.") : read(evidence)
    }
  }
}

extension Evidence {
  /// The steady state before the first trouble.
  var before: StageStatistics? { measuredStages.first { $0.name == FaultPlan.before } }

  /// The troubles with the times at which they were felt, and at which the target was back.
  var timedFaults: [FaultOutcome] {
    faults.map { fault in
      var fault = fault
      if let begun = fault.begun { fault.detected = Detection(of: fault, in: self).seconds.map { begun + $0 } }
      fault.recovered = Comeback(after: fault, in: self).at
      return fault
    }
  }

  /// Makeshifts of the answers with words in a stage's seconds, 0 to 1; `nil` without such an answer.
  func makeshiftShare(in stage: StageStatistics?) -> Double? {
    guard let stage else { return nil }
    let seconds = statistics.timeline.filter { Double($0.second) >= stage.start && Double($0.second) + 1 <= stage.end }
    let answers = seconds.reduce(0) { $0 + ($1.answers ?? 0) }
    return answers > 0 ? Double(seconds.reduce(0) { $0 + ($1.makeshifts ?? 0) }) / Double(answers) : nil
  }

  /// Why nothing can be said of what the troubles changed.
  var faultReasons: [InvalidReason] {
    guard !faults.isEmpty else { return [] }
    var reasons = faults.compactMap { fault in
      (fault.problem ?? fault.shift ?? fault.miss).map {
        InvalidReason(.faultNotCarried, "The trouble \"\(fault.name)\" was not what was planned: \($0).")
      }
    }
    let steady = before?.statistics
    if steady?.latency.p95 == nil || (steady?.errorRate ?? 1) >= 0.01 {
      let seen = steady?.errorRate.map { "its error rate was \(NumberFormat.share($0))" } ?? "no call was answered"
      reasons.append(
        InvalidReason(
          .noSteadyState,
          "The target was not well before the first trouble (\(seen)): the experiment never began. Mend it, and run again."
        ))
    }
    return reasons
  }
}

extension FaultOutcome {
  /// That it touched nobody, where its carrier counts whom it touches.
  fileprivate var miss: String? {
    touched == 0 ? "it touched none of the connections; let it last longer, or bring more users" : nil
  }

  /// By how much it came or went at another time than planned, where that is too much: its phases are those of the plan.
  fileprivate var shift: String? {
    guard let begun, let ended else { return nil }
    let most = max(1, 0.1 * (plannedEnd - plannedStart))
    guard begun - plannedStart > most || ended - plannedEnd > most else { return nil }
    return
      "planned from \(NumberFormat.number(plannedStart)) to \(NumberFormat.number(plannedEnd)) s, it was there from "
      + "\(NumberFormat.number(begun)) to \(NumberFormat.number(ended)) s"
  }
}

extension StageStatistics {
  /// Whether a trouble lasts in it.
  fileprivate func isPhase(of kind: String) -> Bool {
    !name.hasPrefix("after ") && name.contains(kind)
  }
}
