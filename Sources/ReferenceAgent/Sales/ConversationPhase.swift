/// The phases of a sales conversation in their order.
enum ConversationPhase: Int, Sendable, CaseIterable {
  case greeting, exploration, presentation, objectionHandling, closing

  private static let names = ["greeting", "exploration", "presentation", "objection_handling", "closing"]
  /// The message at which each phase begins even if no word asks for it.
  private static let latestStarts = [1, 2, 5, 8, 11]

  /// As answers have it.
  var name: String { Self.names[rawValue] }

  /// The phase after a message: one step on when a word belongs to a later phase or enough has been said, never back.
  func advanced(words: [String], messageNumber: Int) -> ConversationPhase {
    guard let next = Self(rawValue: rawValue + 1) else { return self }
    let isAsked = words.contains { (Self.keywords[$0] ?? .greeting).rawValue > rawValue }
    return isAsked || messageNumber >= Self.latestStarts[next.rawValue] ? next : self
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
