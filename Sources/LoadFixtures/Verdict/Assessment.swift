/// One requirement of the SLA and what was observed of it.
public struct Assessment: Codable, Sendable, Equatable {
  public var severity: Severity
  public var kpi: String
  public var comparison: Comparison
  public var limit: Double
  /// `nil` when it could not be observed; the run is then invalid.
  public var observed: Double?
  public var unit: String
  public var stage: String
  public var met: Bool
  /// What makes the observed value less sure: "insufficient: 150 samples of 368"; else `nil`.
  public var note: String?

  public init(
    severity: Severity, kpi: String, comparison: Comparison, limit: Double, observed: Double?, unit: String,
    stage: String, met: Bool, note: String?
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
  }
}
