extension LoadProfile {
  /// A staircase: `step` more users every `interval`, at the spawn rate (users a second), up to `top` users.
  ///
  /// Stages are named after their users, `20 users`, `40 users` and so on.
  package static func steps(
    of step: Int, to top: Int, every interval: Duration, perSecond spawnRate: Double
  ) -> LoadProfile {
    guard step > 0 else { return .stages([]) }
    return .stages(
      stride(from: step, through: top, by: step).enumerated().map { index, users in
        .users(users, perSecond: spawnRate, until: interval * (index + 1))
      })
  }

  /// A sudden crowd: from 10 to 200 users within three minutes, held for one, and back to 10; 6 minutes.
  package static let spike = LoadProfile.stages([
    .users(10, perSecond: 2, until: .minutes(1), named: "before"),
    .users(50, perSecond: 5, until: .minutes(2), named: "rise"),
    .users(200, perSecond: 50, until: .minutes(3), named: "spike"),
    .hold(200, until: .minutes(4), named: "hold"),
    .users(50, perSecond: 10, until: .minutes(5), named: "fall"),
    .users(10, perSecond: 2, until: .minutes(6), named: "after"),
  ])

  /// A working day of twelve hours in twelve minutes: a slow morning, a lunch peak, a slow evening.
  package static let realisticDay = LoadProfile.stages([
    .users(10, perSecond: 5, until: .minutes(1), named: "hour 0-1"),
    .users(100, perSecond: usersAnHour(45), until: .minutes(3), named: "hour 1-3"),
    .users(100, perSecond: 5, until: .minutes(5), named: "hour 3-5"),
    .users(150, perSecond: 5, until: .minutes(6), named: "hour 5-6"),
    .users(80, perSecond: 5, until: .minutes(9), named: "hour 6-9"),
    .users(10, perSecond: usersAnHour(35), until: .minutes(11), named: "hour 9-11"),
    .users(10, perSecond: 5, until: .minutes(12), named: "hour 11-12"),
  ])

  /// The spawn rate, users a second, on the clock of ``realisticDay``, where an hour is a minute long.
  private static func usersAnHour(_ users: Double) -> Double {
    users / 60
  }
}
