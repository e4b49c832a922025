import LoadFixtures

/// The closed scenarios of the agent's contract, as a scenario file writes them.
enum Profiles {
  static let closed: [(name: String, profile: LoadProfile)] = [
    ("baseline", .ramp(to: 10, perSecond: 2, for: .minutes(2))),
    ("normal", .ramp(to: 50, perSecond: 5, for: .minutes(5))),
    ("peak", .ramp(to: 100, perSecond: 10, for: .minutes(5))),
    ("spike", .spike),
    ("realistic", .realisticDay),
    ("stress", .ramp(to: 200, perSecond: 20, for: .minutes(5))),
    ("step", .steps(of: 20, to: 200, every: .minutes(1), perSecond: 5)),
    ("cache", .ramp(to: 50, perSecond: 5, for: .minutes(10))),
    ("circuit-breaker", .ramp(to: 100, perSecond: 10, for: .minutes(5))),
  ]

  static let throughput = LoadProfile.arrivals(
    [
      .rate(50, for: .seconds(60)),
      .rate(100, for: .seconds(60)),
      .rate(200, for: .seconds(60)),
    ], maxInFlight: 400)

  static func closed(_ name: String) throws -> ClosedProfile {
    try closed(closed.first { $0.name == name }!.profile)
  }

  static func closed(_ profile: LoadProfile) throws -> ClosedProfile {
    guard case .closed(let closed) = try profile.validated() else { throw WrongModel() }
    return closed
  }

  static func open(_ profile: LoadProfile) throws -> OpenProfile {
    guard case .open(let open) = try profile.validated() else { throw WrongModel() }
    return open
  }

  struct WrongModel: Error {}
}
