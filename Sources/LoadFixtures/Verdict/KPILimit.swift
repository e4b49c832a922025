/// A value that a limit can be written in: a `Duration` for response times, a `Double` for everything else.
public protocol KPILimit: Sendable {
  /// The value in the KPI's unit: milliseconds for a duration.
  var kpiValue: Double { get }
}

extension Duration: KPILimit {
  public var kpiValue: Double { self / .milliseconds(1) }
}

extension Double: KPILimit {
  public var kpiValue: Double { self }
}
