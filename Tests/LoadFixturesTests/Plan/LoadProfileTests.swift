import LoadFixtures
import Testing

@Suite("Load profile and scenario plan")
struct LoadProfileTests {
  @Test("Both models answer the same questions")
  func questions() {
    let closed = LoadProfile.ramp(to: 100, perSecond: 10, for: .minutes(5))
    #expect(closed.model == .closed && !closed.isOpen)
    #expect(closed.peakConcurrency == 100)
    #expect(closed.stages.map(\.name) == ["100 users"])
    #expect(closed.totalDuration == .seconds(300))
    #expect(Profiles.throughput.model == .open && Profiles.throughput.isOpen)
    #expect(Profiles.throughput.peakConcurrency == 400)
    #expect(Profiles.throughput.stages.count == 3)
    #expect(Profiles.throughput.warmUp == .zero)
    #expect(Profiles.throughput.warmingUp(for: .seconds(5)).warmUp == .seconds(5))
  }

  @Test("A scenario name that can name a file is accepted", arguments: ["peak", "circuit-breaker", "Run2", "x"])
  func names(name: String) throws {
    let plan = ScenarioPlan(name: name, title: "Any title / at all", profile: .spike)
    #expect(try plan.validated() == plan)
  }

  @Test(
    "A scenario name that cannot is refused",
    arguments: ["", "a b", "../peak", "año", "a.b", "-rf", String(repeating: "a", count: 65), "a\n"])
  func badNames(name: String) throws {
    let plan = ScenarioPlan(name: name, title: "", profile: .spike)
    let error = try #require(throws: PlanError.self) { try plan.validated() }
    #expect(error.code == .scenarioName)
  }

  @Test("A plan with an impossible profile is refused")
  func badProfile() throws {
    let plan = ScenarioPlan(name: "x", title: "", profile: .stages([]))
    let error = try #require(throws: PlanError.self) { try plan.validated() }
    #expect(error.code == .noStages)
  }
}
