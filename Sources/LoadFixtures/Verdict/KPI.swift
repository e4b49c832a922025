/// A key performance indicator: what a requirement can be set on. All of them are declared here, and nowhere else.
///
/// Response times are those of successful requests, from the intended start where the model has one.
extension LimitedKPI where Limit == Duration {
  package static var averageResponseTime: Self { Self(.responseTime()) }
  package static var p50ResponseTime: Self { Self(.responseTime(.p50)) }
  package static var p90ResponseTime: Self { Self(.responseTime(.p90)) }
  package static var p95ResponseTime: Self { Self(.responseTime(.p95)) }
  package static var p99ResponseTime: Self { Self(.responseTime(.p99)) }
}

extension LimitedKPI where Limit == Double {
  /// Failed requests and dropped arrivals, of them and the completed ones, 0 to 1.
  package static var errorRate: Self {
    Self(.ofAnswers("error rate", .share) { $0.errorRate })
  }

  /// Successful requests that were answered within 3 s, a second of the stage.
  ///
  /// An `atLeast` is met from 99 % of the limit on: the generator holds a rate within 1 % (`Calibration/RateTests`), so a
  /// smaller shortfall says nothing about the target.
  package static var throughput: Self {
    Self(.ofCalls("throughput", .perSecond, tolerance: 0.99) { $0.throughput })
  }

  /// Users of the first step that broke, see ``BreakingPoint``.
  package static var breakingPoint: Self {
    Self(.ofRun("breaking point", .users) { $1.breakingPoint($0) })
  }

  /// p95 of the last stage over p95 of the first one, see ``Recovery``.
  package static var recovery: Self {
    Self(.ofRun("recovery", .ratio) { $1.recovery($0) })
  }
}

/// A KPI with the type of its limits, so that "p95 below 0.05" does not compile.
package struct LimitedKPI<Limit: KPILimit>: Sendable {
  let kpi: KPI

  init(_ kpi: KPI) {
    self.kpi = kpi
  }
}

/// A KPI, whatever its limits are written in.
package struct KPI: Sendable {
  package let name: String
  package let unit: Unit
  /// Share of an `atLeast` limit that suffices.
  let tolerance: Double
  /// Names of requests that it leaves out.
  var outside: [String] = []
  /// What the run shows of it, where the requirement asks for it.
  let read: @Sendable (Requirement, Evidence) -> KPIReading
}

extension KPI: Equatable {
  package static func == (left: KPI, right: KPI) -> Bool { left.name == right.name && left.outside == right.outside }
}

/// A value that a limit can be written in: a `Duration` for response times, a `Double` for everything else.
package protocol KPILimit: Sendable {
  /// The value in the KPI's unit: milliseconds for a duration.
  var kpiValue: Double { get }
}

extension Duration: KPILimit {
  package var kpiValue: Double { self / .milliseconds(1) }
}

extension Double: KPILimit {
  package var kpiValue: Double { self }
}
