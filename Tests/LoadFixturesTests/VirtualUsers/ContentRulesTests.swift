import Testing

@testable import AgentContracts
@testable import LoadFixtures

@Suite("Rules for what is sent")
struct ContentRulesTests {
  private static func customers(
    _ rules: [Placeholder.Known: ValueRule], locale: CustomerLocale = .mixed, count: Int = 4_000
  ) -> [CustomerProfile] {
    let rules = Dictionary(uniqueKeysWithValues: rules.map { (Placeholder.known($0), $1) })
    return CustomerProfile.drawn(count, locale: locale, rules: ContentRules(rules), seed: 61)
  }

  private static func text(_ message: String, alphabet: String? = nil, _ length: ClosedRange<Int>) -> String {
    ContentRules([.known(.messageText): ValueRule(alphabet: alphabet, length: length)]).fitted(text: message)
  }

  // MARK: Names

  @Test(
    "Of an alphabet that spells some names, those and no others are drawn, as they are",
    arguments: CustomerLocale.allCases)
  func filteredNames(locale: CustomerLocale) {
    let rule = ValueRule(alphabet: "a-zA-Z ", length: 2...100)
    let customers = Self.customers([.customerName: rule], locale: locale)
    let known = CustomerProfile.Variety.allCases.map(SpanishNames.names(of:)).flatMap { $0.feminine + $0.masculine }
    for customer in customers {
      #expect(customer.name.utf8.allSatisfy { $0 < 0x80 })
      #expect(known.contains(customer.givenName))
    }
    #expect(Set(customers.map(\.name)).count > 2_000)
  }

  @Test(
    "Of an alphabet that spells none, names lose accents and change case, and what is left is left out",
    arguments: ["a-z ", "a-z", "A-Z ", "b-zB-Z -", "áéíóú", "α-ω"])
  func foldedNames(alphabet: String) throws {
    let pattern = try Regex("[\(alphabet.replacing(" -", with: " \\-"))]{2,100}")
    for customer in Self.customers([.customerName: ValueRule(alphabet: alphabet, length: 2...100)], count: 500) {
      #expect(customer.name.wholeMatch(of: pattern) != nil, "\(customer.name)")
      #expect(!customer.name.contains("  "))
    }
  }

  @Test("José Luis is jose luis where there are small letters alone")
  func folding() {
    let names = Set(Self.customers([.customerName: ValueRule(alphabet: "a-z ", length: 2...100)]).map(\.givenName))
    #expect(names.isSuperset(of: ["jose luis", "inigo", "maria del carmen", "ma elena", "oscar"]))
  }

  @Test(
    "The full name has the length that the contract wants, with as many surnames as it has room for",
    arguments: [
      (2...100, 2), (2...40, 2), (2...20, 2), (2...14, 2), (2...10, 1), (2...4, 0), (2...2, 0), (30...60, 2),
      (60...80, 0),
      (1...1, 0),
    ] as [(ClosedRange<Int>, Int)])
  func nameLengths(length: ClosedRange<Int>, surnames: Int) {
    let customers = Self.customers([.customerName: ValueRule(length: length)])
    for customer in customers {
      #expect(length.contains(customer.name.unicodeScalars.count), "\(customer.name)")
      #expect(!customer.name.hasSuffix(" ") && !customer.name.isEmpty)
    }
    let counts = customers.map { $0.surnames.isEmpty ? 0 : 1 }
    #expect(Set(counts) == [min(surnames, 1)])
    if surnames == 2 { #expect(Set(customers.map(\.name)).count > 300) }
  }

  @Test("Given names and surnames sent apart have rules of their own, and the full name keeps to all")
  func partsOfNames() {
    let customers = Self.customers([
      .customerName: ValueRule(length: 2...30), .customerGivenName: ValueRule(alphabet: "a-zA-Z", length: 4...6),
      .customerSurnames: ValueRule(alphabet: "a-zA-Záéíóú ", length: 10...14),
    ])
    let (given, surnames) = (/[a-zA-Z]{4,6}/, /[a-zA-Záéíóú ]{10,14}/)
    for customer in customers {
      #expect(customer.givenName.wholeMatch(of: given) != nil, "\(customer.givenName)")
      #expect(customer.surnames.wholeMatch(of: surnames) != nil, "\(customer.surnames)")
      #expect(customer.name == "\(customer.givenName) \(customer.surnames)")
    }
  }

  @Test("Where a full name has no space, its parts have what is theirs")
  func noSpace() {
    for customer in Self.customers([.customerName: ValueRule(alphabet: "a-zA-Z", length: 2...100)], count: 500) {
      #expect(customer.name == customer.givenName + customer.surnames)
      #expect(!customer.name.contains(" "))
    }
  }

  // MARK: Other values

  @Test("Occupations and goals keep to their rules: those that fit, or all made to fit")
  func occupationsAndGoals() {
    let short = Self.customers([
      .customerOccupation: ValueRule(length: 1...10),
      .customerPrimaryGoal: ValueRule(alphabet: "a-zñ ", length: 1...40),
    ])
    #expect(short.allSatisfy { $0.occupation.count <= 10 })
    #expect(Set(short.map(\.occupation)).isSubset(of: Occupation.all.flatMap { [$0.masculine, $0.feminine] }))
    #expect(short.allSatisfy { $0.primaryGoal.count <= 40 && $0.primaryGoal.wholeMatch(of: /[a-zñ ]+/) != nil })
    #expect(short.allSatisfy { Set($0.goals).count == 3 })
    let shouted = Self.customers(
      [
        .customerOccupation: ValueRule(alphabet: "A-Z ", length: 1...12),
        .customerGoals: ValueRule(alphabet: "A-Z ", length: 1...20),
      ],
      count: 500)
    #expect(shouted.allSatisfy { $0.occupation.wholeMatch(of: /[A-Z ]{1,12}/) != nil })
    #expect(shouted.allSatisfy { $0.goals.allSatisfy { $0.wholeMatch(of: /[A-Z ]{1,20}/) != nil } })
    #expect(shouted.contains { $0.occupation == "MEDICO" })
  }

  @Test("Ages stay within the program's, whatever a contract says of their digits")
  func ages() {
    for length in [2...3, 3...3] {
      for customer in Self.customers([.customerAge: ValueRule(length: length)], count: 2_000) {
        #expect(customer.program.ages.contains(customer.age))
      }
    }
    let noTwos = Self.customers([.customerAge: ValueRule(alphabet: "013-9", length: 1...3)])
    #expect(noTwos.allSatisfy { !String($0.age).contains("2") })
  }

  @Test("A mail address that would be too long has a shorter name in it, and is one still")
  func emails() {
    let customers = Self.customers([.customerEmail: ValueRule(alphabet: "a-z0-9@.", length: 6...26)])
    for customer in customers {
      #expect(customer.email.count <= 26)
      #expect(
        customer.email.wholeMatch(of: /[a-z][a-z.]*[0-9]{4,6}@example\.(com|org|net)/) != nil, "\(customer.email)")
    }
    #expect(Set(customers.map(\.email)).count > 3_900)
  }

  @Test("Phones lose the signs that a contract does not take")
  func phones() {
    for customer in Self.customers([.customerPhone: ValueRule(alphabet: "0-9", length: 8...15)], count: 500) {
      #expect(customer.phone.wholeMatch(of: /52[0-9]{10}|346[0-9]{8}/) != nil, "\(customer.phone)")
    }
  }

  // MARK: Messages

  @Test(
    "A message keeps what fits, loses accents where it must, and ends with a word where it is too long",
    arguments: [
      ("Hola, ¿qué tal?", nil, 1...4_000, "Hola, ¿qué tal?"), ("Hola, ¿qué tal?", nil, 1...15, "Hola, ¿qué tal?"),
      ("Hola, ¿qué tal?", nil, 1...14, "Hola, ¿qué"), ("Hola, ¿qué tal?", nil, 1...10, "Hola, ¿qué"),
      ("Hola, ¿qué tal?", nil, 1...9, "Hola,"), ("Hola, ¿qué tal?", nil, 1...3, "Hol"),
      ("Hola, ¿qué tal?", nil, 8...9, "Hola, ¿qu"), ("Hola", nil, 12...20, "Hola Hola Hola"), ("", nil, 0...5, ""),
      ("", nil, 1...5, "x"), ("", "b-z", 3...5, "bbb"), ("Hola, ¿qué tal?", "a-zA-Z ,?", 1...4_000, "Hola, que tal?"),
      ("Sí — niño: ¡aquí!", "a-zA-Z ", 1...4_000, "Si nino aqui"), ("MAÑANA 7", "a-zñ ", 1...4_000, "mañana"),
      ("e\u{301}xito", "a-z", 1...4_000, "exito"), ("🙂", "a-z🙂", 1...10, "🙂"), ("你好", "a-z", 1...4, "a"),
    ] as [(String, String?, ClosedRange<Int>, String)])
  func messages(message: String, alphabet: String?, length: ClosedRange<Int>, expected: String) {
    #expect(Self.text(message, alphabet: alphabet, length) == expected)
  }

  @Test("Any text is made to fit any rule, and a text that fits is left as it is")
  func anyMessage() {
    var random = SeededRandom(seed: 62, user: 0)
    let words = ["hola", "¿Qué", "niño", "🙂", "e\u{301}", "—", " ", "  ", "A", "\u{0}", "ß", "Ü", "7", "你好", "x-y"]
    let alphabets = [nil, "a-z", "a-zA-Z ", "a-zA-ZáéíóúñÑ ¿?.,", " -~", "α-ω", "🙂", "0-9 "]
    for _ in 0..<150 {
      let least = random.integer(in: 0...12)
      let rule = ValueRule(
        alphabet: random.element(of: alphabets), length: least...max(1, least + random.integer(in: 0...30)))
      let rules = ContentRules([.known(.messageText): rule])
      for _ in 0..<30 {
        let text = (0..<random.integer(in: 0...30)).map { _ in random.element(of: words) }.joined(separator: " ")
        let fitted = rules.fitted(text: text)
        #expect(rule.length.contains(fitted.unicodeScalars.count), "\(rule) \(text)")
        #expect(fitted.unicodeScalars.allSatisfy(rule.allows), "\(rule) \(text)")
        #expect(rules.fitted(text: fitted) == fitted)
        if rule.length.contains(text.unicodeScalars.count), text.unicodeScalars.allSatisfy(rule.allows) {
          #expect(fitted == text)
        }
      }
    }
  }

  @Test("Without rules nothing is changed")
  func noRules() {
    let text = String(repeating: "🙂 ", count: 10_000)
    #expect(ContentRules().fitted(text: text) == text)
  }
}
