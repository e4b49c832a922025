import AgentContracts
import ReferenceAgent
import Testing

@testable import LoadFixtures

/// The contract's rule against the agent's own function, which is written apart from it.
@Suite("Tier rule of the contract")
struct TierRuleTests {
  private static let rule = AgentContract.documented.tierRule

  @Test("The rule and the agent agree on every customer that can be drawn")
  func everyCustomer() throws {
    let judge = TierJudge(try #require(Self.rule))
    var tiers: [String: Int] = [:]
    for occupation in Occupation.all.flatMap({ [$0.masculine, $0.feminine] }) {
      for program in CustomerProfile.Program.allCases {
        for budget in CustomerProfile.Budget.allCases {
          for age in [program.ages.lowerBound, 54, 55, 56, program.ages.upperBound] {
            let customer = CustomerProfile.example(
              program: program, age: age, occupation: occupation, budget: budget)
            let expected = TierRule.tier(
              age: age, occupation: occupation, budget: budget.rawValue, programType: program.rawValue)
            #expect(judge.tier(of: customer) == expected, "\(occupation), \(program), \(budget), \(age)")
            tiers[expected, default: 0] += 1
          }
        }
      }
    }
    #expect(tiers.count == 2, "the table must try both tiers: \(tiers)")
  }

  @Test(
    "The rule as the contract states it",
    arguments: [
      ("directora general", 30, "medium", "PRIME", "Hybrid Coaching"),
      ("directora general", 30, "low", "PRIME", "AGENTS ACCESS"),
      ("médico", 30, "high", "PRIME", "Hybrid Coaching"), ("médico", 30, "medium", "PRIME", "AGENTS ACCESS"),
      ("médico", 54, "medium", "LONGEVITY", "AGENTS ACCESS"), ("médico", 55, "medium", "LONGEVITY", "Hybrid Coaching"),
      ("médico", 55, "medium", "PRIME", "AGENTS ACCESS"), ("comerciante", 60, "high", "LONGEVITY", "Hybrid Coaching"),
      ("comerciante", 40, "high", "PRIME", "AGENTS ACCESS"),
    ])
  func table(occupation: String, age: Int, budget: String, program: String, tier: String) throws {
    let customer = CustomerProfile.example(
      program: try #require(.init(rawValue: program)), age: age, occupation: occupation,
      budget: try #require(.init(rawValue: budget)))
    #expect(TierJudge(try #require(Self.rule)).tier(of: customer) == tier)
  }

  @Test("A contract without a rule judges no tier, and the report shows no share")
  func noRule() async throws {
    let record = try await AgentUnderTest.with { agent in
      var environment = try agent.environment()
      let documented = AgentContract.documented
      environment.contract = .fixed(
        AgentContract(name: "other", operations: documented.operations, tiers: documented.tiers))
      return try await ScenarioRunner.quietly(
        Scenario("tiers", user: SalesUser.self, profile: .ramp(to: 20, perSecond: 500, for: .seconds(1))),
        in: environment)
    }
    #expect(record.business.tierAnswers.values.reduce(0, +) > 0)
    #expect(record.business.tierAnswersJudged == 0)
    let page = try HTMLReport(.init(records: [record])).document()
    #expect(page.contains("not judged") && !page.contains("by the contract\u{2019}s rule"))
  }
}

extension CustomerProfile {
  fileprivate static func example(program: Program, age: Int, occupation: String, budget: Budget) -> CustomerProfile {
    var random = SeededRandom(seed: 1, user: 0)
    let drawn = draw(locale: .mixed, rules: ContentRules(), using: &random)
    return CustomerProfile(
      program: program, variety: drawn.variety, givenName: drawn.givenName, surnames: drawn.surnames,
      email: drawn.email, phone: drawn.phone, age: age, occupation: occupation, primaryGoal: drawn.primaryGoal,
      secondaryGoals: drawn.secondaryGoals, budget: budget, urgency: drawn.urgency)
  }
}
