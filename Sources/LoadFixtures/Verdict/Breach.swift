/// One requirement that was not met.
public struct Breach: Codable, Sendable, Equatable {
  public var severity: Severity
  /// The KPI's name, as in ``KPI``.
  public var kpi: String
  /// `below`, `atMost` or `atLeast`.
  public var comparison: Comparison
  public var limit: Double
  public var observed: Double
  /// `ms`, `share`, `req/s`, `users` or `x`.
  public var unit: String
  public var scenario: String
  /// The stage that was judged, or `whole run`.
  public var stage: String

  public init(
    severity: Severity, kpi: String, comparison: Comparison, limit: Double, observed: Double, unit: String,
    scenario: String, stage: String
  ) {
    self.severity = severity
    self.kpi = kpi
    self.comparison = comparison
    self.limit = limit
    self.observed = observed
    self.unit = unit
    self.scenario = scenario
    self.stage = stage
  }
}

extension Breach: CustomStringConvertible {
  /// One line: "p95 response time 1523 ms, limit below 1000 ms (must), stage whole run, scenario baseline".
  public var description: String {
    let (observed, limit) = Quantity.texts(observed, limit, unit: unit)
    return "\(kpi) \(observed), limit \(comparison.label) \(limit) (\(severity.rawValue)), "
      + "stage \(stage), scenario \(scenario)"
  }
}
