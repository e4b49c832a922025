import LoadFixtures
import Testing

@Suite("Closed profile: users over time")
struct ClosedProfileTests {
  /// Seconds at scale 1 and the users that the contract's table asks for then.
  static let expected: [(scenario: String, users: [(second: Double, users: Int)])] = [
    ("baseline", [(0, 1), (0.499, 1), (0.5, 2), (2, 5), (4.49, 9), (4.5, 10), (60, 10), (119.9, 10), (120, 0)]),
    ("normal", [(0, 1), (1, 6), (5, 26), (9.79, 49), (9.8, 50), (299.9, 50), (300, 0)]),
    ("peak", [(0, 1), (1, 11), (9.89, 99), (9.9, 100), (299.9, 100), (300, 0)]),
    (
      "spike",
      [
        (0, 1), (4.5, 10), (59.9, 10), (60, 11), (64, 31), (67.8, 50), (119.9, 50), (120, 51), (121, 101),
        (122.97, 199), (122.98, 200), (180, 200), (239.9, 200), (240, 199), (250, 99), (254.9, 50), (299.9, 50),
        (300, 49), (310, 29), (319.5, 10), (359.9, 10), (360, 0),
      ]
    ),
    (
      "realistic",
      [
        (0, 1), (1.8, 10), (59.9, 10), (60, 11), (119.9, 55), (120, 56), (178.6, 99), (178.7, 100), (299.9, 100),
        (300, 101), (309.8, 150), (359.9, 150), (360, 149), (373.8, 80), (539.9, 80), (540, 79), (599.9, 45),
        (600, 44), (658.3, 10), (719.9, 10), (720, 0),
      ]
    ),
    ("stress", [(0, 1), (5, 101), (9.94, 199), (9.95, 200), (299.9, 200), (300, 0)]),
    (
      "step",
      [
        (0, 1), (3.8, 20), (59.9, 20), (60, 21), (63.8, 40), (299.9, 100), (300, 101), (540, 181), (543.8, 200),
        (599.9, 200), (600, 0),
      ]
    ),
    ("cache", [(9.8, 50), (599.9, 50), (600, 0)]),
    ("circuit-breaker", [(9.9, 100), (299.9, 100), (300, 0)]),
  ]

  /// Whole microseconds, so that 67.8 s does not fall short of its instant by what a `Double` lacks.
  static func instant(_ seconds: Double) -> Duration {
    .microseconds(Int((seconds * 1e6).rounded()))
  }

  @Test("Each scenario has the users of its table", arguments: expected.map(\.scenario))
  func usersOverTime(scenario: String) throws {
    let profile = try Profiles.closed(scenario)
    for (second, users) in Self.expected.first(where: { $0.scenario == scenario })!.users {
      #expect(profile.users(at: Self.instant(second)) == users, "at \(second) s")
    }
  }

  @Test("Scaled to a twentieth of the time, each scenario keeps its shape", arguments: expected.map(\.scenario))
  func usersOverScaledTime(scenario: String) throws {
    let profile = try Profiles.closed(scenario).scaled(time: 0.05, users: 1)
    for (second, users) in Self.expected.first(where: { $0.scenario == scenario })!.users {
      #expect(profile.users(at: Self.instant(second * 0.05)) == users, "at \(second) s x 0.05")
    }
  }

  @Test("Durations, peaks and warm-ups are those of the table")
  func totals() throws {
    let expected: [(String, minutes: Int, peak: Int, warmUp: Duration)] = [
      ("baseline", 2, 10, .milliseconds(4500)), ("normal", 5, 50, .milliseconds(9800)),
      ("peak", 5, 100, .milliseconds(9900)), ("spike", 6, 200, .milliseconds(4500)),
      ("realistic", 12, 150, .milliseconds(1800)), ("stress", 5, 200, .milliseconds(9950)),
      ("step", 10, 200, .milliseconds(3800)), ("cache", 10, 50, .milliseconds(9800)),
      ("circuit-breaker", 5, 100, .milliseconds(9900)),
    ]
    for (name, minutes, peak, warmUp) in expected {
      let profile = try Profiles.closed(name)
      #expect(profile.totalDuration == .minutes(minutes), "\(name)")
      #expect(profile.peakUsers == peak, "\(name)")
      #expect(profile.warmUp == warmUp, "\(name)")
      let scaled = try profile.scaled(time: 0.05, users: 1)
      #expect(scaled.totalDuration == .seconds(minutes * 3), "\(name)")
      #expect(scaled.warmUp == warmUp / 20, "\(name)")
    }
  }

  @Test("Every change is one user, later than the last, and agrees with users(at:)", arguments: [0.05, 1])
  func changes(time: Double) throws {
    for (name, unscaled) in Profiles.closed {
      let profile = try Profiles.closed(unscaled).scaled(time: time, users: 1)
      var last: (at: Duration, users: Int) = (.nanoseconds(-1), 0)
      var starts = 0
      while let change = profile.nextChange(after: last.at) {
        #expect(change.at > last.at, "\(name)")
        #expect(abs(change.users - last.users) == 1, "\(name) at \(change.at)")
        #expect(profile.users(at: change.at) == change.users, "\(name) at \(change.at)")
        #expect(profile.users(at: change.at - .nanoseconds(1)) == last.users, "\(name) just before \(change.at)")
        #expect(change.at < profile.totalDuration, "\(name)")
        starts += change.users > last.users ? 1 : 0
        last = change
      }
      let climbs = zip([0] + profile.stages.map(\.target), profile.stages.map(\.target)).map { max(0, $1 - $0) }
      #expect(Double(starts) == climbs.reduce(0, +), "\(name)")
      #expect(profile.users(at: profile.totalDuration - .nanoseconds(1)) == last.users, "\(name)")
    }
  }

  @Test("User k starts at (k - 1) / rate, without drift up to the largest ramp")
  func instants() throws {
    let profile = try ClosedProfile([.users(1_000_000, perSecond: 3, until: .minutes(100 * 60))]).validated()
    for user in [1, 2, 3, 4, 1000, 999_999, 1_000_000] {
      let due = Duration.nanoseconds((Int64(user - 1) * 1_000_000_000 + 1) / 3)
      #expect(profile.users(at: due) == user)
      #expect(profile.nextChange(after: due - .nanoseconds(1))?.at == due)
    }
  }

  @Test("Before the run and after it nobody is at work")
  func outside() throws {
    let profile = try Profiles.closed("baseline")
    #expect(profile.users(at: .seconds(-1)) == 0)
    #expect(profile.users(at: .minutes(3)) == 0)
    #expect(profile.nextChange(after: .seconds(-5))?.at == .zero)
    #expect(profile.nextChange(after: .seconds(5)) == nil)
    #expect(profile.nextChange(after: .minutes(3)) == nil)
  }

  @Test("Stages follow each other without a gap, named by the scenario or by their users")
  func stages() throws {
    let spike = try Profiles.closed("spike").stages
    #expect(spike.map(\.name) == ["before", "rise", "spike", "hold", "fall", "after"])
    #expect(spike.map(\.target) == [10, 50, 200, 200, 50, 10])
    let step = try Profiles.closed("step").stages
    #expect(step.map(\.name) == (1...10).map { "\($0 * 20) users" })
    for stages in [spike, step] {
      #expect(zip(stages, stages.dropFirst()).allSatisfy { $0.end == $1.start })
      #expect(stages[1].contains(stages[1].start) && !stages[1].contains(stages[1].end))
    }
    let repeated = ClosedProfile([
      .users(10, perSecond: 2, until: .seconds(60)),
      .users(50, perSecond: 5, until: .seconds(120)),
      .users(10, perSecond: 2, until: .seconds(180)),
    ])
    #expect(try repeated.validated().stages.map(\.name) == ["10 users", "50 users", "10 users (2)"])
  }

  @Test("Fewer users keep names, time and shape, and never less than one")
  func scaledUsers() throws {
    let spike = try Profiles.closed("spike").scaled(time: 1, users: 0.1)
    #expect(spike.stages.map(\.target) == [1, 5, 20, 20, 5, 1])
    #expect(spike.stages.map(\.name) == ["before", "rise", "spike", "hold", "fall", "after"])
    #expect(spike.users(at: .seconds(122.9)) == 20)
    #expect(spike.users(at: .seconds(240)) == 19)
    for (name, profile) in Profiles.closed {
      for users in [0.001, 0.013, 0.05, 0.37, 1, 3.3, 50] {
        let scaled = try profile.scaled(time: 0.05, users: users)
        #expect(scaled.stages.allSatisfy { $0.target >= 1 }, "\(name) x \(users)")
        #expect(scaled.totalDuration == profile.totalDuration / 20, "\(name) x \(users)")
      }
    }
  }

  @Test("A warm-up of its own replaces the first ramp and follows the time scale")
  func warmUp() throws {
    let profile = try LoadProfile.spike.warmingUp(for: .seconds(20)).validated()
    #expect(profile.warmUp == .seconds(20))
    #expect(try profile.scaled(time: 0.05, users: 2).warmUp == .seconds(1))
  }

  static let impossible: [(LoadProfile, PlanError.Code, mentions: String)] = [
    (.stages([]), .noStages, "no stage"),
    (.steps(of: 0, to: 200, every: .minutes(1), perSecond: 5), .noStages, "no stage"),
    (.ramp(to: 0, perSecond: 1, for: .minutes(1)), .noLoad, "No stage has a user"),
    (.ramp(to: -5, perSecond: 1, for: .minutes(1)), .users, "-5"),
    (.ramp(to: 1_000_001, perSecond: 1e6, for: .minutes(1)), .users, "1000001"),
    (.ramp(to: 10, perSecond: 0, for: .minutes(1)), .spawnRate, "spawn rate of 0"),
    (.ramp(to: 10, perSecond: -2, for: .minutes(1)), .spawnRate, "-2.0"),
    (.ramp(to: 10, perSecond: .nan, for: .minutes(1)), .spawnRate, "nan"),
    (.ramp(to: 10, perSecond: .infinity, for: .minutes(1)), .spawnRate, "inf"),
    (.ramp(to: 10, perSecond: 1e-300, for: .minutes(1)), .targetOutOfReach, "ends at 1"),
    (.ramp(to: 100, perSecond: 1, for: .minutes(1)), .targetOutOfReach, "ends at 60"),
    (.ramp(to: 10, perSecond: 2, for: .zero), .stageEnd, "0.0 seconds"),
    (.ramp(to: 10, perSecond: 2, for: .seconds(-60)), .stageEnd, "-60.0 seconds"),
    (.ramp(to: 10, perSecond: 2, for: .minutes(2401 * 60)), .duration, "100 days"),
    (.ramp(to: 10, perSecond: 2, for: .seconds(Int64.max)), .duration, "100 days"),
    (
      .stages([.users(10, perSecond: 2, until: .minutes(2)), .users(20, perSecond: 2, until: .minutes(1))]),
      .stageEnd, "60.0 seconds"
    ),
    (
      .stages([.users(10, perSecond: 2, until: .seconds(-9)), .users(20, perSecond: 2, until: .minutes(1))]),
      .stageEnd, "10 users"
    ),
    (.stages([.users(10, perSecond: 2, until: .minutes(1)), .hold(20, until: .minutes(2))]), .spawnRate, "20"),
    (.stages([.users(1, perSecond: 1, until: .minutes(1), named: "whole run")]), .stageName, "whole run"),
    (.stages([.users(1, perSecond: 1, until: .minutes(1), named: " ")]), .stageName, "printable"),
    (.stages([.users(1, perSecond: 1, until: .minutes(1), named: "a\u{1B}[31m")]), .stageName, "printable"),
    (
      .stages([
        .users(1, perSecond: 1, until: .minutes(1), named: "a"),
        .users(2, perSecond: 1, until: .minutes(2), named: "a"),
      ]), .stageName, "Two stages"
    ),
    (.spike.warmingUp(for: .minutes(6)), .warmUp, "360"),
    (.spike.warmingUp(for: .seconds(-1)), .warmUp, "-1"),
  ]

  @Test("What cannot be run is refused with a sentence that names the value", arguments: impossible.indices)
  func refusals(index: Int) throws {
    let (profile, code, mentions) = Self.impossible[index]
    let error = try #require(throws: PlanError.self) { try profile.validated() }
    #expect(error.code == code)
    #expect(error.description.contains(mentions), "\(error.description)")
  }

  @Test("A scale that is not a number above 0 is refused", arguments: [0, -1, Double.nan, .infinity])
  func scales(scale: Double) throws {
    for profile in [LoadProfile.spike, Profiles.throughput] {
      for (time, users) in [(scale, 1), (1, scale)] {
        let error = try #require(throws: PlanError.self) { try profile.scaled(time: time, users: users) }
        #expect(error.code == .scale)
      }
    }
  }

  @Test("A scale that leads beyond the limits is refused, not clamped")
  func extremeScales() throws {
    #expect(throws: PlanError.self) { try LoadProfile.spike.scaled(time: 1e-12, users: 1) }
    #expect(throws: PlanError.self) { try LoadProfile.spike.scaled(time: 1e300, users: 1) }
    #expect(throws: PlanError.self) { try LoadProfile.spike.scaled(time: 1, users: 1e300) }
    #expect(throws: PlanError.self) { try Profiles.throughput.scaled(time: 1, users: 1e300) }
  }
}
