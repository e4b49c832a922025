import Testing

@testable import LoadFixtures

@Suite("Loads that the command line describes")
struct CustomScenarioTests {
  private static func custom(_ environment: [String: String]) throws -> CustomScenario {
    try CustomScenario(environment: environment)
  }

  @Test("Users, spawn rate and time make a ramp; without a rate all are there within ten seconds")
  func ramp() throws {
    let custom = try Self.custom(["LOAD_USERS": "100", "LOAD_SPAWN_RATE": "4", "LOAD_RUN_TIME": "5m"])
    #expect(custom.scenario.plan.profile == .ramp(to: 100, perSecond: 4, for: .minutes(5)))
    #expect(custom.scenario.user == SalesUser.self && custom.sla.requirements.count == 4)
    let quick = try Self.custom(["LOAD_USERS": "200", "LOAD_RUN_TIME": "30", "LOAD_SLA": "none"])
    #expect(quick.scenario.plan.profile == .ramp(to: 200, perSecond: 20, for: .seconds(30)))
    #expect(quick.sla.requirements.isEmpty)
  }

  @Test("A rate makes arrivals, bounded by the users")
  func arrivals() throws {
    let custom = try Self.custom(["LOAD_RATE": "200", "LOAD_RUN_TIME": "60s", "LOAD_USERS": "50"])
    #expect(custom.scenario.plan.profile == .arrivals([.rate(200, for: .seconds(60))], maxInFlight: 50))
  }

  @Test("Stages follow each other, each for its own time")
  func stages() throws {
    let custom = try Self.custom(["LOAD_STAGES": "60s:10@2/s, 2m:50@5/s,0.5m:0@100/s"])
    #expect(
      custom.scenario.plan.profile
        == .stages([
          .users(10, perSecond: 2, until: .seconds(60)), .users(50, perSecond: 5, until: .seconds(180)),
          .users(0, perSecond: 100, until: .seconds(210)),
        ]))
  }

  @Test("Any shape goes with any class, by its name or by that of the Python suite")
  func shapes() throws {
    for (class_, user) in [("CacheStressUser", "CacheUser"), ("StressUser", "StressUser")] {
      let custom = try Self.custom(["LOAD_SHAPE": "spike", "LOAD_USER_CLASS": class_])
      #expect(custom.scenario.plan.profile == .spike && custom.scenario.user.name == user)
    }
  }

  @Test(
    "What is no load, or two, is refused by the variable",
    arguments: [
      (["LOAD_USERS": "SalesUser", "LOAD_RUN_TIME": "5"], "LOAD_USERS"), (["LOAD_USERS": "0"], "LOAD_USERS"),
      (["LOAD_USERS": "10"], "LOAD_RUN_TIME"), (["LOAD_RUN_TIME": "10"], "LOAD_USERS"),
      (["LOAD_RATE": "10"], "LOAD_RUN_TIME"), (["LOAD_RATE": "-1", "LOAD_RUN_TIME": "5"], "LOAD_RATE"),
      (["LOAD_SHAPE": "round"], "LOAD_SHAPE"), (["LOAD_STAGES": "60:10"], "LOAD_STAGES"),
      (["LOAD_STAGES": "60s:10@2/m"], "LOAD_STAGES"), (["LOAD_STAGES": ""], "LOAD_STAGES"),
      (["LOAD_STAGES": "60s:10@2/s,"], "LOAD_STAGES"),
      (["LOAD_STAGES": "60s:10@2/s", "LOAD_USERS": "10"], "LOAD_USERS"),
      (["LOAD_SHAPE": "spike", "LOAD_RUN_TIME": "10"], "LOAD_RUN_TIME"),
      (["LOAD_SHAPE": "spike", "LOAD_RATE": "10", "LOAD_RUN_TIME": "10"], "LOAD_RATE"),
      (["LOAD_RATE": "10", "LOAD_SPAWN_RATE": "10", "LOAD_RUN_TIME": "10"], "LOAD_SPAWN_RATE"),
      (["LOAD_USERS": "10", "LOAD_RUN_TIME": "10", "LOAD_SLA": "all"], "LOAD_SLA"),
    ])
  func refused(environment: [String: String], variable: String) {
    let refusal = #expect(throws: ConfigurationError.self) { try Self.custom(environment) }
    #expect(refusal?.variable == variable, "\(String(describing: refusal))")
  }

  @Test("A load that cannot be is refused as a scenario's is")
  func impossible() {
    #expect(throws: PlanError.self) {
      try Self.custom(["LOAD_USERS": "100", "LOAD_SPAWN_RATE": "1", "LOAD_RUN_TIME": "10"])
    }
  }
}
