/// How a contract says that a customer's tier is chosen before a word is said: points for what the profile tells.
///
/// A judge of its own: the agent's answers are held against it, so it shares no code with any agent.
package struct TierPoints: Sendable, Equatable {
  /// Words of an occupation, in lower case without accents, and the points that the best of them brings.
  package let occupation: [String: Int]
  /// By `low`, `medium` and `high`.
  package let budget: [String: Int]
  /// By program.
  package let age: [String: AgeBonus]
  /// From so many points on the tier is ``upper``, else ``lower``.
  package let threshold: Int
  package let lower: String
  package let upper: String

  /// Points from an age on, years.
  package struct AgeBonus: Sendable, Equatable {
    package let from: Int
    package let points: Int
  }

  /// What an occupation brings: the points of its best word.
  ///
  /// - Parameter words: In lower case without accents.
  package func points(ofOccupation words: [String]) -> Int { words.compactMap { occupation[$0] }.max() ?? 0 }

  /// The tier of a customer with such a profile.
  package func tier(age: Int, occupationPoints: Int, budget: String, program: String) -> String {
    var points = occupationPoints + (self.budget[budget] ?? 0)
    if let bonus = self.age[program], age >= bonus.from { points += bonus.points }
    return points >= threshold ? upper : lower
  }

  /// The rule of the contract `documented`: who leads a company counts 2, a liberal profession 1; a high budget 2, a
  /// medium one 1, a low one takes 1 away; LONGEVITY from 55 years on 1; three points make the upper tier.
  static let documented = TierPoints(
    occupation: leaders.union(["ceo"]).reduce(into: professions.reduce(into: [:]) { $0[$1] = 1 }) { $0[$1] = 2 },
    budget: ["high": 2, "medium": 1, "low": -1], age: ["LONGEVITY": AgeBonus(from: 55, points: 1)], threshold: 3,
    lower: "AGENTS ACCESS", upper: "Hybrid Coaching")

  private static let leaders: Set = [
    "director", "directora", "gerente", "gerenta", "empresario", "empresaria", "fundador", "fundadora", "ejecutivo",
    "ejecutiva", "presidente", "presidenta", "socio", "socia",
  ]
  private static let professions: Set = [
    "abogado", "abogada", "arquitecto", "arquitecta", "consultor", "consultora", "dentista", "farmaceutico",
    "farmaceutica", "ingeniero", "ingeniera", "medico", "medica", "notario", "notaria", "profesor", "profesora",
    "psicologo", "psicologa",
  ]
}
