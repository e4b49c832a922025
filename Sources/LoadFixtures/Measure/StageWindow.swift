/// When a stage of the profile is due, so that each call can be told which stage it belongs to.
package struct StageWindow: Sendable, Codable, Equatable {
  package var name: String
  /// Nanoseconds since the run's origin; the window begins with it and ends before `end`.
  package var start: Int64
  package var end: Int64
  /// Users that the stage reaches (closed) or arrivals a second (open).
  package var target: Double
  /// Left out of the KPIs.
  package var warmUp: Bool
}
