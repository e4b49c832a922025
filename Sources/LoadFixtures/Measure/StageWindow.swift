/// When a stage of the profile is due, so that each call can be told which stage it belongs to.
public struct StageWindow: Sendable, Equatable {
  public var name: String
  /// Nanoseconds since the run's origin; the window begins with it and ends before `end`.
  public var start: Int64
  public var end: Int64
  /// Users that the stage reaches (closed) or arrivals a second (open).
  public var target: Double
  /// Left out of the KPIs.
  public var warmUp: Bool

  public init(name: String, start: Int64, end: Int64, target: Double, warmUp: Bool) {
    self.name = name
    self.start = start
    self.end = end
    self.target = target
    self.warmUp = warmUp
  }
}
