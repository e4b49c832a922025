import Testing

@testable import LoadFixtures

@Suite("Customers")
struct CustomerProfileTests {
  private static func customers(seed: UInt64 = 1, user: Int = 0, count: Int = 10_000) -> [CustomerProfile] {
    CustomerProfile.drawn(count, seed: seed, user: user)
  }

  @Test("Ages suit the program and reach both of its ends")
  func ages() {
    let customers = Self.customers()
    for (program, low, high) in [(CustomerProfile.Program.prime, 25, 45), (.longevity, 45, 70)] {
      let ages = customers.filter { $0.program == program }.map(\.age)
      #expect(ages.min() == low)
      #expect(ages.max() == high)
    }
  }

  @Test("A locale decides names, phone and locale sent; mixed means both, evenly")
  func locales() {
    for (locale, text, phone) in [(CustomerLocale.mexico, "es_MX", "+52 "), (.spain, "es_ES", "+34 ")] {
      for customer in CustomerProfile.drawn(2_000, locale: locale) {
        #expect(customer.locale == text)
        #expect(customer.phone.hasPrefix(phone))
        let names = SpanishNames.names(of: customer.variety)
        #expect((names.feminine + names.masculine).contains(customer.givenName))
      }
    }
    #expect(CustomerLocale.allCases.map(\.rawValue) == ["es_MX", "es_ES", "mixed"])
    #expect(TextVariety.allCases.map(\.rawValue) == ["varied", "repeated"])
  }

  @Test("Each variety has over 40 given names and over 60 surnames of its own mix, none twice")
  func nameStock() {
    for variety in CustomerProfile.Variety.allCases {
      let names = SpanishNames.names(of: variety)
      let given = names.feminine + names.masculine
      #expect(given.count >= 40)
      #expect(names.surnames.count >= 60)
      #expect(Set(given).count == given.count)
      #expect(Set(names.surnames).count == names.surnames.count)
    }
  }

  @Test("Mail addresses are plain ASCII at a reserved domain, and as good as unique")
  func emails() {
    let customers = Self.customers()
    let pattern = /[a-z]+\.[a-z]+[0-9]{4,6}@example\.(com|org|net)/
    for customer in customers {
      #expect(customer.email.wholeMatch(of: pattern) != nil, "\(customer.email)")
      // RFC 5321, 4.5.3.1.1.
      #expect(customer.email.prefix { $0 != "@" }.utf8.count <= 64)
    }
    #expect(Set(customers.map(\.email)).count >= 9_990)
  }

  @Test(
    "Accents fold to the letter beneath, composed or not",
    arguments: [
      ("Íñigo Güemes", " inigo guemes "), ("O'Farrill", " o farrill "), ("I\u{301}n\u{303}igo", " inigo "),
      ("ÁÉÍÓÚÜÑ", " aeiouun "), ("", " "), ("¡¿…?! 你好 🙂", " "), ("a×b÷c", " a b c "), ("Ma. Elena-2", " ma elena 2 "),
    ])
  func folding(text: String, expected: String) {
    #expect(String(decoding: SpanishText.folded(text), as: UTF8.self) == expected)
  }

  @Test("Phones have the format of the customer's country")
  func phones() {
    let mexican = /\+52 55 [0-9]{4} [0-9]{4}/
    let castilian = /\+34 6[0-9]{2} [0-9]{3} [0-9]{3}/
    for customer in Self.customers() {
      switch customer.variety {
      case .mexican: #expect(customer.phone.wholeMatch(of: mexican) != nil, "\(customer.phone)")
      case .castilian: #expect(customer.phone.wholeMatch(of: castilian) != nil, "\(customer.phone)")
      }
    }
  }

  @Test("A customer has three distinct goals of the program, and every goal is somebody's first")
  func goals() {
    let customers = Self.customers()
    for program in CustomerProfile.Program.allCases {
      let known = Set(CustomerGoals.suited(to: program))
      let ours = customers.filter { $0.program == program }
      for customer in ours {
        #expect(customer.secondaryGoals.count == 2)
        #expect(Set(customer.goals).count == 3)
        #expect(known.isSuperset(of: customer.goals))
      }
      #expect(Set(ours.map(\.primaryGoal)) == known)
    }
    #expect(
      Set(CustomerGoals.suited(to: .prime)).isDisjoint(with: CustomerGoals.suited(to: .longevity)))
  }

  @Test("Over 20 occupations occur, executives among them, and nobody of PRIME is retired")
  func occupations() {
    let customers = Self.customers()
    #expect(Occupation.all.count >= 20)
    #expect(Set(Occupation.all.map(\.masculine)).count == Occupation.all.count)
    for program in CustomerProfile.Program.allCases {
      #expect(customers.contains { Self.executives.contains($0.occupation) && $0.program == program })
    }
    #expect(customers.contains { $0.occupation == "maestra jubilada" && $0.program == .longevity })
    #expect(!customers.contains { $0.occupation.contains("jubilad") && $0.program == .prime })
  }

  private static let executives: Set<String> = [
    "director general", "directora general", "director financiero", "directora financiera", "director de operaciones",
    "directora de operaciones", "gerente de ventas", "empresario", "empresaria", "fundador de una empresa",
    "fundadora de una empresa", "consejero de una empresa", "consejera de una empresa",
  ]

  @Test("Programs, varieties, budgets and urgencies are drawn evenly")
  func even() {
    let customers = Self.customers()
    func expectEven(_ values: [some Hashable], kinds: Int, limit: Double) {
      let counts = Dictionary(grouping: values) { $0 }.values.map(\.count)
      #expect(counts.count == kinds)
      #expect(chiSquare(counts, weights: [Int](repeating: 1, count: kinds)) < limit)
    }
    expectEven(customers.map(\.program), kinds: 2, limit: 15.14)
    expectEven(customers.map(\.variety), kinds: 2, limit: 15.14)
    expectEven(customers.map(\.budget), kinds: 3, limit: 18.42)
    expectEven(customers.map(\.urgency), kinds: 3, limit: 18.42)
  }

  @Test("Same seed and user, same customers; another user or seed, others")
  func reproducible() {
    let customers = Self.customers(seed: 5, user: 1, count: 50)
    #expect(customers == Self.customers(seed: 5, user: 1, count: 50))
    #expect(customers != Self.customers(seed: 5, user: 2, count: 50))
    #expect(customers != Self.customers(seed: 6, user: 1, count: 50))
  }
}
