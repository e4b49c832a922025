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

  private func number(at place: Int) -> Int { Self.number(at: place, in: code) }

  private static func number<Code: RandomAccessCollection<UInt8>>(at place: Int, in code: Code) -> Int
  where Code.Index == Int {
    Int(code[place]) | Int(code[place + 1]) << 8
  }
}

extension MessageTemplate: ExpressibleByStringInterpolation {
  init(stringLiteral value: String) {
    var reader = StringInterpolation(literalCapacity: 0, interpolationCount: 0)
    reader.appendLiteral(value)
    self.init(stringInterpolation: reader)
  }

  init(stringInterpolation reader: StringInterpolation) {
    precondition(reader.open.count == 1, "a bracket is not closed: \(reader.open.count - 1) are open")
    code = reader.open[0]
    isQuestion = Self.beginsWithQuestion(code[...])
  }

  private static func beginsWithQuestion(_ code: ArraySlice<UInt8>) -> Bool {
    guard let first = code.first.flatMap(Step.init) else { return false }
    let rest = code.dropFirst()
    switch first {
    case .text: return rest.dropFirst(2).starts(with: "¿".utf8)
    case .choice: return alternatives(rest).allSatisfy(beginsWithQuestion)
    default: return false
    }
  }

  /// Those of a choice, behind its step.
  private static func alternatives(_ code: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    let count = Int(code[code.startIndex])
    let ends = code.startIndex + 1
    let first = ends + 2 * count
    let places = [first] + (0..<count).map { first + number(at: ends + 2 * $0, in: code) }
    return zip(places, places.dropFirst()).map { code[$0..<$1] }
  }

  /// Writes code while it reads the text: no tree stands between.
  struct StringInterpolation: StringInterpolationProtocol {
    /// The code of the text itself, and of each open bracket, the innermost last, of the alternative that is being read.
    fileprivate private(set) var open: [[UInt8]] = [[]]
    /// Of each open bracket, the alternatives before it.
    private var alternatives: [[[UInt8]]] = []

    init(literalCapacity: Int, interpolationCount: Int) {}

    mutating func appendLiteral(_ literal: String) {
      append(literal: Array(literal.utf8)[...])
    }

    /// - Parameter literal: UTF-8.
    mutating func append(literal: ArraySlice<UInt8>) {
      let (opening, bar, closing) = (UInt8(ascii: "["), UInt8(ascii: "|"), UInt8(ascii: "]"))
      var rest = literal
      while let place = rest.firstIndex(where: { $0 == opening || $0 == bar || $0 == closing }) {
        append(text: rest[..<place])
        if rest[place] == opening {
          alternatives.append([])
          open.append([])
        } else {
          precondition(!alternatives.isEmpty, "no bracket is open in \(String(decoding: literal, as: UTF8.self))")
          alternatives[alternatives.count - 1].append(open.removeLast())
          if rest[place] == bar { open.append([]) } else { append(choice: alternatives.removeLast()) }
        }
        rest = rest[(place + 1)...]
      }
      append(text: rest)
    }

    mutating func appendInterpolation(_ slot: Slot) {
      append([slot.step.rawValue])
    }

    private mutating func append(text: ArraySlice<UInt8>) {
      guard !text.isEmpty else { return }
      append([Step.text.rawValue])
      append(bytes(of: text.count))
      append(text)
    }

    private mutating func append(choice: [[UInt8]]) {
      append([Step.choice.rawValue, UInt8(choice.count)])
      var end = 0
      for alternative in choice {
        end += alternative.count
        append(bytes(of: end))
      }
      for alternative in choice { append(alternative) }
    }

    private mutating func append(_ code: some Collection<UInt8>) {
      open[open.count - 1].append(contentsOf: code)
    }

    /// Traps for a text of 64 kB: the templates stand in the code.
    private func bytes(of number: Int) -> [UInt8] {
      let number = UInt16(number)
      return [UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)]
    }
  }
}
