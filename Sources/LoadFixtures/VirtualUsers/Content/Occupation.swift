/// What a customer does for a living, in both grammatical genders: it stands in texts such as "soy abogada".
struct Occupation: Sendable {
  let masculine: String
  let feminine: String
  /// `nil`: both programs.
  private let program: CustomerProfile.Program?

  private init(_ masculine: String, _ feminine: String, only program: CustomerProfile.Program? = nil) {
    self.masculine = masculine
    self.feminine = feminine
    self.program = program
  }

  /// With both forms changed alike.
  func mapped(_ change: (String) -> String) -> Occupation {
    Occupation(change(masculine), change(feminine), only: program)
  }

  /// Those that people of the program's age have: nobody retires at 30.
  static func suited(to program: CustomerProfile.Program) -> [Occupation] {
    switch program {
    case .prime: prime
    case .longevity: longevity
    }
  }

  private static let prime = all.filter { $0.program != .longevity }
  private static let longevity = all.filter { $0.program != .prime }

  static let all: [Occupation] = [
    Occupation("director general", "directora general"),
    Occupation("director financiero", "directora financiera"),
    Occupation("director de operaciones", "directora de operaciones"),
    Occupation("gerente de ventas", "gerente de ventas"),
    Occupation("empresario", "empresaria"),
    Occupation("fundador de una empresa", "fundadora de una empresa", only: .prime),
    Occupation("consejero de una empresa", "consejera de una empresa", only: .longevity),
    Occupation("ingeniero de software", "ingeniera de software"),
    Occupation("ingeniero civil", "ingeniera civil"),
    Occupation("médico", "médica"),
    Occupation("abogado", "abogada"),
    Occupation("arquitecto", "arquitecta"),
    Occupation("consultor", "consultora"),
    Occupation("profesor universitario", "profesora universitaria"),
    Occupation("periodista", "periodista"),
    Occupation("enfermero", "enfermera"),
    Occupation("psicólogo", "psicóloga"),
    Occupation("dentista", "dentista"),
    Occupation("farmacéutico", "farmacéutica"),
    Occupation("asesor inmobiliario", "asesora inmobiliaria"),
    Occupation("traductor", "traductora"),
    Occupation("investigador", "investigadora"),
    Occupation("diseñador gráfico", "diseñadora gráfica", only: .prime),
    Occupation("analista de datos", "analista de datos", only: .prime),
    Occupation("jefe de proyecto", "jefa de proyecto", only: .prime),
    Occupation("notario", "notaria", only: .longevity),
    Occupation("maestro jubilado", "maestra jubilada", only: .longevity),
    Occupation("comerciante", "comerciante"),
  ]
}
