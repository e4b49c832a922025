/// The outcome of a run as data: passed, failed for named breaches, or invalid for named reasons.
///
/// Invalid wins over failed, and failed over passed: numbers that cannot be trusted prove neither.
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

  public init(status: Status, breaches: [Breach], reasons: [String], assessments: [Assessment]) {
    self.status = status
    self.breaches = breaches
    self.reasons = reasons
    self.assessments = assessments
  }
}
