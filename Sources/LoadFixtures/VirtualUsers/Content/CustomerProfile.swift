/// A made-up customer, as a virtual user plays one.
///
/// Rules: agent-contract, "Customers". What names and other values are made of is up to the contract, ``ContentRules``.
package struct CustomerProfile: Sendable, Equatable {
  /// The health program that the customer asks for; the raw value is the request's `program_type`.
  package enum Program: String, CaseIterable, Sendable, Codable {
    case prime = "PRIME"
    case longevity = "LONGEVITY"

    /// Years, both ends included.
    package var ages: ClosedRange<Int> {
      switch self {
      case .prime: 25...45
      case .longevity: 45...70
      }
    }
  }

  package enum Budget: String, CaseIterable, Sendable, Codable {
    case low, medium, high
  }

  package enum Urgency: String, CaseIterable, Sendable, Codable {
    case immediate
    case thisMonth = "this_month"
    case exploring
  }

  /// The Spanish that the customer speaks; it decides names, phone and texts. Raw values are locales.
  package enum Variety: String, CaseIterable, Sendable, Codable {
    case mexican = "es_MX"
    case castilian = "es_ES"
  }

  package let program: Program
  package let variety: Variety
  package let givenName: String
  /// The father's and the mother's; one or none where the contract has no room for both.
  package let surnames: String
  /// Between given name and surnames: a space wherever the contract takes one.
  var separator = " "
  /// ASCII, at a domain that RFC 2606 reserves: mail to it reaches nobody.
  package let email: String
  /// `+52 55 xxxx xxxx` for a Mexican customer, `+34 6xx xxx xxx` for a Castilian one.
  package let phone: String
  /// Years, within the program's range.
  package let age: Int
  package let occupation: String
  package let primaryGoal: String
  /// Two, distinct from each other and from the primary one.
  package let secondaryGoals: [String]
  package let budget: Budget
  package let urgency: Urgency

  /// Given name and surnames.
  package var name: String { surnames.isEmpty ? givenName : "\(givenName)\(separator)\(surnames)" }

  /// All goals, the primary one first.
  package var goals: [String] { [primaryGoal] + secondaryGoals }

  /// `es_MX` or `es_ES`.
  package var locale: String { variety.rawValue }
}

extension CustomerProfile {
  /// A customer in which program, variety (where the locale is mixed), age and the rest are each drawn uniformly from
  /// what the rules leave.
  package static func draw(
    locale: CustomerLocale, rules: ContentRules, using random: inout SeededRandom
  ) -> CustomerProfile {
    let program = random.element(of: Program.allCases)
    let variety =
      switch locale {
      case .mexico: Variety.mexican
      case .spain: Variety.castilian
      case .mixed: random.element(of: Variety.allCases)
      }
    let names = rules.names(of: variety)
    let isFeminine = random.chance(0.5)
    let givenName = random.element(of: isFeminine ? names.feminine : names.masculine)
    let surnames = (0..<names.surnamesEach).map { _ in random.element(of: names.surnames) }
    let stock = rules.stock(for: program)
    let occupation = random.element(of: stock.occupations)
    let goals = random.shuffled(stock.goals)
    return CustomerProfile(
      program: program, variety: variety, givenName: givenName,
      surnames: surnames.joined(separator: names.surnameSeparator), separator: names.nameSeparator,
      email: email(givenName: givenName, surname: surnames.first, rules: rules, using: &random),
      phone: rules.fitted(phone: phone(of: variety, using: &random)),
      age: random.element(of: stock.ages),
      occupation: isFeminine ? occupation.feminine : occupation.masculine,
      primaryGoal: goals[0], secondaryGoals: Array(goals[1...2]),
      budget: random.element(of: Budget.allCases), urgency: random.element(of: Urgency.allCases))
  }

  /// `maria.garcia4711@example.com`; six digits at most keep the customers of a run apart, in all likelihood.
  private static func email(
    givenName: String, surname: String?, rules: ContentRules, using random: inout SeededRandom
  ) -> String {
    let domain = random.element(of: ["example.com", "example.org", "example.net"])
    let number = random.integer(in: 1_000...999_999)
    return rules.email(named: "\(mailName(givenName)).\(mailName(surname ?? ""))", ending: "\(number)@\(domain)")
  }

  /// Letters and digits; `x` where a name has neither, as in an alphabet that is not Latin.
  private static func mailName(_ name: String) -> String {
    let letters = SpanishText.folded(name).filter { $0 != UInt8(ascii: " ") }
    return letters.isEmpty ? "x" : String(decoding: letters, as: UTF8.self)
  }

  private static func phone(of variety: Variety, using random: inout SeededRandom) -> String {
    func digits(_ count: Int) -> String {
      (0..<count).map { _ in String(random.integer(in: 0...9)) }.joined()
    }
    return switch variety {
    case .mexican: "+52 55 \(digits(4)) \(digits(4))"
    case .castilian: "+34 6\(digits(2)) \(digits(3)) \(digits(3))"
    }
  }
}
