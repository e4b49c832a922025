/// A message with places for what is the customer's own and for words that may be others, written as
/// `"[Hola|Buenas], soy \(.name)"`: of what stands in brackets one alternative is said, which may be empty or have
/// brackets of its own.
///
/// The places are checked by the compiler: a text cannot ask for something that a customer lacks. Literals whose
/// brackets are not in pairs trap.
struct MessageTemplate: Sendable {
  enum Slot: Sendable {
    case name, age, goal, secondGoal, occupation

    fileprivate var step: Step {
      switch self {
      case .name: .name
      case .age: .age
      case .goal: .goal
      case .secondGoal: .secondGoal
      case .occupation: .occupation
      }
    }
  }

  /// What is said and what is chosen, one behind the other: a run writes a message from hundreds of templates, and each
  /// lies in one piece of memory that is read from its front to its end.
  private var code: [UInt8] = []

  fileprivate enum Step: UInt8 {
    /// Two bytes with the length, then so many bytes of UTF-8.
    case text
    /// The number of alternatives, two bytes with the end of each counted from the first's beginning, then the
    /// alternatives.
    case choice
    case name, age, goal, secondGoal, occupation
  }

  /// Whether it begins with a question, whatever is chosen.
  let isQuestion: Bool

  /// Adds the message as this customer writes it, UTF-8.
  ///
  /// - Parameter choose: Says which of so many alternatives, from 0.
  func write(for customer: CustomerProfile, to result: inout [UInt8], choose: (Int) -> Int) {
    write(code.indices, of: customer, to: &result, choose: choose)
  }

  private func write(
    _ range: Range<Int>, of customer: CustomerProfile, to result: inout [UInt8], choose: (Int) -> Int
  ) {
    var place = range.lowerBound
    while place < range.upperBound {
      let step = Step(rawValue: code[place])
      place += 1
      switch step {
      case .text:
        let words = place + 2..<place + 2 + number(at: place)
        code.withUnsafeBufferPointer { result.append(contentsOf: UnsafeBufferPointer(rebasing: $0[words])) }
        place = words.upperBound
      case .choice:
        let count = Int(code[place])
        let (ends, chosen) = (place + 1, choose(count))
        let first = ends + 2 * count
        let start = first + (chosen == 0 ? 0 : number(at: ends + 2 * (chosen - 1)))
        write(start..<first + number(at: ends + 2 * chosen), of: customer, to: &result, choose: choose)
        place = first + number(at: ends + 2 * (count - 1))
      case .name: result += customer.givenName.utf8
      case .age: result += String(customer.age).utf8
      case .goal: result += customer.primaryGoal.utf8
      case .secondGoal: result += (customer.secondaryGoals.first ?? customer.primaryGoal).utf8
      case .occupation: result += customer.occupation.utf8
      case nil: return
      }
    }
  }

  private func number(at place: Int) -> Int { Int(code[place]) | Int(code[place + 1]) << 8 }
}

extension MessageTemplate: ExpressibleByStringInterpolation {
  init(stringLiteral value: String) {
    var reader = StringInterpolation(literalCapacity: 0, interpolationCount: 0)
    reader.appendLiteral(value)
    self.init(stringInterpolation: reader)
  }

  init(stringInterpolation reader: StringInterpolation) {
    precondition(reader.open.count == 1, "a bracket is not closed in \(reader.open)")
    isQuestion = Self.beginsWithQuestion(reader.open[0])
    code = Self.code(of: reader.open[0])
  }

  private static func code(of parts: [Part]) -> [UInt8] {
    parts.reduce(into: []) { code, part in
      switch part {
      case .text(let words): code += [Step.text.rawValue] + bytes(of: words.utf8.count) + words.utf8
      case .slot(let slot): code.append(slot.step.rawValue)
      case .choice(let choices):
        code += [Step.choice.rawValue, UInt8(choices.count)]
        var alternatives: [UInt8] = []
        for choice in choices {
          alternatives += Self.code(of: choice)
          code += bytes(of: alternatives.count)
        }
        code += alternatives
      }
    }
  }

  /// Traps for a text of 64 kB: the templates stand in the code.
  private static func bytes(of number: Int) -> [UInt8] {
    let number = UInt16(number)
    return [UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)]
  }

  private static func beginsWithQuestion(_ parts: [Part]) -> Bool {
    switch parts.first {
    case .text(let text): text.utf8.starts(with: "¿".utf8)
    case .choice(let choices): choices.allSatisfy(beginsWithQuestion)
    case .slot, nil: false
    }
  }

  /// As it is written.
  fileprivate enum Part: Sendable {
    case text(String)
    case slot(Slot)
    indirect case choice([[Part]])
  }

  struct StringInterpolation: StringInterpolationProtocol {
    /// The text itself, and of each open bracket, the innermost last, the alternative that is being read.
    fileprivate private(set) var open: [[Part]] = [[]]
    /// Of each open bracket, the alternatives before it.
    private var alternatives: [[[Part]]] = []

    init(literalCapacity: Int, interpolationCount: Int) {}

    mutating func appendLiteral(_ literal: String) {
      var rest = literal[...]
      while let sign = rest.utf8.firstIndex(where: { "[|]".utf8.contains($0) }) {
        append(.text(String(rest[..<sign])))
        if rest[sign] == "[" {
          alternatives.append([])
          open.append([])
        } else {
          precondition(!alternatives.isEmpty, "no bracket is open at the \(rest[sign]) of \(literal)")
          alternatives[alternatives.count - 1].append(open.removeLast())
          if rest[sign] == "|" { open.append([]) } else { append(.choice(alternatives.removeLast())) }
        }
        rest = rest[literal.index(after: sign)...]
      }
      append(.text(String(rest)))
    }

    mutating func appendInterpolation(_ slot: Slot) {
      append(.slot(slot))
    }

    private mutating func append(_ part: Part) {
      if case .text("") = part { return }
      open[open.count - 1].append(part)
    }
  }
}
