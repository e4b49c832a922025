/// What was measured of the calls that were due within one stage of the profile.
public struct StageStatistics: Codable, Sendable, Equatable {
  public var name: String
  /// Seconds since the run's origin.
  public var start: Double
  public var end: Double
  /// Users that the stage reaches (closed) or arrivals a second (open).
  public var target: Double
  /// Left out of the KPIs.
  public var warmUp: Bool
  public var statistics: RequestStatistics

  public init(
    name: String, start: Double, end: Double, target: Double, warmUp: Bool, statistics: RequestStatistics
  ) {
    self.name = name
    self.start = start
    self.end = end
    self.target = target
    self.warmUp = warmUp
    self.statistics = statistics
  }
}
