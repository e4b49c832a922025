/// One stage of a profile on the run's clock, `start` included and `end` not.
package struct StageInterval: Sendable, Equatable {
  package let name: String
  /// Since the run's origin.
  package let start: Duration
  package let end: Duration
  /// Users that the stage reaches (closed) or arrivals a second at its end (open).
  package let target: Double

  package init(name: String, start: Duration, end: Duration, target: Double) {
    self.name = name
    self.start = start
    self.end = end
    self.target = target
  }

  /// Whether an instant falls into the stage.
  package func contains(_ elapsed: Duration) -> Bool {
    start <= elapsed && elapsed < end
  }
}
