import AgentContracts

/// Says which tier a contract's rule gives a customer before a word is said.
struct TierJudge: Sendable {
  private let rule: TierPoints
  /// Points of all occupations that are drawn: worked out once, and not again for each answer.
  private let points: [String: Int]

  init(_ rule: TierPoints) {
    self.rule = rule
    let drawn = Set(Occupation.all.flatMap { [$0.masculine, $0.feminine] })
    points = Dictionary(uniqueKeysWithValues: drawn.map { ($0, Self.points(of: $0, by: rule)) })
  }

  /// The tier that an answer should name; `nil` where the profile alone did not decide it.
  func expectedTier(of customer: CustomerProfile, basis: String?) -> String? {
    if let judged = rule.judgedBasis, let basis, basis != judged { return nil }
    return tier(of: customer)
  }

  func tier(of customer: CustomerProfile) -> String {
    rule.tier(
      age: customer.age,
      occupationPoints: points[customer.occupation] ?? Self.points(of: customer.occupation, by: rule),
      budget: customer.budget.rawValue, program: customer.program.rawValue)
  }

  private static func points(of occupation: String, by rule: TierPoints) -> Int {
    let words = SpanishText.folded(occupation).split(separator: UInt8(ascii: " "))
    return rule.points(ofOccupation: words.map { String(decoding: $0, as: UTF8.self) })
  }
}
