import ReferenceAgent

extension CustomerProfile {
  /// The tier that the agent's published rule gives this customer before a word is said.
  var expectedTier: String {
    TierRule.tier(age: age, occupation: occupation, budget: budget.rawValue, programType: program.rawValue)
  }
}
