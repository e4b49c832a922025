import AgentContracts
import Foundation
import Testing

@testable import LoadFixtures

/// The rules are typed out here from `agent-contract.md`, and not taken from the contracts that they are to check.
@Suite("What customers send keeps to both contracts")
struct SentValuesTests {
  /// A contract and the letters that its agent takes in a name.
  struct Rules: Sendable, CustomTestStringConvertible {
    let contract: AgentContract
    let letters: Set<Unicode.Scalar>

    var testDescription: String { contract.name }

    static let all = [
      Rules(contract: .documented, letters: Set((plain + "üÜ'").unicodeScalars)),
      Rules(contract: .v09, letters: Set(plain.unicodeScalars)),
    ]

    private static let plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZáéíóúÁÉÍÓÚñÑ .-"
  }

  /// 50,000 for each of both contracts.
  @Test(
    "100,000 customers of each locale, and what they say, break no rule", arguments: CustomerLocale.allCases, Rules.all)
  func everything(locale: CustomerLocale, rules: Rules) {
    let content = ContentRules(rules.contract.valueRules)
    var random = SeededRandom(seed: 51, user: 0)
    var names: Set<String> = []
    var others: Set<String> = []
    for number in 0..<50_000 {
      let customer = CustomerProfile.draw(locale: locale, rules: content, using: &random)
      names.insert(customer.name)
      others.formUnion(customer.goals)
      others.insert(customer.occupation)
      // Not all by #expect, which takes longer than what it looks at.
      if let breach = Self.breach(of: customer) { Issue.record("\(breach): \(customer)") }
      let style: TextVariety = number % 4 == 0 ? .repeated : .varied
      let phase = ConversationPhase.allCases[number % ConversationPhase.allCases.count]
      let message =
        number % 50 == 0
        ? SalesMessages.longText(customer: customer, style: style, using: &random)
        : SalesMessages.text(
          phase: phase, customer: customer, number: number % 15 + 1, style: style, using: &random)
      let sent = content.fitted(text: message)
      if let breach = Self.breach(of: sent) { Issue.record("\(breach): \(sent)") }
      if sent != message { Issue.record("changed although it fits: \(message)") }
    }
    for name in names {
      #expect((2...100).contains(name.unicodeScalars.count), "\(name)")
      #expect(name.unicodeScalars.allSatisfy(rules.letters.contains), "\(name)")
    }
    for text in others {
      #expect((1...200).contains(text.unicodeScalars.count) && Suspicious.sign(in: text) == nil, "\(text)")
    }
    #expect(names.count > 40_000, "few names are left: \(names.count)")
  }

  private static func breach(of customer: CustomerProfile) -> String? {
    guard (18...120).contains(customer.age) else { return "age" }
    guard customer.program.ages.contains(customer.age) else { return "age of the program" }
    guard isAddress(customer.email) else { return "email" }
    guard customer.name.utf8.count + customer.phone.utf8.count <= 5_000 else { return "a field over 5000" }
    return ["es_MX", "es_ES"].contains(customer.locale) ? nil : "locale"
  }

  /// `a.b4711@example.org`, in ASCII.
  private static func isAddress(_ text: String) -> Bool {
    guard let end = ["@example.com", "@example.org", "@example.net"].first(where: text.hasSuffix) else { return false }
    let name = text.dropLast(end.utf8.count)
    // RFC 5321, 4.5.3.1.1.
    guard (1...64).contains(name.utf8.count), name.first != ".", name.last != "." else { return false }
    return text.withCString { Int(strspn($0, "abcdefghijklmnopqrstuvwxyz0123456789.")) } == name.utf8.count
  }

  private static func breach(of message: String) -> String? {
    // A character has at least one byte.
    guard (1...4_000).contains(message.utf8.count) else { return "length" }
    return Suspicious.sign(in: message)
  }

  @Test("Names with ü and apostrophes are drawn for an agent that takes them, and for no other")
  func unusualLetters() {
    func names(_ contract: AgentContract) -> [String] {
      let rules = ContentRules(contract.valueRules)
      return CustomerProfile.drawn(20_000, rules: rules, seed: 52).map(\.name)
    }
    let (documented, deployed) = (names(.documented), names(.v09))
    for letter in ["ü", "'"] {
      #expect(documented.contains { $0.contains(letter) })
      #expect(!deployed.contains { $0.contains(letter) })
    }
    #expect(deployed.contains { $0.contains("ñ") } && deployed.contains { $0.contains("Á") })
  }

  @Test(
    "What a filter takes for an attack is seen as such, and Spanish is not",
    arguments: [
      ("select", true), ("x' OR 1", true), ("<script>", true), ("a -- b", true), ("UNION de amigos", true),
      ("Drop.", true),
      ("¿Cuánto cuesta?", false), ("Reunión, selección y ordenador de alto nivel: sí.", false), ("a  b", true),
      ("línea\nnueva", true),
    ])
  func suspicions(text: String, isSuspicious: Bool) {
    #expect((Suspicious.sign(in: text) != nil) == isSuspicious)
  }
}
