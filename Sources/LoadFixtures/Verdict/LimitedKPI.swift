/// A KPI together with the type of its limits, so that "p95 below 0.05" does not compile.
public struct LimitedKPI<Limit: KPILimit>: Sendable {
  let kpi: KPI
}

extension LimitedKPI where Limit == Duration {
  public static var averageResponseTime: Self { Self(kpi: .averageResponseTime) }
  public static var p50ResponseTime: Self { Self(kpi: .p50ResponseTime) }
  public static var p90ResponseTime: Self { Self(kpi: .p90ResponseTime) }
  public static var p95ResponseTime: Self { Self(kpi: .p95ResponseTime) }
  public static var p99ResponseTime: Self { Self(kpi: .p99ResponseTime) }
}

extension LimitedKPI where Limit == Double {
  /// Limits are shares, 0 to 1.
  public static var errorRate: Self { Self(kpi: .errorRate) }
  /// Limits are requests a second.
  public static var throughput: Self { Self(kpi: .throughput) }
  /// Limits are users.
  public static var breakingPoint: Self { Self(kpi: .breakingPoint) }
  /// Limits are ratios.
  public static var recovery: Self { Self(kpi: .recovery) }
}
