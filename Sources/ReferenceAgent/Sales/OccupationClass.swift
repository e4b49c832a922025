/// Occupations by what an hour is worth, as far as a word of the text tells.
package enum OccupationClass: Sendable, Equatable, CaseIterable {
  case executive, professional, other

  /// The highest class that a word of the occupation names, in any case and with or without accents.
  package init(_ occupation: String) {
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
