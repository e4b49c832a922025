/// The formula of the return on investment over the first year; amounts in US dollars.
///
///     hours    = (PRIME 3, LONGEVITY 2) + 0.5 x goals (at most 3), x 1.5 with Hybrid Coaching, in a week
///     value    = hours x hourly value x 46 weeks x (0.5 from 65 years on, else 1) + health
///     hourly   = executive 90, professional 45, other 20
///     health   = LONGEVITY: 25 for each year of age above 45, else 0
///     cost     = AGENTS ACCESS 1,188, Hybrid Coaching 3,588
///     roi      = (value - cost) / cost x 100
///     payback  = cost / (value / 12)
///
/// Confidence is 0.5, plus 0.15 for an occupation that is known, 0.05 for each goal (at most 3) and 0.1 for an age
/// that the program is made for. The figures are assumptions of this reference agent, not of a real offer.
struct ROIFormula {
  /// Percent of the cost; negative when the program does not pay for itself within a year.
  let percentage: Double
  let annualValue: Double
  let cost: Double
  /// 0.5 to 0.9.
  let confidence: Double

  var netBenefit: Double { annualValue - cost }
  var paybackMonths: Double { cost / (annualValue / 12) }

  /// Applies the formula; an unknown tier costs what AGENTS ACCESS costs.
  init(age: Int, occupation: String, goals: Int, program: AgentProgram, tier: String) {
    let hybrid = tier == TierRule.hybridCoaching
    let occupation = OccupationClass(occupation)
    let hourly =
      switch occupation {
      case .executive: 90.0
      case .professional: 45.0
      case .other: 20.0
      }
    let counted = Double(min(max(goals, 0), 3))
    let hours = ((program == .prime ? 3 : 2) + 0.5 * counted) * (hybrid ? 1.5 : 1)
    let health = program == .longevity ? 25 * Double(max(0, age - 45)) : 0
    annualValue = hours * hourly * 46 * (age >= 65 ? 0.5 : 1) + health
    cost = hybrid ? 3588 : 1188
    percentage = (annualValue - cost) / cost * 100
    confidence =
      0.5 + (occupation == .other ? 0 : 0.15) + 0.05 * counted + (program.ages.contains(age) ? 0.1 : 0)
  }
}
