/// One line of an SLA: a KPI, its limit, where it is judged, and what a breach means.
public struct Requirement: Sendable, Equatable {
  public var severity: Severity
  public var kpi: KPI
  public var comparison: Comparison
  /// In the KPI's unit.
  public var limit: Double
  /// The stage that is judged; `nil` for the whole measured run.
  public var stage: String?

  public init(severity: Severity, kpi: KPI, comparison: Comparison, limit: Double, stage: String? = nil) {
    self.severity = severity
    self.kpi = kpi
    self.comparison = comparison
    self.limit = limit
    self.stage = stage
  }

  /// Whether an observed value satisfies the requirement; see ``KPI/throughput`` for its tolerance.
  public func isMet(by observed: Double) -> Bool {
    switch comparison {
    case .below: observed < limit
    case .atMost: observed <= limit
    case .atLeast: observed >= limit * kpi.tolerance
    }
  }
}

/// How a scenario writes its requirements. A breached `must` fails the run, a breached `should` warns.
extension Requirement {
  /// The KPI has to stay below the limit, in the named stage or else over the whole measured run.
  public static func must<Limit>(
    _ kpi: LimitedKPI<Limit>, below limit: Limit, in stage: String? = nil
  ) -> Requirement {
    Requirement(severity: .must, kpi: kpi.kpi, comparison: .below, limit: limit.kpiValue, stage: stage)
  }

  /// The KPI may reach the limit and not exceed it.
  public static func must<Limit>(
    _ kpi: LimitedKPI<Limit>, atMost limit: Limit, in stage: String? = nil
  ) -> Requirement {
    Requirement(severity: .must, kpi: kpi.kpi, comparison: .atMost, limit: limit.kpiValue, stage: stage)
  }

  /// The KPI has to reach the limit.
  public static func must<Limit>(
    _ kpi: LimitedKPI<Limit>, atLeast limit: Limit, in stage: String? = nil
  ) -> Requirement {
    Requirement(severity: .must, kpi: kpi.kpi, comparison: .atLeast, limit: limit.kpiValue, stage: stage)
  }

  /// The KPI ought to stay below the limit, in the named stage or else over the whole measured run.
  public static func should<Limit>(
    _ kpi: LimitedKPI<Limit>, below limit: Limit, in stage: String? = nil
  ) -> Requirement {
    Requirement(severity: .should, kpi: kpi.kpi, comparison: .below, limit: limit.kpiValue, stage: stage)
  }

  /// The KPI may reach the limit and ought not to exceed it.
  public static func should<Limit>(
    _ kpi: LimitedKPI<Limit>, atMost limit: Limit, in stage: String? = nil
  ) -> Requirement {
    Requirement(severity: .should, kpi: kpi.kpi, comparison: .atMost, limit: limit.kpiValue, stage: stage)
  }

  /// The KPI ought to reach the limit.
  public static func should<Limit>(
    _ kpi: LimitedKPI<Limit>, atLeast limit: Limit, in stage: String? = nil
  ) -> Requirement {
    Requirement(severity: .should, kpi: kpi.kpi, comparison: .atLeast, limit: limit.kpiValue, stage: stage)
  }
}
