import Testing

@testable import LoadFixtures

@Suite("Plans of troubles")
struct FaultPlanTests {
  private static let plan = FaultPlan(
    [
      .at(.seconds(60), .lose(.llm), for: .seconds(20)), .at(.seconds(30), .lose(.cache), for: .seconds(10)),
      .at(.seconds(70), .memoryPressure, for: .seconds(20)), .at(.seconds(100), .lose(.cache), for: .seconds(10)),
    ], total: .seconds(150), warmUp: .seconds(5))

  @Test("The phases lie side by side from the warm-up to the end, each with a name of its own")
  func phases() {
    #expect(
      Self.plan.phases.map(\.name) == [
        "before", "cache lost", "after cache lost", "llm lost", "llm lost + memory pressure", "memory pressure",
        "after memory pressure", "cache lost (2)", "after cache lost (2)",
      ])
    #expect(Self.plan.phases.map { Int($0.start / .seconds(1)) } == [5, 30, 40, 60, 70, 80, 90, 100, 110])
    #expect(zip(Self.plan.phases, Self.plan.phases.dropFirst()).allSatisfy { $0.end == $1.start })
    #expect(Self.plan.phases.last?.end == .seconds(150))
    #expect(FaultPlan([], total: .seconds(10)).phases.isEmpty)
  }

  @Test(
    "A scale that would make a phase shorter than five seconds is stretched, and no other",
    arguments: [(0.05, 0.5), (0.5, 0.5), (0.7, 0.7), (1, 1), (3, 3)])
  func stretching(asked: Double, given: Double) {
    #expect(Self.plan.stretched(asked) == given)
    #expect(FaultPlan([], total: .seconds(10)).stretched(asked) == asked)
    let shortest = Self.plan.scaled(by: given).phases.map { $0.end - $0.start }.min()
    #expect(shortest.map { $0 >= .seconds(5) } == true)
  }

  @Test("One that is short already is not stretched beyond what was written")
  func shortPlan() {
    let plan = FaultPlan([.at(.seconds(2), .lose(.cache), for: .seconds(1))], total: .seconds(5))
    #expect(plan.stretched(0.05) == 1)
  }

  @Test("What would end each other cannot overlap")
  func overlap() {
    for (first, second, isRefused) in [
      (Fault.Kind.network(.refused), Fault.Kind.network(.latency(.seconds(1))), true),
      (.lose(.cache), .lose(.cache), true), (.lose(.cache), .lose(.llm), false),
    ] {
      let plan = FaultPlan(
        [.at(.seconds(10), first, for: .seconds(10)), .at(.seconds(15), second, for: .seconds(10))],
        total: .seconds(60))
      #expect((try? plan.validated()) == nil ? isRefused : !isRefused)
    }
  }

  @Test(
    "A trouble has time before and after it",
    arguments: [
      Fault.at(.seconds(5), .lose(.cache), for: .seconds(1)), .at(.seconds(20), .lose(.cache), for: .zero),
      .at(.seconds(20), .lose(.cache), for: .seconds(130)), .at(.seconds(200), .lose(.cache), for: .seconds(1)),
    ])
  func refused(fault: Fault) {
    #expect(throws: PlanError.self) {
      try FaultPlan([fault], total: .seconds(150), warmUp: .seconds(5)).validated()
    }
  }
}
