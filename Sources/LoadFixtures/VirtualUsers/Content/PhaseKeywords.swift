/// The words by which a conversation's phase is guessed when the agent does not name it.
enum PhaseKeywords {
  /// The furthest phase that a word of the text points to, nil when none does.
  ///
  /// Whole words only: "caro" is found in "un poco caro" and not in "Carolina". Looks at the first 8 kB.
  static func furthestPhase(in text: String) -> ConversationPhase? {
    let folded = SpanishText.folded(text, limit: 8192)
    var furthest: ConversationPhase?
    for index in folded.indices.dropLast() where folded[index] == space {
      for keyword in byInitial[Int(folded[index + 1])] {
        if let phase = furthest, keyword.phase <= phase { continue }
        if keyword.matches(folded, at: index + 1) { furthest = keyword.phase }
      }
    }
    return furthest
  }

  /// In folded spelling; a star at the end stands for any ending.
  private static let words: [(phase: ConversationPhase, words: [String])] = [
    (
      .exploration,
      [
        "meta", "metas", "objetivo*", "busco", "buscando", "me gustaria", "quiero", "quisiera", "necesito", "energia",
        "dormir", "duermo", "sueno", "cansancio", "estres", "habito*", "rutina*",
      ]
    ),
    (
      .presentation,
      ["programa*", "incluye*", "como funciona*", "sesion*", "coach*", "plan", "planes", "metodo*", "app"]
    ),
    (
      .objectionHandling,
      [
        "caro", "cara", "precio*", "costo", "costos", "coste", "costes", "cuesta*", "presupuesto", "duda", "dudas",
        "no tengo tiempo", "pensarlo", "pensarmelo", "desconfi*", "me preocupa", "inteligencia artificial", "garant*",
        "pareja", "esposa", "esposo",
      ]
    ),
    (
      .closing,
      [
        "inscrib*", "contrat*", "pagar", "pago", "pagos", "tarjeta", "transferencia", "factura", "descuento*",
        "promocion*", "mensualidad*", "plazos", "empezar ya", "darme de alta",
      ]
    ),
    (
      .followUp,
      [
        "seguimiento", "bienvenida", "primera sesion", "proxima sesion", "acceso*", "correo de confirmacion",
        "recordatorio*",
      ]
    ),
    (.completed, ["hasta luego", "hasta pronto", "adios", "nos vemos", "eso es todo", "me despido"]),
  ]

  private struct Keyword: Sendable {
    let bytes: [UInt8]
    let isStem: Bool
    let phase: ConversationPhase

    init(_ word: String, phase: ConversationPhase) {
      isStem = word.hasSuffix("*")
      bytes = Array((isStem ? word.dropLast() : word[...]).utf8)
      self.phase = phase
    }

    func matches(_ text: [UInt8], at start: Int) -> Bool {
      // The folded text ends in a space, so a whole word always has a byte after it.
      let end = start + bytes.count
      guard end < text.count, text[start..<end].elementsEqual(bytes) else { return false }
      return isStem || text[end] == space
    }
  }

  private static let space = UInt8(ascii: " ")

  /// Keywords by first byte, so that a word of an answer is compared with few of them.
  private static let byInitial: [[Keyword]] = {
    var table = [[Keyword]](repeating: [], count: 256)
    for (phase, words) in words {
      for word in words {
        let keyword = Keyword(word, phase: phase)
        table[Int(keyword.bytes[0])].append(keyword)
      }
    }
    return table
  }()
}
