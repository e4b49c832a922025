/// A message with places for what is the customer's own, written as `"Hola, soy \(.name)"`.
///
/// The places are checked by the compiler: a text cannot ask for something that a customer lacks.
struct MessageTemplate: ExpressibleByStringInterpolation, Sendable {
  enum Slot: Sendable {
    case name, age, goal, secondGoal, occupation
  }

  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var parts: [Part] = []

    init(literalCapacity: Int, interpolationCount: Int) {
      parts.reserveCapacity(2 * interpolationCount + 1)
    }

    mutating func appendLiteral(_ literal: String) {
      parts.append(.text(literal))
    }

    mutating func appendInterpolation(_ slot: Slot) {
      parts.append(.slot(slot))
    }
  }

  fileprivate enum Part: Sendable {
    case text(String)
    case slot(Slot)
  }

  private let parts: [Part]

  init(stringLiteral value: String) {
    parts = [.text(value)]
  }

  init(stringInterpolation: StringInterpolation) {
    parts = stringInterpolation.parts
  }

  /// The message as this customer writes it.
  func text(for customer: CustomerProfile) -> String {
    var result = ""
    for part in parts {
      switch part {
      case .text(let text): result += text
      case .slot(.name): result += customer.givenName
      case .slot(.age): result += String(customer.age)
      case .slot(.goal): result += customer.primaryGoal
      case .slot(.secondGoal): result += customer.secondaryGoals.first ?? customer.primaryGoal
      case .slot(.occupation): result += customer.occupation
      }
    }
    return result
  }
}
