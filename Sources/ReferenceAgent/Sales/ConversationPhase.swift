/// The phases of a sales conversation in their order.
enum ConversationPhase: String, Sendable, CaseIterable {
  case greeting, exploration, presentation
  case objectionHandling = "objection_handling"
  case closing

  var next: ConversationPhase {
    switch self {
    case .greeting: .exploration
    case .exploration: .presentation
    case .presentation: .objectionHandling
    case .objectionHandling, .closing: .closing
    }
  }

  private var order: Int {
    switch self {
    case .greeting: 0
    case .exploration: 1
    case .presentation: 2
    case .objectionHandling: 3
    case .closing: 4
    }
  }

  /// The message at which the phase begins even if no word asks for it.
  private var latestStart: Int {
    switch self {
    case .greeting: 1
    case .exploration: 2
    case .presentation: 5
    case .objectionHandling: 8
    case .closing: 11
    }
  }

  /// The phase after a message: one step on when a word belongs to a later phase or enough has been said, never back.
  func advanced(words: [String], messageNumber: Int) -> ConversationPhase {
    guard self != .closing else { return self }
    let asked = words.contains { (Self.keywords[$0]?.order ?? 0) > order }
    return asked || messageNumber >= next.latestStart ? next : self
  }

  /// The phase that a folded word belongs to.
  static let keywords: [String: ConversationPhase] = {
    let words: [ConversationPhase: String] = [
      .exploration: """
      necesito quiero busco objetivo objetivos meta metas energia cansado cansada cansancio estres dormir peso salud \
      dolor rendimiento concentracion problema
      """,
      .presentation:
        "programa programas incluye funciona funcionan beneficios metodo sesiones resultados detalles plan",
      .objectionHandling: """
      caro cara costoso costosa precio cuesta cuanto dinero presupuesto duda dudas pensarlo garantia descuento \
      desconfio riesgo
      """,
      .closing: """
      contratar inscribirme inscribo inscripcion comprar pagar pago tarjeta transferencia empezar comenzar acepto \
      adelante convencido convencida
      """,
    ]
    var table: [String: ConversationPhase] = [:]
    for (phase, list) in words {
      for word in list.split(separator: " ") { table[String(word)] = phase }
    }
    return table
  }()
}
