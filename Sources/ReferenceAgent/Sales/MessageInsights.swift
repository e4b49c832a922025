import AgentContracts
import Foundation

/// What the deployed agent reads out of one message, whatever was said before: so its phase goes back.
struct MessageInsights {
  /// As answers have it.
  let phase: String
  private let words: Set<String>
  private let asks: Bool
  /// Of the conversation, from 1.
  private let number: Int

  init(_ text: String, number: Int) {
    let folded = SpanishWords.folded(text)
    words = Set(folded)
    asks = text.contains("?")
    self.number = number
    phase = Self.phase(folded, words)
  }

  /// The latest phase that a word belongs to.
  private static func phase(_ folded: [String], _ words: Set<String>) -> String {
    if !words.isDisjoint(with: bargaining) { return "negotiation" }
    if let latest = folded.compactMap({ ConversationPhase.keywords[$0]?.rawValue }).max() {
      return (ConversationPhase(rawValue: latest) ?? .greeting).name
    }
    return (words.isDisjoint(with: greetings) ? ConversationPhase.exploration : .greeting).name
  }

  private var speaksOfPrice: Bool { !words.isDisjoint(with: Self.price) }
  private var hesitates: Bool { !words.isDisjoint(with: Self.hesitation) }

  /// The texts that the answer is drawn from.
  var textPhase: ConversationPhase {
    ConversationPhase.allCases.first { $0.name == phase } ?? .objectionHandling
  }

  /// The member `ml_insights` of the answer.
  var json: JSON {
    let needs = needs
    let signals = [speaksOfPrice, mentionsOthers, hesitates, asks].count { $0 }
    let confidence = JSON.number(Double(28 + 10 * signals) / 100)
    var members: [(String, JSON)] = [
      (
        "objections_predicted",
        [
          "objections": [], "primary_objection": speaksOfPrice ? "price" : hesitates ? "need" : "trust",
          "confidence": confidence,
          "signals": [
            "price_sensitivity": .bool(speaksOfPrice), "competitor_mentions": .bool(mentionsOthers),
            "hesitation_detected": .bool(hesitates), "needs_more_info": .bool(asks),
          ],
        ]
      ),
      (
        "needs_detected",
        [
          "needs": .array(
            needs.map { need in
              [
                "type": .string(need.type), "confidence": confidence,
                "recommendations": .array(need.recommendations.map(JSON.string)),
              ]
            }), "primary_need": .string(needs.first?.type ?? "information"), "confidence": confidence,
          "next_questions": .array(needs.map { .string($0.question) }),
        ]
      ),
      ("conversion_probability", .number(conversionProbability)), ("recommended_actions", []),
    ]
    if speaksOfPrice { members.append(("roi_calculation", Self.returnOnInvestment)) }
    return .object(members)
  }

  private var mentionsOthers: Bool { !words.isDisjoint(with: Self.others) }

  private var needs: [Need] { Self.needs.filter { !words.isDisjoint(with: $0.words) } }

  /// A logistic curve over the messages so far; a wish to sign up counts like ten of them.
  private var conversionProbability: Double {
    1 / (1 + exp(8 - 0.4 * Double(number + (phase == ConversationPhase.closing.name ? 10 : 0))))
  }

  /// The same figures for everybody.
  private static let returnOnInvestment: JSON = [
    "projected_roi_percentage": 500, "annual_value": .number(4740), "net_benefit": .number(3792),
    "payback_period_months": .number(1.5),
    "key_insights": ["Recupera la inversión en menos de dos meses."], "personalized_benefits": [],
  ]

  private struct Need {
    let type: String
    let words: Set<String>
    let recommendations: [String]
    let question: String
  }

  private static let needs = [
    Need(
      type: "pricing", words: price, recommendations: ["Explicar el valor por mes", "Mostrar el retorno"],
      question: "¿Qué presupuesto tiene en mente?"),
    Need(
      type: "energy", words: ["energia", "cansado", "cansada", "cansancio", "fatiga", "agotado", "agotada"],
      recommendations: ["Evaluar el descanso"], question: "¿A qué hora del día le falta energía?"),
    Need(
      type: "sleep", words: ["dormir", "duermo", "sueno", "insomnio", "descanso"],
      recommendations: ["Registrar el sueño una semana"], question: "¿Cuántas horas duerme?"),
    Need(
      type: "stress", words: ["estres", "estresado", "estresada", "ansiedad"],
      recommendations: ["Proponer pausas breves"], question: "¿Qué le quita la calma?"),
  ]

  private static let price: Set<String> = [
    "precio", "precios", "cuesta", "cuestan", "costo", "costos", "coste", "costes", "caro", "cara", "caros", "caras",
    "costoso", "costosa", "barato", "barata", "pagar", "inversion", "invertir", "dinero", "presupuesto", "descuento",
    "retorno", "roi",
  ]
  private static let bargaining: Set<String> = ["descuento", "descuentos", "rebaja", "oferta", "negociar"]
  private static let greetings: Set<String> = ["hola", "buenas", "buenos", "saludos"]
  private static let hesitation: Set<String> = [
    "duda", "dudas", "pensarlo", "quizas", "inseguro", "insegura", "riesgo",
  ]
  private static let others: Set<String> = ["competencia", "gimnasio", "entrenador", "nutriologo", "nutricionista"]
}
