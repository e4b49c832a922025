/// The rule by which the agent chooses a tier.
///
/// Points: executive 2, professional 1 (`OccupationClass`); budget high 2, medium 1, low -1, unknown 0; a LONGEVITY
/// customer of 55 years or more 1; messages that ask for a human coach 1, that speak of unemployment -2.
/// Three points or more make "Hybrid Coaching", fewer "AGENTS ACCESS".
package enum TierRule {
  static let agentsAccess = "AGENTS ACCESS"
  static let hybridCoaching = "Hybrid Coaching"
  /// The tiers that the agent answers with.
  static let tiers = [agentsAccess, hybridCoaching]

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

/// What a customer's messages say about the tier; words that are rarely meant otherwise.
package struct TierSignals: Sendable {
  /// A message contains "humano", "humana" or "presencial": the hybrid tier has human coaches.
  private(set) var asksForHuman = false
  /// A message contains "desempleo", "desempleado" or "desempleada".
  private(set) var unemployed = false

  package init() {}

  mutating func add(words: [String]) {
    for word in words {
      switch word {
      case "humano", "humana", "presencial": asksForHuman = true
      case "desempleo", "desempleado", "desempleada": unemployed = true
      default: break
      }
    }
  }
}

/// Occupations by what an hour is worth, as far as a word of the text tells.
enum OccupationClass {
  case executive, professional, other

  /// The highest class that a word of the occupation names, in any case and with or without accents.
  init(_ occupation: String) {
    let words = SpanishWords.folded(occupation)
    if words.contains(where: Self.executives.contains) {
      self = .executive
    } else if words.contains(where: Self.professionals.contains) {
      self = .professional
    } else {
      self = .other
    }
  }

  private static let executives: Set<String> = [
    "director", "directora", "ceo", "gerente", "gerenta", "ejecutivo", "ejecutiva", "empresario", "empresaria",
    "fundador", "fundadora", "socio", "socia", "presidente", "presidenta", "emprendedor", "emprendedora", "inversor",
    "inversora", "inversionista", "executive", "founder", "manager", "entrepreneur",
  ]

  private static let professionals: Set<String> = [
    "medico", "medica", "doctor", "doctora", "abogado", "abogada", "ingeniero", "ingeniera", "arquitecto",
    "arquitecta", "consultor", "consultora", "profesor", "profesora", "contador", "contadora", "dentista",
    "programador", "programadora", "desarrollador", "desarrolladora", "economista", "psicologo", "psicologa",
    "cirujano", "cirujana", "notario", "notaria", "farmaceutico", "farmaceutica", "lawyer", "engineer", "consultant",
    "architect",
  ]
}
