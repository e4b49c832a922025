/// What was measured of a run: derived once, at its end, from the sum of what every part of it left.
///
/// Latencies are milliseconds, times in the timeline seconds, rates requests a second, shares 0 to 1.
package struct RunStatistics: Codable, Sendable, Equatable {
  /// Every call of the run, warm-up included; `instrument` is not the recorder's to know and is added by the run.
  package var counts: CallCounts
  /// All requests, warm-up left out.
  package var total: RequestStatistics
  /// By request name, in the contract's order, warm-up left out; names without a call are absent.
  package var requests: [RequestStatistics]
  /// By stage of the profile, in order of time. The ramp-up is a stage of its own, marked as warm-up. Stages that never
  /// began are absent.
  package var stages: [StageStatistics]
  /// Failures by kind over the whole run, `dropped` among them; they add up to `counts.failed` and `counts.dropped`.
  package var failureKinds: [String: Int]
  /// The failures by request and kind, the most frequent first, 100 at most. Absent without one.
  package var failures: [FailureCount]?
  /// One point for each second from the origin to the end, without gaps.
  package var timeline: [TimelinePoint]
  /// Successful requests' response times over the whole measured run, for the distribution chart.
  package var distribution: [DistributionBucket]
  /// The percentiles of the same, as far as the samples carry them; absent on records of earlier versions.
  package var curve: [CurvePoint]?
  /// Failed requests' response times over the whole measured run; absent where none failed.
  package var failureDistribution: [DistributionBucket]?
  /// Whether the measured part was the same throughout; absent where that cannot be told.
  package var steadiness: Steadiness?
  /// Response times over time, warm-up included; absent on records of earlier versions.
  package var heatMap: LatencyHeatMap?
  package var business: BusinessOutcome
  /// The same by the customers' locale; absent where there was one.
  package var businessByLocale: [String: BusinessOutcome]?
  /// What the answers were like, by operation, warm-up included; absent where none has words.
  package var answers: [AnswerStatistics]?
  /// Response times of messages by their place in the conversation, warm-up left out.
  package var turns: [TurnStatistics]?
  /// How many different texts users said, warm-up included.
  package var distinctTexts: Int?
  /// Whether all were counted, and not reckoned from a sample.
  package var distinctTextsAreExact: Bool?
  /// The slowest calls, then the first that failed, by the ids of their traces; absent where none was traced.
  package var tracedCalls: [TracedCall]?
}

/// How often a request failed of one kind.
package struct FailureCount: Codable, Sendable, Equatable {
  package var request: String
  package var kind: String
  /// Over the whole run, warm-up included.
  package var count: Int
  /// What the earliest of them said; absent where there is no more to say than the kind.
  package var example: String?
}

/// Response times of the messages with the same place in their conversation.
package struct TurnStatistics: Codable, Sendable, Equatable {
  /// From 1; 20 stands for all from there on.
  package var turn: Int
  package var count: Int
  package var latency: LatencyStatistics
}

/// What became of every call, warm-up included: scheduled = completed + failed + dropped + cancelled.
package struct CallCounts: Codable, Sendable, Equatable {
  package var scheduled = 0
  /// Answered as it was wanted, expected outcomes included.
  package var completed = 0
  /// Of the completed, those that were refused or timed out as their users wanted it.
  @ZeroIfAbsent package var expected = 0
  package var failed = 0
  /// Arrivals of an open model that found no free user.
  package var dropped = 0
  /// In flight when the run was cut off.
  package var cancelled = 0
  /// Calls that the instrument made for itself (pre-flight, the target's metrics); in none of the above.
  package var instrument = 0
  /// Requests sent once more because their idle connection closed under them; their calls are counted above, once.
  @ZeroIfAbsent package var repeats = 0
}

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
  /// By request name, where the run had troubles; else absent.
  package var requests: [RequestStatistics]?
}

/// One second of a run, warm-up included. Requests count in the second in which they ended.
package struct TimelinePoint: Codable, Sendable, Equatable {
  /// Seconds since the run's origin at which the interval begins.
  package var second: Int
  /// Virtual users at work (closed) or calls in flight (open) at the end of the interval.
  package var users: Int
  package var completed: Int
  /// Of the completed, the expected outcomes by kind; absent without one.
  package var expected: [String: Int]?
  package var failed: Int
  package var dropped: Int
  /// Answers with words, and those of them that are makeshifts, as they were told within the second; absent without one.
  package var answers: Int?
  package var makeshifts: Int?
  /// Requests sent once more; absent without one.
  package var repeats: Int?
  /// Milliseconds, successful requests only; `nil` in a second without one.
  package var p50: Double?
  package var p95: Double?
  package var p99: Double?
  package var max: Double?
  /// The failures by kind. Absent without one, and in records of old.
  package var failureKinds: [String: Int]?
  /// How much later than due calls and users were started, p99, milliseconds; absent where none was due.
  package var lateness: Double?
  /// How much later than asked the event loops' heartbeats came, p99, milliseconds; absent without one.
  package var loopLag: Double?
  /// Share of the usable cores that the generator's process used, 0 to 1, an embedded target included; absent where it was
  /// not read in that second.
  package var cpu: Double?
}

/// One bar of the response-time distribution: successful requests in (previous bucket's upper bound, `upTo`].
package struct DistributionBucket: Codable, Sendable, Equatable {
  /// Upper bound, milliseconds. Bounds grow geometrically.
  package var upTo: Double
  package var count: Int
}
