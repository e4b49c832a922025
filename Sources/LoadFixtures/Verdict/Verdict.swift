/// The outcome of a run as data: passed, failed for named breaches, or invalid for named reasons.
///
/// Invalid wins over failed, and failed over passed: numbers that cannot be trusted prove neither. A requirement that
/// cannot be judged makes a run invalid when it is a must and no other must was breached; a should is a warning.
package struct Verdict: Sendable, Equatable {
  package enum Status: String, Codable, Sendable {
    case passed, failed, invalid
  }

  package var status: Status
  /// Why the run is invalid.
  package var reasons: [InvalidReason]
  /// Every requirement with what was observed, met or not, in the order of the SLA.
  package var assessments: [Assessment]

  /// The requirements that were not met, musts and shoulds.
  package var breaches: [Assessment] { assessments.filter(\.isBreach) }

  /// The requirements that cannot be judged.
  package var unjudged: [Assessment] { assessments.filter { $0.unjudged != nil } }

  /// Those of them that are no reason of an invalid run: every should, and the musts beside a breached one.
  var warnedUnjudged: [Assessment] {
    let isReason = status == .invalid && !breaches.contains { $0.severity == .must }
    return unjudged.filter { $0.isNotOffered != true && ($0.severity == .should || !isReason) }
  }
}

extension Verdict: Codable {
  private enum CodingKeys: CodingKey {
    case status, breaches, reasons, assessments
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    status = try container.decode(Status.self, forKey: .status)
    reasons = try container.decode([InvalidReason].self, forKey: .reasons)
    assessments = try container.decode([Assessment].self, forKey: .assessments)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(status, forKey: .status)
    try container.encode(breaches, forKey: .breaches)
    try container.encode(reasons, forKey: .reasons)
    try container.encode(assessments, forKey: .assessments)
  }
}

/// One requirement of the SLA and what was observed of it.
package struct Assessment: Codable, Sendable, Equatable {
  package var severity: Severity
  package var kpi: String
  package var comparison: Comparison
  package var limit: Double
  /// `nil` when it could not be observed.
  package var observed: Double?
  package var unit: Unit
  /// 95 % confidence interval of what was observed, in the same unit; absent where it is not known.
  package var interval: LatencyStatistics.Interval?
  /// The stage that was judged; `nil` for the whole measured run.
  package var stage: String?
  /// False as well where it could not be judged.
  package var met: Bool
  /// What makes the observed value less sure: "insufficient: 150 samples of 368"; else `nil`.
  package var note: String?
  /// Why it cannot be said whether the requirement was met, a sentence; `nil` when it can.
  package var unjudged: String?
  /// True where the target does not tell what it would take; else absent.
  package var isNotOffered: Bool?

  /// Whether it was judged and not met.
  package var isBreach: Bool { !met && observed != nil && unjudged == nil }

  package var stageName: String { stage ?? StageNames.wholeRun }

  /// One line: "p95 response time 1,523 ms, limit below 1,000 ms (must), stage whole run".
  package var sentence: String {
    let seen = observed.map { NumberFormat.observed($0, limit: limit, unit: unit) } ?? "not observed"
    return "\(kpi) \(seen), limit \(comparison.label) \(NumberFormat.value(limit, unit: unit)) (\(severity.rawValue)), "
      + "stage \(stageName)"
  }
}
