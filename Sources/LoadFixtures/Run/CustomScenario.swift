/// A scenario that the command line describes, without a line of Swift (`run-load-tests --scenarios custom`).
package struct CustomScenario: Sendable {
  package let scenario: Scenario
  package let sla: SLA

  package static let name = Scenario.customName

  /// The profiles of scenarios that any class of users can have.
  package static let shapes: KeyValuePairs<String, LoadProfile> = [
    "spike": .spike, "step": .steps(of: 20, to: 200, every: .minutes(1), perSecond: 5), "realistic": .realisticDay,
  ]

  /// What is asked of the target unless `--sla none` is given: as of `normal`.
  private static let normal: SLA = [
    .must(.averageResponseTime, below: .milliseconds(200)), .must(.p95ResponseTime, below: .milliseconds(1000)),
    .must(.p99ResponseTime, below: .milliseconds(3000)), .must(.errorRate, below: 0.01),
  ]

  /// Whether the environment describes one.
  package static func isAsked(in environment: [String: String]) -> Bool {
    EnvironmentVariable.custom.contains { environment[$0.rawValue] != nil }
  }

  /// Reads the description.
  ///
  /// - Throws: ``ConfigurationError`` for a value that is none, and for values that do not go together;
  ///   ``PlanError`` for a load that cannot be.
  package init(environment: [String: String]) throws {
    let reader = EnvironmentReader(environment: environment)
    let users = try reader.integer(.users, in: 1...UInt64(ClosedProfile.maximumUsers)).map(Int.init)
    let spawnRate = try reader.read(.spawnRate, allowed: "users a second, above 0 and at most 100000") { text in
      EnvironmentReader.decimal(text).flatMap { $0 > 0 && $0 <= 100_000 ? $0 : nil }
    }
    let time = try reader.duration(.runTime)
    let rate = try reader.read(.rate, allowed: "arrivals a second, above 0 and at most 1000000") { text in
      EnvironmentReader.decimal(text).flatMap { $0 > 0 && $0 <= 1_000_000 ? $0 : nil }
    }
    let stages = try reader.read(.stages, allowed: Self.allowedStages, Self.stages)
    let shape = try reader.read(.shape, allowed: Self.shapes.map(\.key).joined(separator: ", ")) { name in
      Self.shapes.first { $0.key == name }?.value
    }
    let isJudged = try reader.read(.sla, allowed: "normal, none") { ["normal": true, "none": false][$0] } ?? true
    let profile: LoadProfile
    switch (stages, shape, rate) {
    case (let stages?, nil, nil):
      try Self.refuse(
        [(.users, users != nil), (.spawnRate, spawnRate != nil), (.runTime, time != nil)], beside: .stages)
      profile = .stages(stages)
    case (nil, let shape?, nil):
      try Self.refuse(
        [(.users, users != nil), (.spawnRate, spawnRate != nil), (.runTime, time != nil)], beside: .shape)
      profile = shape
    case (nil, nil, let rate?):
      try Self.refuse([(.spawnRate, spawnRate != nil)], beside: .rate)
      profile = .arrivals([.rate(rate, for: try Self.needed(time, .runTime))], maxInFlight: users ?? 1000)
    case (nil, nil, nil):
      let users = try Self.needed(users, .users)
      // All are there within ten seconds, unless that is said.
      profile = .ramp(
        to: users, perSecond: spawnRate ?? max(1, Double(users) / 10), for: try Self.needed(time, .runTime))
    default:
      throw ConfigurationError(
        stages == nil ? .rate : .stages, reason: "two loads are asked for at once",
        allowed: "one of LOAD_STAGES, LOAD_SHAPE, LOAD_RATE, or LOAD_USERS")
    }
    let user = try reader.read(.userClass, allowed: AgentUsers.names.joined(separator: ", "), AgentUsers.named)
    scenario = Scenario(
      Self.name, title: "Custom: as the command line has it", user: user ?? SalesUser.self,
      profile: try profile.validated())
    sla = isJudged ? Self.normal : []
  }

  private static func needed<Value>(
    _ value: Value?, _ variable: EnvironmentVariable
  ) throws(ConfigurationError) -> Value {
    guard let value else {
      throw ConfigurationError(
        variable, reason: "a custom run needs it",
        allowed: "--users N --run-time 5m; --rate R --run-time 60s; --stages; --shape")
    }
    return value
  }

  private static func refuse(
    _ others: [(EnvironmentVariable, isSet: Bool)], beside variable: EnvironmentVariable
  ) throws(ConfigurationError) {
    guard let other = others.first(where: \.isSet)?.0 else { return }
    throw ConfigurationError(
      other, reason: "\(variable.rawValue) says all of the load already", allowed: "one of the two")
  }

  // MARK: Stages

  private static let allowedStages =
    "stages in turn, each TIME:USERS@RATE with users started or ended at that rate: 60s:10@2/s, 2m:50@5/s"

  /// `60s:10@2/s, 60s:50@5/s`: for 60 s 10 users, then for 60 s 50, in turn; `nil` for anything else.
  static func stages(_ text: String) -> [ClosedProfile.Stage]? {
    var end = Duration.zero
    var stages: [ClosedProfile.Stage] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let words = part.filter { $0 != " " }.split(separator: ":", omittingEmptySubsequences: false)
      guard words.count == 2, let time = seconds(words[0]) else { return nil }
      let load = words[1].split(separator: "@", omittingEmptySubsequences: false)
      guard load.count == 2, let users = EnvironmentReader.integer(load[0]), users <= ClosedProfile.maximumUsers,
        load[1].hasSuffix("/s"), let rate = EnvironmentReader.decimal(String(load[1].dropLast(2)))
      else { return nil }
      end += .seconds(time)
      stages.append(.users(Int(users), perSecond: rate, until: end))
    }
    return stages.isEmpty ? nil : stages
  }

  private static func seconds(_ text: Substring) -> Double? {
    let unit = text.last.flatMap { ["s": 1.0, "m": 60.0][$0] }
    guard let number = EnvironmentReader.decimal(String(unit == nil ? text : text.dropLast())) else { return nil }
    let seconds = number * (unit ?? 1)
    return seconds > 0 && seconds <= EnvironmentReader.longestTime ? seconds : nil
  }
}
