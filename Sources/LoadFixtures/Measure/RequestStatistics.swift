/// What was measured of one kind of request, or of all.
package struct RequestStatistics: Codable, Sendable, Equatable {
  package var name: String
  /// Completed and failed; dropped and cancelled calls are not in it.
  package var count: Int
  package var failures: Int
  /// Of `count`, what was refused or left without an answer as the user wanted it, by what came of it: neither success
  /// nor failure, and in no latency but its own. Absent without one.
  package var expected: [ExpectedOutcome]?
  /// Arrivals that were due in this part of the run and found no free user. `nil` of one kind of request: which it
  /// would have been nobody knows.
  package var dropped: Int?
  /// (failures + dropped) / (count + dropped), expected outcomes left out, 0 to 1; `nil` without a call.
  package var errorRate: Double?
  /// All calls that ended, failed ones included, a second of the measured time; `nil` without measured time.
  package var requestRate: Double?
  /// Successful calls answered within 3 s, a second of the measured time; `nil` without measured time. The SLA is judged
  /// by this one.
  package var throughput: Double?
  /// Response times of the successful requests (from the intended start where the model has one).
  package var latency: LatencyStatistics
  /// Service times of the successful requests (from the actual start). Equal to `latency` in a closed model.
  package var serviceTime: LatencyStatistics
  /// Response times of the failed requests, kept apart: a fast refusal must not improve the latency.
  package var failureLatency: LatencyStatistics
  /// Mean milliseconds by phase of the successful requests.
  package var phases: Phases
  /// The phases of the calls around p50 and around p95; absent where they are not known, and of stages.
  package var phaseProfiles: [PhaseProfile]?
  /// Calls that were in flight when the run was cut off; neither success nor failure, and not in `count`.
  package var cancelled: Int?
  /// How long they had been under way, from the intended start where the model has one: what an answer would have
  /// taken is more than that.
  package var cancelledLatency: LatencyStatistics?

  /// The failures by kind. Absent without one, and in records of old.
  package var failureKinds: [String: Int]?

  /// Whether a call ended, or was dropped.
  var hasOutcome: Bool { count > 0 || dropped ?? 0 > 0 }

  /// Whether a call was made, or was due, however it ended.
  var wasAsked: Bool { hasOutcome || cancelled ?? 0 > 0 }

  /// The samples behind `latency`: failures and expected outcomes have a latency of their own.
  var successes: Int { max(0, count - failures - expectedCount) }

  var expectedCount: Int { expected?.reduce(0) { $0 + $1.count } ?? 0 }

  /// Where the time of a call went, mean milliseconds; `nil` when no call had that phase.
  package struct Phases: Codable, Sendable, Equatable {
    /// Over the calls that opened a connection.
    package var connect: Double?
    /// Over the calls that opened a connection with TLS.
    package var tls: Double?
    package var wait: Double?
    package var receive: Double?
    /// Calls that opened a connection; `nil` when the transport does not tell.
    package var connections: Int?

    package init(
      connect: Double? = nil, tls: Double? = nil, wait: Double? = nil, receive: Double? = nil, connections: Int? = 0
    ) {
      self.connect = connect
      self.tls = tls
      self.wait = wait
      self.receive = receive
      self.connections = connections
    }
  }

  package init(
    name: String, count: Int, failures: Int, expected: [ExpectedOutcome]? = nil, dropped: Int? = nil,
    requestRate: Double?, throughput: Double?,
    latency: LatencyStatistics, serviceTime: LatencyStatistics, failureLatency: LatencyStatistics, phases: Phases,
    cancelled: Int? = nil, cancelledLatency: LatencyStatistics? = nil
  ) {
    self.name = name
    self.count = count
    self.failures = failures
    self.expected = expected
    self.dropped = dropped
    let judged = count - (expected?.reduce(0) { $0 + $1.count } ?? 0)
    let (bad, all) = (failures + (dropped ?? 0), judged + (dropped ?? 0))
    errorRate = all > 0 ? Double(bad) / Double(all) : nil
    self.requestRate = requestRate
    self.throughput = throughput
    self.latency = latency
    self.serviceTime = serviceTime
    self.failureLatency = failureLatency
    self.phases = phases
    self.cancelled = cancelled
    self.cancelledLatency = cancelledLatency
  }
}

/// What a user asked for and got, although it is no success: a 404, the 503 of an open breaker, a time-out.
package struct ExpectedOutcome: Codable, Sendable, Equatable {
  /// As failures are labelled: "status 503", "timeout".
  package var kind: String
  package var count: Int
  package var latency: LatencyStatistics
}
