/// One requirement of the SLA and what was observed of it.
public struct Assessment: Codable, Sendable, Equatable {
  public var severity: Severity
  public var kpi: String
  public var comparison: Comparison
  public var limit: Double
  /// `nil` when it could not be observed.
  public var observed: Double?
  public var unit: String
  public var stage: String
  /// False as well where it could not be judged.
  public var met: Bool
  /// What makes the observed value less sure: "insufficient: 150 samples of 368"; else `nil`.
  public var note: String?
  /// Why it cannot be said whether the requirement was met, a sentence; `nil` when it can.
  public var unjudged: String?

  public init(
    severity: Severity, kpi: String, comparison: Comparison, limit: Double, observed: Double?, unit: String,
    stage: String, met: Bool, note: String?, unjudged: String? = nil
  ) {
    self.severity = severity
    self.kpi = kpi
    self.comparison = comparison
    self.limit = limit
    self.observed = observed
    self.unit = unit
    self.stage = stage
    self.met = met
    self.note = note
    self.unjudged = unjudged
  }
}

extension Assessment: CustomStringConvertible {
  /// One line: "p95 response time 823 ms, limit below 1000 ms (must), stage whole run: met"; the note follows.
  public var description: String {
    let texts = observed.map { Quantity.texts($0, limit, unit: unit) }
    let outcome = observed == nil || unjudged != nil ? "not judged" : met ? "met" : "not met"
    let sentence =
      "\(kpi) \(texts?.observed ?? "not observed"), limit \(comparison.label) "
      + "\(texts?.limit ?? Quantity.text(limit, unit: unit)) (\(severity.rawValue)), stage \(stage): \(outcome)"
    return note.map { sentence + ", " + $0 } ?? sentence
  }
}
