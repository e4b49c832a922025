import Testing

@testable import LoadFixtures

@Suite("Sales messages")
struct SalesMessagesTests {
  private static func customers(_ count: Int, seed: UInt64 = 41) -> [CustomerProfile] {
    var random = SeededRandom(seed: seed, user: 0)
    return (0..<count).map { _ in CustomerProfile.draw(using: &random) }
  }

  private static func all(_ texts: SalesTexts) -> [MessageTemplate] {
    ConversationPhase.allCases.flatMap { texts.templates(for: $0) } + texts.questions
      + [texts.longOpening, texts.longClosing]
  }

  @Test("Each variety has at least 12 texts a phase, none twice", arguments: CustomerProfile.Variety.allCases)
  func stock(variety: CustomerProfile.Variety) throws {
    let customer = try #require(Self.customers(1).first)
    let texts = SalesMessages.texts(of: variety)
    var seen: Set<String> = []
    for phase in ConversationPhase.allCases {
      let templates = texts.templates(for: phase)
      #expect(templates.count >= 12, "\(phase)")
      for template in templates {
        let text = template.text(for: customer)
        #expect(seen.insert(text).inserted, "\(text)")
      }
    }
  }

  @Test("Mexican and Castilian texts have nothing in common")
  func varieties() throws {
    let customer = try #require(Self.customers(1).first)
    let mexican = Set(Self.all(.mexican).map { $0.text(for: customer) })
    let castilian = Set(Self.all(.castilian).map { $0.text(for: customer) })
    #expect(mexican.isDisjoint(with: castilian))
    let all = { (texts: Set<String>) in texts.joined(separator: " ").lowercased() }
    for word in ["celular", "computadora", "platicar", "ustedes"] {
      #expect(all(mexican).contains(word) && !all(castilian).contains(word), "\(word)")
    }
    for word in ["móvil", "ordenador", "vosotros", "vale,"] {
      #expect(all(castilian).contains(word) && !all(mexican).contains(word), "\(word)")
    }
  }

  /// The deployed agent does not answer a body that looks like SQL to it, and the run would count timeouts.
  @Test("No text has control characters, unfilled places or what looks like SQL", arguments: customers(60))
  func harmless(customer: CustomerProfile) {
    let sql = /\b(select|insert|update|delete|drop|union|alter|create|exec|script|where|from)\b/.ignoresCase()
    for texts in [SalesTexts.mexican, .castilian] {
      for text in Self.all(texts).map({ $0.text(for: customer) }) + texts.courtesies {
        #expect(!text.isEmpty && text == text.trimming())
        #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) })
        #expect(!text.contains { "{}<>;\"'\\#*=|".contains($0) }, "\(text)")
        #expect(!text.contains("--") && !text.contains("  "), "\(text)")
        #expect(text.firstMatch(of: sql) == nil, "\(text)")
        #expect(".?!".contains(text.last ?? " "), "\(text)")
      }
    }
  }

  @Test("A message has 1 to 4000 characters in every phase and at every place", arguments: ConversationPhase.allCases)
  func bounds(phase: ConversationPhase) {
    var random = SeededRandom(seed: 42, user: 0)
    for customer in Self.customers(500) {
      for number in [Int.min, -1, 0, 1, 8, 15, 16, .max] {
        let message = SalesMessages.message(phase: phase, customer: customer, number: number, using: &random)
        #expect((1...4000).contains(message.count))
      }
    }
  }

  @Test("A customer does not say a thing twice in 12 messages of a phase")
  func noRepeats() throws {
    var random = SeededRandom(seed: 43, user: 0)
    for customer in Self.customers(50) {
      let texts = SalesMessages.texts(of: customer.variety).templates(for: .exploration).map { $0.text(for: customer) }
      let said = try (1...12).map { number in
        let message = SalesMessages.message(
          phase: .exploration, customer: customer, number: number, using: &random)
        return try #require(texts.first { message.hasPrefix($0) })
      }
      #expect(Set(said).count == 12)
    }
  }

  @Test("Customers begin a phase with different texts, each as likely")
  func startsSpread() {
    var random = SeededRandom(seed: 44, user: 0)
    let customers = Self.customers(12_000).filter { $0.variety == .mexican }
    let templates = SalesTexts.mexican.presentation
    var counts = [Int](repeating: 0, count: templates.count)
    for customer in customers {
      let message = SalesMessages.message(phase: .presentation, customer: customer, number: 1, using: &random)
      let texts = templates.map { $0.text(for: customer) }
      for index in texts.indices where message.hasPrefix(texts[index]) { counts[index] += 1 }
    }
    #expect(counts.reduce(0, +) == customers.count)
    #expect(chiSquare(counts, weights: [Int](repeating: 1, count: 12)) < chiSquareLimits[11]!)
  }

  @Test("A customer speaks of their own name, age, goals and work")
  func slots() throws {
    let customer = try #require(Self.customers(1).first)
    let template: MessageTemplate = "\(.name), \(.age): \(.goal), \(.secondGoal). \(.occupation)"
    #expect(
      template.text(for: customer)
        == "\(customer.givenName), \(customer.age): \(customer.primaryGoal), \(customer.secondaryGoals[0])."
        + " \(customer.occupation)")
  }

  @Test("The long message has 900 to 1100 bytes and several questions, whoever sends it")
  func longMessages() {
    var random = SeededRandom(seed: 45, user: 0)
    var sizes: Set<Int> = []
    for customer in Self.customers(10_000) {
      let message = SalesMessages.longMessage(customer: customer, using: &random)
      let size = message.utf8.count
      sizes.insert(size)
      #expect((900...1100).contains(size), "\(size) bytes: \(message)")
      #expect(message.count { $0 == "?" } >= 5)
    }
    #expect(sizes.count > 50)
  }

  @Test("Same seed, same messages; another user, others")
  func reproducible() {
    func messages(user: Int) -> [String] {
      var random = SeededRandom(seed: 46, user: user)
      let customer = CustomerProfile.draw(using: &random)
      return (1...30).map {
        SalesMessages.message(phase: .closing, customer: customer, number: $0, using: &random)
      } + [SalesMessages.longMessage(customer: customer, using: &random)]
    }
    #expect(messages(user: 0) == messages(user: 0))
    #expect(messages(user: 0) != messages(user: 1))
  }
}

extension String {
  fileprivate func trimming() -> String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
