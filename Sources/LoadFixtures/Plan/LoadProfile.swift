/// What decides when a call is made.
package enum LoadModel: String, Codable, Sendable {
  /// A number of users, each of which waits for its answer.
  case closed
  /// Arrivals, however long the answers take.
  case open
}

/// How the load develops over a run: by users (closed) or by arrivals (open).
///
/// The builders never throw, so that a scenario reads as a sentence; ``validated()`` does, before the first request.
package enum LoadProfile: Sendable, Equatable {
  case closed(ClosedProfile)
  case open(OpenProfile)

  /// Starts users at the spawn rate (users a second) until there are `users`, and ends after `duration`, ramp included.
  package static func ramp(to users: Int, perSecond spawnRate: Double, for duration: Duration) -> LoadProfile {
    .closed(ClosedProfile([.users(users, perSecond: spawnRate, until: duration)]))
  }

  /// Several numbers of users in turn, each until its end time.
  package static func stages(_ stages: [ClosedProfile.Stage]) -> LoadProfile {
    .closed(ClosedProfile(stages))
  }

  /// Several arrival rates in turn, each for its duration, with at most that many calls in flight at once.
  package static func arrivals(_ stages: [OpenProfile.Stage], maxInFlight: Int) -> LoadProfile {
    .open(OpenProfile(stages, maxInFlight: maxInFlight))
  }

  /// The same load with another warm-up than the default (closed: the first ramp; open: none).
  package func warmingUp(for warmUp: Duration) -> LoadProfile {
    switch self {
    case .closed(let profile): .closed(profile.warmingUp(for: warmUp))
    case .open(let profile): .open(profile.warmingUp(for: warmUp))
    }
  }

  /// The same load with a last stage that ends then; an open one as it is.
  func lasting(_ duration: Duration) -> LoadProfile {
    switch self {
    case .closed(let profile): .closed(profile.lasting(duration))
    case .open: self
    }
  }

  /// What the load begins with, for so long: the users or arrivals of the first stage.
  func beginning(for duration: Duration) -> LoadProfile {
    switch self {
    case .closed(let profile):
      let users = max(1, profile.plan.first { $0.users > 0 }?.users ?? 1)
      // All are there in a quarter of the time.
      return .ramp(to: users, perSecond: Double(users) / max(0.001, duration / .seconds(4)), for: duration)
    case .open(let profile):
      let first = profile.plan.first { max($0.from, $0.to) > 0 }
      return .open(
        OpenProfile(
          [.rate(first.map { $0.from > 0 ? $0.from : $0.to } ?? 1, for: duration)], maxInFlight: profile.maxInFlight))
    }
  }

  /// The profile itself when it can be run; throws ``PlanError`` otherwise.
  package func validated() throws(PlanError) -> LoadProfile {
    switch self {
    case .closed(let profile): .closed(try profile.validated())
    case .open(let profile): .open(try profile.validated())
    }
  }

  /// Durations times `time`, users and arrival rates times `users`; ramps keep their share of the time.
  ///
  /// Throws ``PlanError`` for a factor that is not a finite number above 0, and when the result cannot be run.
  package func scaled(time: Double, users: Double) throws(PlanError) -> LoadProfile {
    switch self {
    case .closed(let profile): .closed(try profile.scaled(time: time, users: users))
    case .open(let profile): .open(try profile.scaled(time: time, users: users))
    }
  }

  package var model: LoadModel { isOpen ? .open : .closed }

  package var isOpen: Bool {
    if case .open = self { true } else { false }
  }

  /// How many arrivals (open) or users (closed) a run with this seed has to bring in all.
  func asked(seed: UInt64) -> Int {
    switch self {
    case .closed(let profile): profile.totalStarts
    case .open(let profile): profile.countArrivals(seed: seed)
    }
  }

  package var totalDuration: Duration {
    switch self {
    case .closed(let profile): profile.totalDuration
    case .open(let profile): profile.totalDuration
    }
  }

  /// What KPIs leave out at the beginning.
  package var warmUp: Duration {
    switch self {
    case .closed(let profile): profile.warmUp
    case .open(let profile): profile.warmUp
    }
  }

  /// The stages on the run's clock, in order of time and without gaps.
  package var stages: [StageInterval] {
    switch self {
    case .closed(let profile): profile.stages
    case .open(let profile): profile.stages
    }
  }

  /// Peak users (closed) or `maxInFlight` (open): how many connections to be ready for.
  package var peakConcurrency: Int {
    switch self {
    case .closed(let profile): profile.peakUsers
    case .open(let profile): profile.maxInFlight
    }
  }
}

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
