/// One stage of a profile on the run's clock, `start` included and `end` not.
public struct StageInterval: Sendable, Equatable {
  public let name: String
  /// Since the run's origin.
  public let start: Duration
  public let end: Duration
  /// Users that the stage reaches (closed) or arrivals a second at its end (open).
  public let target: Double

  public init(name: String, start: Duration, end: Duration, target: Double) {
    self.name = name
    self.start = start
    self.end = end
    self.target = target
  }

  /// Whether an instant falls into the stage.
  public func contains(_ elapsed: Duration) -> Bool {
    start <= elapsed && elapsed < end
  }
}
