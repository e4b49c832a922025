/// A made-up customer, as a virtual user plays one.
///
/// Rules: agent-contract, "Customers". The agent reads names as letters, Spanish accents, space, ' . and -.
public struct CustomerProfile: Sendable, Equatable {
  /// The health program that the customer asks for; the raw value is the request's `program_type`.
  public enum Program: String, CaseIterable, Sendable, Codable {
    case prime = "PRIME"
    case longevity = "LONGEVITY"

    /// Years, both ends included.
    public var ages: ClosedRange<Int> {
      switch self {
      case .prime: 25...45
      case .longevity: 45...70
      }
    }
  }

  public enum Budget: String, CaseIterable, Sendable, Codable {
    case low, medium, high
  }

  public enum Urgency: String, CaseIterable, Sendable, Codable {
    case immediate
    case thisMonth = "this_month"
    case exploring
  }

  /// The Spanish that the customer speaks; it decides names, phone and texts.
  public enum Variety: String, CaseIterable, Sendable, Codable {
    case mexican, castilian
  }

  public let program: Program
  public let variety: Variety
  public let givenName: String
  /// The father's and the mother's, separated by a space.
  public let surnames: String
  /// ASCII, at a domain that RFC 2606 reserves: mail to it reaches nobody.
  public let email: String
  /// `+52 55 xxxx xxxx` for a Mexican customer, `+34 6xx xxx xxx` for a Castilian one.
  public let phone: String
  /// Years, within the program's range.
  public let age: Int
  public let occupation: String
  /// Whether the occupation is one that leads a company or a part of it.
  public let isExecutive: Bool
  public let primaryGoal: String
  /// Two, distinct from each other and from the primary one.
  public let secondaryGoals: [String]
  public let budget: Budget
  public let urgency: Urgency

  /// Given name and both surnames.
  public var name: String { "\(givenName) \(surnames)" }

  /// All goals, the primary one first.
  public var goals: [String] { [primaryGoal] + secondaryGoals }
}

extension CustomerProfile {
  /// A customer in which program, variety, age and the rest are each drawn uniformly.
  public static func draw(using generator: inout SeededGenerator) -> CustomerProfile {
    let program = generator.element(of: Program.allCases)
    let variety = generator.element(of: Variety.allCases)
    let names = SpanishNames.names(of: variety)
    let isFeminine = generator.chance(0.5)
    let givenName = generator.element(of: isFeminine ? names.feminine : names.masculine)
    let surname = generator.element(of: names.surnames)
    let secondSurname = generator.element(of: names.surnames)
    let occupation = generator.element(of: Occupation.suited(to: program))
    let goals = generator.shuffled(CustomerGoals.suited(to: program))
    return CustomerProfile(
      program: program, variety: variety, givenName: givenName, surnames: "\(surname) \(secondSurname)",
      email: email(givenName: givenName, surname: surname, using: &generator),
      phone: phone(of: variety, using: &generator),
      age: generator.integer(in: program.ages),
      occupation: isFeminine ? occupation.feminine : occupation.masculine, isExecutive: occupation.isExecutive,
      primaryGoal: goals[0], secondaryGoals: Array(goals[1...2]),
      budget: generator.element(of: Budget.allCases), urgency: generator.element(of: Urgency.allCases))
  }

  /// `maria.garcia4711@example.com`; six digits at most keep the customers of a run apart, in all likelihood.
  private static func email(
    givenName: String, surname: String, using generator: inout SeededGenerator
  ) -> String {
    let domain = generator.element(of: ["example.com", "example.org", "example.net"])
    let number = generator.integer(in: 1_000...999_999)
    return "\(mailName(givenName)).\(mailName(surname))\(number)@\(domain)"
  }

  private static func mailName(_ name: String) -> String {
    String(decoding: SpanishText.folded(name).filter { $0 != UInt8(ascii: " ") }, as: UTF8.self)
  }

  private static func phone(of variety: Variety, using generator: inout SeededGenerator) -> String {
    func digits(_ count: Int) -> String {
      (0..<count).map { _ in String(generator.integer(in: 0...9)) }.joined()
    }
    return switch variety {
    case .mexican: "+52 55 \(digits(4)) \(digits(4))"
    case .castilian: "+34 6\(digits(2)) \(digits(3)) \(digits(3))"
    }
  }
}
