import AgentContracts

/// What customers are drawn from and how messages are kept fit, as a contract's rules for values leave it: laid out
/// once for a run.
package struct ContentRules: Sendable {
  /// What the customers of a program are drawn from, each list with something in it.
  final class Stock: Sendable {
    let occupations: [Occupation]
    /// Three or more.
    let goals: [String]
    /// Years.
    let ages: [Int]

    init(occupations: [Occupation], goals: [String], ages: [Int]) {
      self.occupations = occupations
      self.goals = goals
      self.ages = ages
    }
  }

  private let mexican: NameStock
  private let castilian: NameStock
  private let prime: Stock
  private let longevity: Stock
  private let email: ValueFit?
  private let phone: ValueFit?
  private let text: ValueFit?

  /// - Parameter rules: The contract's, `valueRules`; where they leave nothing of a kind, what comes closest is spelt
  ///   and cut as they want it, and ages stay within those of the program.
  package init(_ rules: [Placeholder: ValueRule] = [:]) {
    func fit(_ placeholder: Placeholder.Known) -> ValueFit? { rules[.known(placeholder)].map(ValueFit.init) }
    let names = NameStock.Rules(
      full: fit(.customerName), given: fit(.customerGivenName), surnames: fit(.customerSurnames))
    mexican = NameStock(.names(of: .mexican), rules: names)
    castilian = NameStock(.names(of: .castilian), rules: names)
    let (occupation, age) = (fit(.customerOccupation), fit(.customerAge))
    let goals = [.customerGoals, .customerPrimaryGoal, .customerSecondaryGoals, .customerAllGoals].compactMap(fit)
    func stock(for program: CustomerProfile.Program) -> Stock {
      Stock(
        occupations: Self.occupations(Occupation.suited(to: program), by: occupation),
        goals: Self.goals(CustomerGoals.suited(to: program), by: goals), ages: Self.ages(program.ages, by: age))
    }
    prime = stock(for: .prime)
    longevity = stock(for: .longevity)
    (email, phone, text) = (fit(.customerEmail), fit(.customerPhone), fit(.messageText))
    // The texts are laid out at their first use: now, and not between two calls of the first user.
    SalesMessages.layOut()
  }

  func names(of variety: CustomerProfile.Variety) -> NameStock {
    switch variety {
    case .mexican: mexican
    case .castilian: castilian
    }
  }

  func stock(for program: CustomerProfile.Program) -> Stock {
    switch program {
    case .prime: prime
    case .longevity: longevity
    }
  }

  /// A mail address of ASCII characters; where it would be too long, the name in it is cut.
  func email(named name: String, ending: String) -> String {
    guard let email else { return name + ending }
    return email.spelt(name.prefix(max(1, email.length.upperBound - ending.utf8.count)) + ending)
  }

  func fitted(phone number: String) -> String { phone?.fitted(number) ?? number }

  /// A message as the contract takes it: what its alphabet lacks is left out or loses its accent, and what is too long
  /// ends with a word before.
  func fitted(_ message: [UInt8]) -> [UInt8] {
    guard let text, !text.allows(utf8: message) else { return message }
    return Array(text.fitted(String(decoding: message, as: UTF8.self)).utf8)
  }

  private static func occupations(_ all: [Occupation], by rule: ValueFit?) -> [Occupation] {
    guard let rule else { return all }
    let fitting = all.filter { rule.allows($0.masculine) && rule.allows($0.feminine) }
    return fitting.isEmpty ? all.map { $0.mapped(rule.fitted) } : fitting
  }

  private static func goals(_ all: [String], by rules: [ValueFit]) -> [String] {
    let fitting = all.filter { goal in rules.allSatisfy { $0.allows(goal) } }
    return fitting.count >= 3 ? fitting : all.map { goal in rules.reduce(goal) { $1.fitted($0) } }
  }

  private static func ages(_ all: ClosedRange<Int>, by rule: ValueFit?) -> [Int] {
    let fitting = all.filter { rule?.allows(String($0)) ?? true }
    return fitting.isEmpty ? Array(all) : fitting
  }
}
