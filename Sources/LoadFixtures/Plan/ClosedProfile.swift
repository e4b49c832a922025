/// Users over time: each makes its next call when it has the answer to the last one and has thought about it.
///
/// Piecewise linear: in each stage the number of users moves at the stage's spawn rate, up or down, from wherever
/// it is to the stage's target, and holds. The first change of a stage happens at the stage's start: user k of the
/// first ramp starts at (k - 1) / rate, the first one at 0.
package struct ClosedProfile: Sendable, Equatable {
  /// The most users that a stage may ask for.
  package static let maximumUsers = 1_000_000

  /// One stage as a scenario writes it.
  package struct Stage: Sendable, Equatable {
    /// `nil` for a name made from the number of users, `50 users`.
    package var name: String?
    package var users: Int
    /// Users a second, both ways; 0 is right only where the number of users does not change.
    package var spawnRate: Double
    /// Since the run's origin.
    package var end: Duration

    /// Moves to that many users at the spawn rate (users a second) and holds them until `end`.
    package static func users(
      _ users: Int, perSecond spawnRate: Double, until end: Duration, named name: String? = nil
    ) -> Stage {
      Stage(name: name, users: users, spawnRate: spawnRate, end: end)
    }

    /// Holds the users that the stage before has reached; any other number is refused by `validated()`.
    package static func hold(_ users: Int, until end: Duration, named name: String? = nil) -> Stage {
      Stage(name: name, users: users, spawnRate: 0, end: end)
    }
  }

  /// The stages as planned, each with its name.
  package let plan: [Stage]
  private let plannedWarmUp: Duration?
  private let ramps: [UserRamp]

  /// Takes the stages in order of time. `warmUp` replaces the default, the end of the first ramp.
  package init(_ stages: [Stage], warmUp: Duration? = nil) {
    let names = StageNames.resolve(stages.map { ($0.name, $0.users == 1 ? "1 user" : "\($0.users) users") })
    var ramps: [UserRamp] = []
    for stage in stages {
      // Clamped so that absurd values survive until they are refused.
      ramps.append(
        UserRamp(
          start: ramps.last?.end ?? 0, end: min(max(PlanTime.nearest(stage.end), 0), 2 * PlanTime.longest),
          from: ramps.last?.reached ?? 0, target: min(max(stage.users, 0), Self.maximumUsers),
          rate: stage.spawnRate))
    }
    self.ramps = ramps
    plannedWarmUp = warmUp
    plan = zip(stages, names).map { stage, name in
      Stage(name: name, users: stage.users, spawnRate: stage.spawnRate, end: stage.end)
    }
  }

  /// The stages on the run's clock.
  package var stages: [StageInterval] {
    zip(plan, ramps).map { stage, ramp in
      StageInterval(
        name: stage.name ?? "", start: .nanoseconds(ramp.start), end: .nanoseconds(ramp.end),
        target: Double(stage.users))
    }
  }

  package var totalDuration: Duration { .nanoseconds(ramps.last?.end ?? 0) }

  /// The most users at work at any time.
  package var peakUsers: Int { ramps.map { max($0.from, $0.reached) }.max() ?? 0 }

  /// How many users are started in all; one that comes back after a fall counts again.
  package var totalStarts: Int { ramps.reduce(0) { $0 + max(0, $1.reached - $1.from) } }

  /// How many numbers users may have, from 0, when they are dealt out to loops: loop i of n starts users i, i + n and so
  /// on, and each ramp's rest goes to the first loops.
  func userNumbers(loops: Int) -> Int {
    func part(_ users: Int, of loop: Int) -> Int { (users - loop + loops - 1) / loops }
    return (0..<loops).map { loop in
      let starts = ramps.reduce(0) { $0 + max(0, part($1.reached, of: loop) - part($1.from, of: loop)) }
      return starts == 0 ? 0 : loop + (starts - 1) * loops + 1
    }.max() ?? 0
  }

  /// What KPIs leave out at the beginning: until the last user of the first stage's ramp has started, unless
  /// the profile says otherwise.
  package var warmUp: Duration {
    plannedWarmUp ?? .nanoseconds(ramps.first?.settled ?? 0)
  }

  /// The same load with another warm-up.
  package func warmingUp(for warmUp: Duration) -> ClosedProfile {
    ClosedProfile(plan, warmUp: warmUp)
  }

  /// The same load with a last stage that ends then.
  func lasting(_ duration: Duration) -> ClosedProfile {
    var stages = plan
    if let last = stages.indices.last { stages[last].end = duration }
    return ClosedProfile(stages, warmUp: plannedWarmUp)
  }

  /// Users at work at an instant: 0 before the run's origin, and from the end on.
  package func users(at elapsed: Duration) -> Int {
    let now = PlanTime.elapsed(elapsed)
    guard now >= 0, let ramp = ramps.first(where: { now < $0.end }) else { return 0 }
    return ramp.users(after: ramp.changes(at: now))
  }

  /// The next instant strictly after `elapsed` at which a user starts or stops, and the users from then on.
  ///
  /// A negative time asks for the first start of all, at 0. `nil` when the number stays as it is until the end;
  /// the end itself, where all users stop, is ``totalDuration`` and not reported.
  package func nextChange(after elapsed: Duration) -> (at: Duration, users: Int)? {
    let now = PlanTime.elapsed(elapsed)
    for ramp in ramps where ramp.end > now {
      let done = ramp.changes(at: now)
      guard done < ramp.changes else { continue }
      let at = ramp.instant(of: done + 1)
      // Near the highest rate two changes can share a nanosecond.
      return (.nanoseconds(at), ramp.users(after: ramp.changes(at: at)))
    }
    return nil
  }

  /// Durations times `time`, users times `users`, and spawn rates so that every ramp keeps its share of its stage.
  ///
  /// A stage with users keeps at least one. Names of stages stay, so that requirements still find them.
  /// Throws ``PlanError`` for a factor that is not a finite number above 0, and when the result cannot be run.
  package func scaled(time: Double, users: Double) throws(PlanError) -> ClosedProfile {
    try PlanTime.checkScales(time: time, users: users)
    let stages = plan.map { stage in
      let scaled = min((Double(stage.users) * users).rounded(), 1e15)
      return Stage(
        name: stage.name, users: stage.users > 0 ? max(1, Int(scaled)) : stage.users,
        spawnRate: stage.spawnRate * users / time, end: PlanTime.scaled(stage.end, by: time))
    }
    let warmUp = plannedWarmUp.map { PlanTime.scaled($0, by: time) }
    return try ClosedProfile(stages, warmUp: warmUp).validated()
  }

  /// The profile itself when it can be run; throws ``PlanError`` otherwise.
  ///
  /// A stage that ends before its target is reached is refused: its numbers would bear the name of a load that
  /// never was.
  package func validated() throws(PlanError) -> ClosedProfile {
    try StageNames.check(plan.map { $0.name ?? "" })
    for (stage, ramp) in zip(plan, ramps) {
      try Self.check(stage, ramp)
    }
    guard peakUsers > 0 else {
      throw PlanError(.noLoad, "No stage has a user; at least one must.")
    }
    guard warmUp >= .zero, warmUp < totalDuration else {
      throw PlanError(.warmUp, "The warm-up of \(warmUp) must be 0 or more and end before the run, \(totalDuration).")
    }
    return self
  }

  private static func check(_ stage: Stage, _ ramp: UserRamp) throws(PlanError) {
    let name = "stage \"\(stage.name ?? "")\""
    guard ramp.end > ramp.start else {
      throw PlanError(
        .stageEnd, "The \(name) ends at \(stage.end), no later than it starts, \(Duration.nanoseconds(ramp.start)).")
    }
    guard ramp.end <= PlanTime.longest else {
      throw PlanError(.duration, "The \(name) ends at \(stage.end); a run lasts 100 days at most.")
    }
    guard (0...maximumUsers).contains(stage.users) else {
      throw PlanError(.users, "The \(name) asks for \(stage.users) users; 0 to \(maximumUsers) are possible.")
    }
    guard stage.spawnRate >= 0, stage.spawnRate <= UserRamp.highestRate else {
      throw PlanError(
        .spawnRate, "The \(name) has a spawn rate of \(stage.spawnRate) users/s; 0 to 1e9 are possible.")
    }
    guard stage.spawnRate > 0 || ramp.from == stage.users else {
      throw PlanError(
        .spawnRate,
        "The \(name) goes from \(ramp.from) to \(stage.users) users at a spawn rate of 0; give it one above 0.")
    }
    guard ramp.reached == stage.users else {
      throw PlanError(
        .targetOutOfReach,
        """
        The \(name) goes from \(ramp.from) to \(stage.users) users at \(stage.spawnRate)/s and ends at \
        \(ramp.reached); raise its spawn rate or let it last longer.
        """)
    }
  }
}
