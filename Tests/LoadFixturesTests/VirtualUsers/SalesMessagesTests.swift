import Testing

@testable import LoadFixtures

@Suite("Sales messages")
struct SalesMessagesTests {
  private static func customers(_ count: Int, locale: CustomerLocale = .mixed) -> [CustomerProfile] {
    CustomerProfile.drawn(count, locale: locale, seed: 41)
  }

  @Test("Each variety has at least 12 texts a phase, none twice", arguments: CustomerProfile.Variety.allCases)
  func stock(variety: CustomerProfile.Variety) throws {
    let customer = try #require(Self.customers(1).first)
    let texts = SalesMessages.texts(of: variety)
    var seen: Set<String> = []
    for phase in ConversationPhase.allCases {
      let templates = texts[phase].templates
      #expect(templates.count >= 12, "\(phase)")
      for template in templates {
        let text = template.text(for: customer)
        #expect(seen.insert(text).inserted, "\(text)")
      }
    }
  }

  @Test("Mexican and Castilian texts have nothing in common")
  func varieties() {
    let customers = Self.customers(40)
    func all(_ texts: SalesTexts) -> String {
      texts.all.flatMap { $0.texts(40, for: customers, seed: 1) }.joined(separator: " ").lowercased()
    }
    let (mexican, castilian) = (all(.mexican), all(.castilian))
    for word in ["celular", "computadora", "platicar", "ustedes", "ahorita"] {
      #expect(mexican.contains(word) && !castilian.contains(word), "\(word)")
    }
    for word in ["móvil", "ordenador", "vosotros", "vale,", "queréis"] {
      #expect(castilian.contains(word) && !mexican.contains(word), "\(word)")
    }
    let customer = customers[0]
    let texts = [SalesTexts.mexican, .castilian].map { texts in
      Set(ConversationPhase.allCases.flatMap { texts[$0].templates }.map { $0.text(for: customer) })
    }
    #expect(texts[0].isDisjoint(with: texts[1]))
  }

  /// The deployed agent does not answer a body that looks like SQL to it, and the run would count timeouts.
  @Test(
    "No text, whichever words are chosen, looks like SQL or markup or has a loose end",
    arguments: CustomerProfile.Variety.allCases)
  func harmless(variety: CustomerProfile.Variety) {
    let customers = Self.customers(60)
    let texts = SalesMessages.texts(of: variety)
    let courtesies = texts.courtesies.map(MessageTemplate.init(stringLiteral:))
    for text in Set((texts.all + courtesies).flatMap { $0.texts(80, for: customers, seed: 2) }) {
      #expect(Suspicious.sign(in: text) == nil, "\(text)")
      #expect(text.first != " " && ".?!".contains(text.last ?? " "), "\(text)")
      #expect(!text.contains(" ,") && !text.contains(" .") && !text.contains(" ?") && !text.contains(",,"), "\(text)")
      #expect(text.count { $0 == "¿" } == text.count { $0 == "?" }, "\(text)")
      #expect(text.count { $0 == "¡" } == text.count { $0 == "!" }, "\(text)")
    }
  }

  @Test("No text says whether the customer is a man or a woman", arguments: CustomerProfile.Variety.allCases)
  func genders(variety: CustomerProfile.Variety) {
    // Without those that "he", "I have", makes a verb of, such as "apuntado".
    let telling: Set = [
      "cansado", "cansada", "interesado", "interesada", "encantado", "encantada", "preocupado", "preocupada",
      "convencido", "convencida", "contento", "contenta", "ocupado", "ocupada", "dispuesto", "dispuesta", "atento",
      "atenta", "agradecido", "agradecida", "decidida", "apuntada", "sentado", "sentada", "tranquilo", "nervioso",
      "nerviosa", "enferma", "casado", "casada", "estresado", "estresada",
    ]
    let customers = Self.customers(60)
    for text in SalesMessages.texts(of: variety).all.flatMap({ $0.texts(40, for: customers, seed: 3) }) {
      let words = Set(String(decoding: SpanishText.folded(text), as: UTF8.self).split(separator: " ").map(String.init))
      #expect(words.isDisjoint(with: telling), "\(text)")
    }
  }

  @Test(
    "A message has 1 to 4000 characters in every phase and at every place", arguments: ConversationPhase.allCases,
    TextVariety.allCases)
  func bounds(phase: ConversationPhase, style: TextVariety) {
    var random = SeededRandom(seed: 42, user: 0)
    for customer in Self.customers(200) {
      for number in [Int.min, -1, 0, 1, 8, 15, 16, .max] {
        let message = SalesMessages.text(
          phase: phase, customer: customer, number: number, style: style, using: &random)
        #expect((1...4000).contains(message.count))
      }
    }
  }

  @Test("A customer does not say a thing twice in 12 messages of a phase")
  func noRepeats() throws {
    var random = SeededRandom(seed: 43, user: 0)
    for customer in Self.customers(50) {
      let texts = SalesMessages.texts(of: customer.variety)[.exploration].templates.map { $0.text(for: customer) }
      let said = try (1...12).map { number in
        let message = SalesMessages.text(
          phase: .exploration, customer: customer, number: number, style: .repeated, using: &random)
        return try #require(texts.first { message.hasPrefix($0) })
      }
      #expect(Set(said).count == 12)
    }
  }

  @Test("Customers begin a phase with different texts, each as likely")
  func startsSpread() {
    var random = SeededRandom(seed: 44, user: 0)
    let customers = Self.customers(6_000, locale: .mexico)
    let templates = SalesTexts.mexican[.presentation].templates
    var counts = [Int](repeating: 0, count: templates.count)
    for customer in customers {
      let message = SalesMessages.text(
        phase: .presentation, customer: customer, number: 1, style: .repeated, using: &random)
      let texts = templates.map { $0.text(for: customer) }
      for index in texts.indices where message.hasPrefix(texts[index]) { counts[index] += 1 }
    }
    #expect(counts.reduce(0, +) == customers.count)
    #expect(chiSquare(counts, weights: [Int](repeating: 1, count: 12)) < chiSquareLimits[11]!)
  }

  /// The deployed agent works a projection out where a text speaks of it.
  @Test("Price is spoken of in the same phases, and as often, whether texts vary or repeat")
  func price() {
    let words = [
      "precio", "cuesta", "costo", "coste", "caro", "pago", "pagar", "descuento", "rebaja", "factura", "mensualidad",
      "cuota", "dinero", "barato",
    ]
    var random = SeededRandom(seed: 47, user: 0)
    let customers = Self.customers(1_500)
    for phase in ConversationPhase.allCases {
      let shares = [TextVariety.varied, .repeated].map { style in
        let messages = customers.enumerated().map { number, customer in
          SalesMessages.text(phase: phase, customer: customer, number: number % 12 + 1, style: style, using: &random)
        }
        return Double(messages.count { message in words.contains { message.contains(" \($0)") } }) / 1_500
      }
      #expect(abs(shares[0] - shares[1]) < 0.12, "\(phase) \(shares)")
      #expect((shares[0] > 0.1) == (shares[1] > 0.1), "\(phase) \(shares)")
    }
  }

  @Test(
    "The long message has 900 to 1100 bytes and several questions, whoever sends it", arguments: TextVariety.allCases)
  func longMessages(style: TextVariety) {
    var random = SeededRandom(seed: 45, user: 0)
    var sizes: Set<Int> = []
    for customer in Self.customers(5_000) {
      let message = SalesMessages.longText(customer: customer, style: style, using: &random)
      let size = message.utf8.count
      sizes.insert(size)
      #expect((900...1100).contains(size), "\(size) bytes: \(message)")
      #expect(message.count { $0 == "?" } >= 5)
    }
    #expect(sizes.count > 50)
  }

  @Test("No question of a long message comes twice in it, and none is longer than 180 bytes")
  func questions() {
    let customers = Self.customers(200)
    var random = SeededRandom(seed: 48, user: 0)
    for customer in customers {
      let message = SalesMessages.longText(customer: customer, style: .repeated, using: &random)
      let questions = message.split(separator: "?")
      #expect(Set(questions).count == questions.count, "\(message)")
    }
    for question in SalesTexts.mexican.questions + SalesTexts.castilian.questions {
      for text in question.texts(200, for: customers, seed: 49) { #expect(text.utf8.count < 180, "\(text)") }
    }
  }

  @Test("Same seed, same messages; another user, others", arguments: TextVariety.allCases)
  func reproducible(style: TextVariety) {
    func messages(user: Int) -> [String] {
      var random = SeededRandom(seed: 46, user: user)
      let customer = CustomerProfile.draw(locale: .mixed, rules: ContentRules(), using: &random)
      return (1...30).map {
        SalesMessages.text(phase: .closing, customer: customer, number: $0, style: style, using: &random)
      } + [SalesMessages.longText(customer: customer, style: style, using: &random)]
    }
    #expect(messages(user: 0) == messages(user: 0))
    #expect(messages(user: 0) != messages(user: 1))
  }
}
