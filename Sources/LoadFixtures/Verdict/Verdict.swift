/// The outcome of a run as data: passed, failed for named breaches, or invalid for named reasons.
///
/// Invalid wins over failed, and failed over passed: numbers that cannot be trusted prove neither. A requirement that
/// cannot be judged makes a run invalid when it is a must and no other must was breached; a should is a warning.
public struct Verdict: Codable, Sendable, Equatable {
  public enum Status: String, Codable, Sendable {
    case passed, failed, invalid
  }

  public var status: Status
  /// Every requirement that was not met, musts and shoulds.
  public var breaches: [Breach]
  /// Why the run is invalid, a sentence each.
  public var reasons: [String]
  /// Every requirement with what was observed, met or not, in the order of the SLA.
  public var assessments: [Assessment]

  /// The requirements that cannot be judged.
  public var unjudged: [Assessment] { assessments.filter { $0.unjudged != nil } }

  /// Those of them that are no reason of an invalid run: every should, and the musts beside a breached one.
  var warnedUnjudged: [Assessment] {
    let isReason = status == .invalid && !breaches.contains { $0.severity == .must }
    return unjudged.filter { $0.severity == .should || !isReason }
  }

  public init(status: Status, breaches: [Breach], reasons: [String], assessments: [Assessment]) {
    self.status = status
    self.breaches = breaches
    self.reasons = reasons
    self.assessments = assessments
  }
}
