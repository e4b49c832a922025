/// What a scenario demands of the target, written as an array of requirements.
public struct SLA: Sendable, Equatable, ExpressibleByArrayLiteral {
  public var requirements: [Requirement]

  public init(_ requirements: [Requirement]) {
    self.requirements = requirements
  }

  public init(arrayLiteral elements: Requirement...) {
    self.init(elements)
  }

  /// Holds the evidence of a run against every requirement; pure, and the same for the same evidence.
  public func assess(_ evidence: Evidence) -> Verdict {
    VerdictEvaluator(evidence: evidence).verdict(on: self)
  }
}
