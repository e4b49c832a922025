/// What was measured of the calls that were due within one stage of the profile.
package struct StageStatistics: Codable, Sendable, Equatable {
  package var name: String
  /// Seconds since the run's origin.
  package var start: Double
  package var end: Double
  /// Users that the stage reaches (closed) or arrivals a second (open).
  package var target: Double
  /// Left out of the KPIs.
  package var warmUp: Bool
  package var statistics: RequestStatistics
}
