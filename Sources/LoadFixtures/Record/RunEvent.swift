/// What a run tells while it goes on: its beginning, each second, warnings, its end.
package enum RunEvent: Sendable {
  case began(RunBeginning)
  /// In order, without gaps; about 0.1 s after the second's end.
  case second(RunMoment)
  case warning(RunWarning)
  /// A trouble of the scenario has begun or ended.
  case fault(FaultMoment)
  /// The last one, whatever became of the run; also of one that sent no load.
  case ended(RunRecord)
}

/// Takes a run's events one after the other, off the hot path. A slow one loses nothing and delays nobody but itself.
package protocol RunObserver: Sendable {
  /// For the log, should it fail: "the histogram log".
  var name: String { get }

  /// The details that it wants of each user, debug or trace; `nil`, as for most, for none: then none are collected.
  var details: LogLevel? { get }

  /// Takes the next event. An error is told once and stands on the record; the observer is given no further event.
  func observe(_ event: RunEvent) async throws
}

extension RunObserver {
  package var details: LogLevel? { nil }
}

/// What is known of a run before its first call.
package struct RunBeginning: Codable, Sendable {
  package var metadata: RunMetadata
  /// What its SLA demands.
  package var requirements: [Requirement]
  /// What the seconds' cells refer to.
  var plan: RunTally.Plan
  /// Seconds since 1970.
  package var startTime: Double
  /// Seconds.
  package var plannedDuration: Double
  /// As on the record.
  package var notes: [String]
}

/// One second of a run, with what was known at its end besides its calls.
package struct RunMoment: Codable, Sendable {
  var second: RunSecond
  /// The stage in which it began; `nil` outside of all.
  package var stage: String?
  /// The generator's health as it was read last.
  package var generator: GeneratorHealth
  /// What the target said of itself last; `nil` before it has.
  package var target: TargetMetrics.Point?
}

/// A trouble of the scenario has begun or ended.
package struct FaultMoment: Codable, Sendable, Equatable {
  package var name: String
  package var isBegun: Bool
  /// Seconds since the run began.
  package var second: Double
}

/// Something that is wrong with a run while it goes on. Whether it spoils the run is the verdict's to say.
package struct RunWarning: Codable, Sendable, Equatable {
  /// The same for each of its kind, for code.
  package var code: String
  /// A sentence; in a warning that is cleared the one with which it was raised.
  package var sentence: String
  /// Seconds since the run began.
  package var second: Int
  /// False when what was wrong has passed.
  package var isRaised: Bool
}
