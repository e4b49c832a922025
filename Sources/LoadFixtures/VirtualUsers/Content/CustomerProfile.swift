/// A made-up customer, as a virtual user plays one.
///
/// Rules: agent-contract, "Customers". The agent reads names as letters, Spanish accents, space, ' . and -.
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

  /// The Spanish that the customer speaks; it decides names, phone and texts.
  package enum Variety: String, CaseIterable, Sendable, Codable {
    case mexican, castilian
  }

  package let program: Program
  package let variety: Variety
  package let givenName: String
  /// The father's and the mother's, separated by a space.
  package let surnames: String
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

  /// Given name and both surnames.
  package var name: String { "\(givenName) \(surnames)" }

  /// All goals, the primary one first.
  package var goals: [String] { [primaryGoal] + secondaryGoals }
}

extension CustomerProfile {
  /// A customer in which program, variety, age and the rest are each drawn uniformly.
  package static func draw(using random: inout SeededRandom) -> CustomerProfile {
    let program = random.element(of: Program.allCases)
    let variety = random.element(of: Variety.allCases)
    let names = SpanishNames.names(of: variety)
    let isFeminine = random.chance(0.5)
    let givenName = random.element(of: isFeminine ? names.feminine : names.masculine)
    let surname = random.element(of: names.surnames)
    let secondSurname = random.element(of: names.surnames)
    let occupation = random.element(of: Occupation.suited(to: program))
    let goals = random.shuffled(CustomerGoals.suited(to: program))
    return CustomerProfile(
      program: program, variety: variety, givenName: givenName, surnames: "\(surname) \(secondSurname)",
      email: email(givenName: givenName, surname: surname, using: &random),
      phone: phone(of: variety, using: &random),
      age: random.integer(in: program.ages),
      occupation: isFeminine ? occupation.feminine : occupation.masculine,
      primaryGoal: goals[0], secondaryGoals: Array(goals[1...2]),
      budget: random.element(of: Budget.allCases), urgency: random.element(of: Urgency.allCases))
  }

  /// `maria.garcia4711@example.com`; six digits at most keep the customers of a run apart, in all likelihood.
  private static func email(
    givenName: String, surname: String, using random: inout SeededRandom
  ) -> String {
    let domain = random.element(of: ["example.com", "example.org", "example.net"])
    let number = random.integer(in: 1_000...999_999)
    return "\(mailName(givenName)).\(mailName(surname))\(number)@\(domain)"
  }

  private static func mailName(_ name: String) -> String {
    String(decoding: SpanishText.folded(name).filter { $0 != UInt8(ascii: " ") }, as: UTF8.self)
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

extension CustomerProfile {
  /// Writes the members of `customer_data`.
  func write(to json: inout JSONWriter) {
    json.member("name", name)
    json.member("email", email)
    json.member("phone", phone)
    json.member("age", age)
    json.member("occupation", occupation)
    writeGoals(to: &json)
    json.member("budget", budget.rawValue)
    json.member("urgency", urgency.rawValue)
  }

  /// Writes the member `goals`.
  func writeGoals(to json: inout JSONWriter) {
    json.member("goals") {
      $0.member("primary", primaryGoal)
      $0.member("secondary", secondaryGoals)
    }
  }
}

/// What customers want of a program, as Spanish infinitives that fit "quiero ..." and "mi meta es ...".
enum CustomerGoals {
  static func suited(to program: CustomerProfile.Program) -> [String] {
    switch program {
    case .prime: prime
    case .longevity: longevity
    }
  }

  private static let prime = [
    "tener más energía durante la jornada",
    "rendir mejor en el trabajo",
    "manejar el estrés",
    "mejorar la concentración",
    "dormir mejor",
    "perder grasa",
    "ganar masa muscular",
    "equilibrar el trabajo y la vida personal",
    "retomar el ejercicio con constancia",
    "comer de forma más ordenada",
  ]

  private static let longevity = [
    "mantener la vitalidad",
    "cuidar el corazón",
    "conservar la movilidad",
    "proteger la memoria",
    "prevenir enfermedades crónicas",
    "fortalecer los huesos",
    "controlar la presión arterial",
    "mantener la independencia con los años",
    "reducir el dolor de las articulaciones",
    "descansar mejor por las noches",
  ]
}
