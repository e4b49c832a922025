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
