/// The rule by which the agent chooses a tier; public, so that a load test can judge the answers.
///
/// Points: executive 2, professional 1 (`OccupationClass`); budget high 2, medium 1, low -1, unknown 0; a LONGEVITY
/// customer of 55 years or more 1; messages that ask for a human coach 1, that speak of unemployment -2.
/// Three points or more make "Hybrid Coaching", fewer "AGENTS ACCESS".
package enum TierRule {
  package static let agentsAccess = "AGENTS ACCESS"
  package static let hybridCoaching = "Hybrid Coaching"
  /// The tiers that the agent answers with.
  package static let tiers = [agentsAccess, hybridCoaching]

  /// The tier for a customer.
  ///
  /// Without `signals` the tier is that of the profile alone; the agent says `"basis": "profile"` when the messages
  /// changed nothing.
  package static func tier(
    age: Int, occupation: String, budget: String?, programType: String, signals: TierSignals = TierSignals()
  ) -> String {
    var points =
      switch OccupationClass(occupation) {
      case .executive: 2
      case .professional: 1
      case .other: 0
      }
    switch budget {
    case "high": points += 2
    case "medium": points += 1
    case "low": points -= 1
    default: break
    }
    if programType == AgentProgram.longevity.rawValue && age >= 55 { points += 1 }
    if signals.asksForHuman { points += 1 }
    if signals.unemployed { points -= 2 }
    return points >= 3 ? hybridCoaching : agentsAccess
  }
}
