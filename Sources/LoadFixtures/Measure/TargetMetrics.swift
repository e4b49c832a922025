/// What the target said of itself during the run, read once a second.
package struct TargetMetrics: Codable, Sendable, Equatable {
  /// Whether a source of the target's metrics answered.
  package enum Availability: String, Codable, Sendable {
    case offered
    /// The target answers 404, or its contract lacks the call.
    case notOffered = "not offered"
    case unreachable
    /// Nothing was read, and why is not known.
    case unknown
  }

  package var metrics: Availability
  package var connections: Availability
  package var breakers: Availability
  package var cache: Availability
  package var points: [Point]
  /// Readings whose value cannot be (a share of 55, a negative count), by its name in the target's answer; `nil` in the
  /// points.
  package var notBelievable: [String: Int]?
  /// What the target told of its breakers' changes during the run, in order; absent where it tells of none.
  package var circuitChanges: [CircuitChange]?
  /// How many more changes there were than are kept; absent for none.
  package var circuitChangesLeftOut: Int?
  /// The state of breakers when the run began, as far as their changes before it tell; absent without one.
  package var circuitsBefore: [String: CircuitChange.State]?
  /// What its breakers came to over the run; absent where it tells of no changes.
  package var breakerTotals: [BreakerTotals]?

  /// A breaker has changed its state.
  package struct CircuitChange: Codable, Sendable, Equatable {
    package enum State: String, Codable, Sendable {
      case closed, open
      case halfOpen = "half_open"
    }

    package var breaker: String
    package var state: State
    /// Seconds since the run's origin, as exact as the target tells how long ago it was.
    package var second: Double
    /// Of an opening: the failures that led to it.
    package var failures: Int?
  }

  /// A target that says nothing of itself.
  static let notOffered = TargetMetrics(
    metrics: .notOffered, connections: .notOffered, breakers: .notOffered, cache: .notOffered, points: [])

  /// One reading. What could not be read is `nil`.
  package struct Point: Codable, Sendable, Equatable {
    /// Seconds since the run's origin.
    package var second: Double
    /// Milliseconds.
    package var averageResponseTime: Double?
    package var errorRate: Double?
    package var requestsPerSecond: Double?
    package var activeConnections: Int?
    /// The first few by name, without secrets and cut.
    package var openCircuits: [String]?
    /// How many more are open; `nil` for none.
    package var openCircuitsNotNamed: Int?
    package var cacheHitRate: Double?
    package var cacheKeys: Int?
    /// Look-ups of summaries and what the cache did for them, since the target began.
    package var cacheHits: Int?
    package var cacheMisses: Int?
    package var cacheComputations: Int?
    package var cacheExpirations: Int?
    /// The most trial calls at the same time that a half-open breaker has let through since the target began.
    package var halfOpenProbes: Int?
    /// Calls that open breakers have refused since the target began.
    package var circuitRejections: Int?
    /// Requests that the target has answered since it began, those of a monitor apart.
    package var requestsTotal: Int?
    /// Resident memory of the target's process, bytes, as this machine's system tells it.
    package var residentMemory: Int?
  }
}

extension TargetMetrics {
  /// Whether any of its sources answered.
  var isOffered: Bool { [metrics, connections, breakers, cache].contains(.offered) }

  /// What readings alone show: a source was offered where one of them has a value of its own.
  init(seenIn points: [Point]) {
    func seen(_ hasValue: (Point) -> Bool) -> Availability { points.contains(where: hasValue) ? .offered : .unknown }
    self.init(
      metrics: seen { $0.averageResponseTime != nil || $0.errorRate != nil || $0.requestsPerSecond != nil },
      connections: seen { $0.activeConnections != nil }, breakers: seen { $0.openCircuits != nil },
      cache: seen { $0.cacheHitRate != nil || $0.cacheKeys != nil }, points: points)
  }
}
