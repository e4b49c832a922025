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
  /// The `tier.basis` of answers that the profile alone decides; others are not judged. `nil`: all are.
  package let judgedBasis: String?

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
}

extension TierPoints {
  init(_ reader: JSONReader, tiers: [String]) throws(ContractError) {
    let rule = try reader.object(["occupation", "budget", "age", "threshold", "lower", "upper", "judgedBasis"])
    func points(_ key: String) throws(ContractError) -> [String: Int] {
      var points: [String: Int] = [:]
      for member in try rule[key]?.members() ?? [] { points[member.name] = try member.value.integer(in: -1000...1000) }
      return points
    }
    func tier(_ key: String) throws(ContractError) -> String {
      let allowed = "one of the contract's tiers: \(tiers.joined(separator: ", "))"
      return try rule.required(key, allowed: allowed).text(allowed: allowed) { tiers.contains($0) ? $0 : nil }
    }
    occupation = try points("occupation")
    budget = try points("budget")
    var bonuses: [String: AgeBonus] = [:]
    for member in try rule["age"]?.members() ?? [] {
      let bonus = try member.value.object(["from", "points"])
      bonuses[member.name] = AgeBonus(
        from: try bonus.required("from", allowed: "years").integer(in: 0...200),
        points: try bonus.required("points", allowed: "points").integer(in: -1000...1000))
    }
    age = bonuses
    threshold = try rule.required("threshold", allowed: "points").integer(in: -1000...1000)
    lower = try tier("lower")
    upper = try tier("upper")
    judgedBasis = try rule["judgedBasis"]?.name()
  }

  var json: JSON {
    func object(_ points: [String: Int]) -> JSON {
      .object(points.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, .integer($0.value)) })
    }
    return .members(
      ("occupation", object(occupation)), ("budget", object(budget)),
      (
        "age",
        .object(
          age.sorted { $0.key < $1.key }.map {
            ($0.key, ["from": .integer($0.value.from), "points": .integer($0.value.points)])
          })
      ),
      ("threshold", .integer(threshold)), ("lower", .string(lower)), ("upper", .string(upper)),
      ("judgedBasis", judgedBasis.map(JSON.string)))
  }
}
