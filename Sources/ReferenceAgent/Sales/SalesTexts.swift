/// What the agent says, by phase, in the Spanish of the customer's side of the ocean.
enum SalesTexts {
  enum Variety: Sendable {
    case mexican, castilian

    /// A Spanish number is answered in the Spanish of Spain, any other in that of Mexico.
    init(phone: String?) { self = phone?.hasPrefix("+34") == true ? .castilian : .mexican }
  }

  /// Answers rotate with the number of the message.
  static func answer(_ phase: ConversationPhase, _ variety: Variety, messageNumber: Int) -> String {
    let texts = all(phase, variety)
    return texts[messageNumber % texts.count]
  }

  /// An answer that takes up what was said, as a language model does: another text is answered in other words.
  static func answer(to text: String, _ phase: ConversationPhase, messageNumber: Int) -> String {
    let said = String(text.unicodeScalars.prefix(60))
    return "Sobre «\(said)»: \(answer(phase, .mexican, messageNumber: messageNumber))"
  }

  /// All that the deployed agent says when its language model is lost.
  static let apology =
    "Lo siento, en este momento tengo dificultades técnicas. ¿Podría repetirme su pregunta en unos minutos?"

  static let farewell = "Gracias por su tiempo. Hasta pronto."

  static func fallback(_ messageNumber: Int) -> String { fallbacks[messageNumber % fallbacks.count] }

  static func all(_ phase: ConversationPhase, _ variety: Variety) -> [String] {
    (variety == .mexican ? mexican : castilian)[phase.rawValue]
  }

  static let fallbacks = [
    "Disculpe, en este momento no puedo darle una respuesta completa. ¿Me permite retomarlo en un minuto?",
    "Estoy teniendo una dificultad técnica. Su mensaje quedó guardado y le respondo en cuanto se resuelva.",
    "Por ahora solo puedo ofrecerle información general. Un asesor revisará su pregunta con detalle.",
    "Gracias por su paciencia: el servicio responde más lento de lo normal. Volvamos a intentarlo en breve.",
  ]

  /// By phase, in their order.
  private static let mexican = [
    [
      "¡Qué tal! Qué gusto saludarle. Cuénteme, ¿qué le trajo por aquí el día de hoy?",
      "¡Hola, bienvenido! Platíqueme un poquito de usted para ver cómo le podemos apoyar.",
      "¡Muy buen día! Estoy para servirle. ¿Qué le gustaría mejorar primero de su salud?",
      "Mucho gusto, aquí andamos para apoyarle. ¿Cómo se ha sentido últimamente en su día a día?",
    ],
    [
      "Entiendo. ¿Desde cuándo trae ese cansancio y en qué momento del día le pega más?",
      "Claro que sí. ¿Cuántas horas duerme y cómo amanece normalmente entre semana?",
      "Qué bueno que me lo platica. Si en tres meses todo saliera bien, ¿qué sería distinto en su vida?",
      "Le entiendo perfecto. ¿Ya ha intentado algo antes? ¿Qué le funcionó y qué de plano no?",
    ],
    [
      "El programa combina un plan de hábitos a su medida con seguimiento diario, sin quitarle tiempo a su chamba.",
      "Empezamos con una evaluación completa; con eso armamos su plan de descanso, alimentación y movimiento.",
      "Cada semana revisamos juntos sus avances y ajustamos lo que haga falta, así nunca va usted solo.",
      "Lo que más nos comentan es que recuperan energía desde el primer mes, y eso se nota en la casa y el trabajo.",
    ],
    [
      "Es muy válido lo que comenta. Si lo ve por día, le sale en menos de lo que cuesta un cafecito.",
      "Comprendo su duda. Tiene treinta días para probarlo y, si no le convence, le devolvemos su dinero.",
      "Entiendo que el tiempo es oro: el plan pide quince minutos diarios y se acomoda a su agenda.",
      "Piénselo con calma. ¿Qué tendría que ver en el primer mes para sentir que valió la pena?",
    ],
    [
      "¡Excelente decisión! Le mando ahorita el enlace de inscripción y agendamos su evaluación.",
      "Perfecto, quedamos así. ¿Prefiere hacer el pago con tarjeta o por transferencia?",
      "Con mucho gusto le aparto su lugar. ¿Le queda bien iniciar este mismo lunes?",
      "Bienvenido al equipo. En un momentito le llega a su correo todo lo necesario para arrancar.",
    ],
  ]

  private static let castilian = [
    [
      "¡Hola! Encantado de saludarte. Dime, ¿qué te ha traído hasta aquí?",
      "¡Muy buenas! Cuéntame un poco de ti y vemos juntos cómo podemos echarte una mano.",
      "Bienvenido. ¿Qué es lo que más te gustaría mejorar ahora mismo?",
      "Un placer conocerte. ¿Qué tal te encuentras últimamente en el día a día?",
    ],
    [
      "Te entiendo. ¿Desde cuándo lo notas y en qué momento del día lo llevas peor?",
      "Vale. ¿Cuántas horas duermes y cómo te levantas entre semana?",
      "Gracias por contármelo. Si dentro de tres meses todo fuera bien, ¿qué habría cambiado para ti?",
      "Perfecto. ¿Has probado algo antes? ¿Qué te sirvió y qué no te sirvió de nada?",
    ],
    [
      "El programa une un plan de hábitos hecho para ti y un seguimiento diario que no te roba tiempo de trabajo.",
      "Empezamos con una evaluación completa y con ella preparamos tu plan de descanso, alimentación y ejercicio.",
      "Cada semana repasamos tus avances y ajustamos lo que haga falta, de modo que nunca vas por libre.",
      "Lo que más nos cuentan es que recuperan la energía en el primer mes, y se nota en casa y en la oficina.",
    ],
    [
      "Es normal que lo pienses. Si lo miras por día, te sale por menos de lo que cuesta un café.",
      "Comprendo la duda. Tienes treinta días para probarlo y, si no te convence, te devolvemos el dinero.",
      "Sé que andas justo de tiempo: el plan pide quince minutos al día y se adapta a tu horario.",
      "Tómatelo con calma. ¿Qué tendrías que ver en el primer mes para decir que ha valido la pena?",
    ],
    [
      "¡Estupenda decisión! Te envío ahora mismo el enlace de inscripción y concertamos tu evaluación.",
      "Perfecto, pues quedamos así. ¿Prefieres pagar con tarjeta o por transferencia?",
      "Te reservo la plaza encantado. ¿Te viene bien empezar este mismo lunes?",
      "Bienvenido al equipo. Enseguida te llega al correo todo lo que necesitas para ponerte en marcha.",
    ],
  ]
}
