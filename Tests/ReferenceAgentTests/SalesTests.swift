import LoadEngine
import Testing

@testable import ReferenceAgent

@Suite("Phases, texts, tier and ROI")
struct SalesTests {
  @Test func `Small talk reaches the closing in time, one phase after the other`() {
    var phase = ConversationPhase.greeting
    let phases = (1...15).map { number in
      phase = phase.advanced(words: [], messageNumber: number)
      return phase.name
    }
    #expect(
      phases == ["greeting"] + Array(repeating: "exploration", count: 3) + Array(repeating: "presentation", count: 3)
        + Array(repeating: "objection_handling", count: 3) + Array(repeating: "closing", count: 5))
  }

  @Test func `A phase never goes back, whatever is said`() async throws {
    let client = try await Client.make()
    let texts = ["¡Quiero inscribirme ya!", "Hola", "Necesito energía", "¿Qué incluye?", "¿CUÁNTO cuesta?", "Acepto"]
    let order = ConversationPhase.allCases.map(\.name)
    var random = SplitMix64(seed: 11)
    for _ in 0..<20 {
      let id = try await client.start()
      var before = 0
      for _ in 0..<12 {
        let text = try #require(texts.randomElement(using: &random))
        let phase = try #require(try await client.say(text, in: id)["phase"] as? String)
        let now = try #require(order.firstIndex(of: phase))
        #expect((before...before + 1).contains(now))
        before = now
      }
      #expect(order[before] == "closing")
    }
  }

  @Test func `Words decide in any case and with or without accents`() {
    #expect(SpanishWords.folded("¿CUÁNTO cuesta, Señor Güell?") == ["cuanto", "cuesta", "senor", "guell"])
    #expect(SpanishWords.folded("") == [])
    #expect(ConversationPhase.keywords.keys.allSatisfy { SpanishWords.folded($0) == [$0] }, "else it never matches")
  }

  @Test(arguments: ConversationPhase.allCases)
  func `At least four texts a phase, in two varieties that differ`(phase: ConversationPhase) {
    let (mexican, castilian) = (SalesTexts.all(phase, .mexican), SalesTexts.all(phase, .castilian))
    #expect(Set(mexican).count >= 4 && Set(castilian).count >= 4)
    #expect(Set(mexican).isDisjoint(with: castilian))
    #expect((mexican + castilian + SalesTexts.fallbacks).allSatisfy { $0.count >= 10 })
  }

  @Test func `The telephone number decides on the variety`() async throws {
    let client = try await Client.make()
    for (phone, variety) in [("+34600111222", SalesTexts.Variety.castilian), ("+525512345678", .mexican)] {
      let id = try await client.start(customer: #","phone":"\#(phone)""#)
      let response = try #require(try await client.say("Hola", in: id)["response"] as? String)
      #expect(SalesTexts.all(.greeting, variety).contains(response))
    }
  }

  @Test(
    arguments: [
      (38, "Directora general", "high", "PRIME", true), (38, "CEO", "medium", "PRIME", true),
      (38, "gerente", "low", "PRIME", false), (38, "Médico", "high", "PRIME", true),
      (38, "Ingeniero", "medium", "PRIME", false), (60, "Ingeniero", "medium", "LONGEVITY", true),
      (54, "Ingeniero", "medium", "LONGEVITY", false), (60, "panadero", "high", "LONGEVITY", true),
      (60, "Ingeniero", "medium", "PRIME", false), (38, "", nil, "PRIME", false),
    ] as [(Int, String, String?, String, Bool)])
  func `Tier by profile`(age: Int, occupation: String, budget: String?, program: String, hybrid: Bool) async throws {
    let tier = TierRule.tier(age: age, occupation: occupation, budget: budget, programType: program)
    #expect(tier == (hybrid ? "Hybrid Coaching" : "AGENTS ACCESS"))
  }

  @Test func `The agent answers by the published rule, messages included`() async throws {
    let client = try await Client.make()
    let id = try await client.start(customer: #","occupation":"Abogada","budget":"medium""#)
    let before = try await client.send("GET", "/conversation/\(id)/tier")
    #expect(before["tier"] as? String == "AGENTS ACCESS")
    #expect(before["basis"] as? String == "profile")
    _ = try await client.say("Prefiero hablar con un coach HUMANO", in: id)
    let after = try await client.send("GET", "/conversation/\(id)/tier")
    #expect(after["tier"] as? String == "Hybrid Coaching")
    #expect(after["basis"] as? String == "messages")
    var signals = TierSignals()
    signals.add(words: SpanishWords.folded("Prefiero hablar con un coach HUMANO"))
    #expect(
      TierRule.tier(age: 38, occupation: "Abogada", budget: "medium", programType: "PRIME", signals: signals)
        == "Hybrid Coaching")
    _ = try await client.say("Estoy desempleada", in: id)
    #expect(try await client.send("GET", "/conversation/\(id)/tier")["tier"] as? String == "AGENTS ACCESS")
  }

  @Test(arguments: [
    (40, "CEO", 3, AgentProgram.prime, TierRule.hybridCoaching, 27_945.0, 3588.0, 0.9),
    (70, "jubilado", 9, .longevity, TierRule.agentsAccess, 2235.0, 1188.0, 0.75),
    (80, "jubilado", 0, .longevity, TierRule.agentsAccess, 1795.0, 1188.0, 0.5),
    (30, "mesera", 0, .prime, TierRule.hybridCoaching, 4140.0, 3588.0, 0.6),
  ])
  func `ROI by hand`(
    age: Int, occupation: String, goals: Int, program: AgentProgram, tier: String, value: Double, cost: Double,
    confidence: Double
  ) {
    let roi = ROIFormula(age: age, occupation: occupation, goals: goals, program: program, tier: tier)
    #expect(abs(roi.annualValue - value) < 1e-6)
    #expect(roi.cost == cost)
    #expect(abs(roi.percentage - (value / cost - 1) * 100) < 1e-6)
    #expect(abs(roi.paybackMonths - 12 * cost / value) < 1e-6)
    #expect(abs(roi.confidence - confidence) < 1e-9)
  }

  @Test func `Analytics are counted out of the conversation`() async throws {
    let client = try await Client.make()
    let id = try await client.start()
    for text in ["Hola", "Quiero dormir", "¿Qué incluye?", "Es caro", "Es muy caro"] {
      _ = try await client.say(text, in: id)
    }
    client.clock.advance(by: .seconds(5))
    let analytics = try await client.send("GET", "/analytics/conversation/\(id)")
    #expect(analytics["message_count"] as? Int == 5)
    #expect(analytics["objections"] as? Int == 2)
    #expect(analytics["average_message_length"] as? Double == Double(4 + 13 + 13 + 7 + 11) / 5)
    #expect(analytics["engagement_score"] as? Double == 0.8 * 5 / 8)
    #expect((analytics["messages_by_phase"] as? [String: Int])?["closing"] == 0)
  }
}
