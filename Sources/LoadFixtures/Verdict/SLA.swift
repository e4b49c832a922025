/// What a scenario demands of the target, written as an array of requirements.
package struct SLA: Sendable, Equatable, ExpressibleByArrayLiteral {
  package var requirements: [Requirement]

  package init(_ requirements: [Requirement]) {
    self.requirements = requirements
  }

  package init(arrayLiteral elements: Requirement...) {
    self.init(elements)
  }

  /// Holds the evidence of a run against every requirement; pure, and the same for the same evidence.
  package func assess(_ evidence: Evidence) -> Verdict {
    VerdictEvaluator(evidence: evidence).verdict(on: self)
  }
}

/// One line of an SLA: a KPI, its limit, where it is judged, and what a breach means.
package struct Requirement: Sendable, Codable, Equatable {
  package var severity: Severity
  package var kpi: KPI
  package var comparison: Comparison
  /// In the KPI's unit.
  package var limit: Double
  /// The stage that is judged; `nil` for the whole measured run.
  package var stage: String?

  /// Whether an observed value satisfies the requirement; ``KPI/tolerance`` included.
  package func isMet(by observed: Double) -> Bool {
    switch comparison {
    case .below: observed < limit
    case .atMost: observed <= limit
    case .atLeast: observed >= limit * kpi.tolerance
    }
  }
}

/// Whether a requirement fails the run or only warns.
package enum Severity: String, Codable, Sendable {
  case must, should
}

/// How an observed value is held against its limit.
package enum Comparison: String, Codable, Sendable {
  case below, atMost, atLeast
}

extension Comparison {
  /// As it reads in a sentence: `below`, `at most`, `at least`.
  package var label: String {
    switch self {
    case .below: "below"
    case .atMost: "at most"
    case .atLeast: "at least"
    }
  }
}

extension NumberFormat {
  /// A limit with its comparison: "< 200 ms", "≤ 1.5 x", "≥ 50 req/s".
  package static func limit(_ limit: Double, comparison: Comparison, unit: Unit) -> String {
    let sign =
      switch comparison {
      case .below: "<"
      case .atMost: "≤"
      case .atLeast: "≥"
      }
    return sign + " " + value(limit, unit: unit)
  }
}

/// How a scenario writes its requirements: a breached `must` fails the run, a breached `should` warns. Without a stage the
/// whole measured run is judged.
extension Requirement {
  private init<Limit>(
    _ severity: Severity, _ kpi: LimitedKPI<Limit>, _ comparison: Comparison, _ limit: Limit, _ stage: String?
  ) {
    self.init(severity: severity, kpi: kpi.kpi, comparison: comparison, limit: limit.kpiValue, stage: stage)
  }

  /// The KPI has to stay below the limit.
  package static func must<Limit>(_ kpi: LimitedKPI<Limit>, below limit: Limit, in stage: String? = nil) -> Self {
    Self(.must, kpi, .below, limit, stage)
  }

  /// The KPI may reach the limit and not exceed it.
  package static func must<Limit>(_ kpi: LimitedKPI<Limit>, atMost limit: Limit, in stage: String? = nil) -> Self {
    Self(.must, kpi, .atMost, limit, stage)
  }

  /// The KPI has to reach the limit.
  package static func must<Limit>(_ kpi: LimitedKPI<Limit>, atLeast limit: Limit, in stage: String? = nil) -> Self {
    Self(.must, kpi, .atLeast, limit, stage)
  }

  /// The KPI ought to stay below the limit.
  package static func should<Limit>(_ kpi: LimitedKPI<Limit>, below limit: Limit, in stage: String? = nil) -> Self {
    Self(.should, kpi, .below, limit, stage)
  }

  /// The KPI may reach the limit and ought not to exceed it.
  package static func should<Limit>(_ kpi: LimitedKPI<Limit>, atMost limit: Limit, in stage: String? = nil) -> Self {
    Self(.should, kpi, .atMost, limit, stage)
  }

  /// The KPI ought to reach the limit.
  package static func should<Limit>(_ kpi: LimitedKPI<Limit>, atLeast limit: Limit, in stage: String? = nil) -> Self {
    Self(.should, kpi, .atLeast, limit, stage)
  }
}
