/// A message with places for what is the customer's own and for words that may be others, written as
/// `"[Hola|Buenas], soy \(.name)"`: of what stands in brackets one alternative is said, which may be empty or have
/// brackets of its own.
///
/// The places are checked by the compiler: a text cannot ask for something that a customer lacks. Literals whose
/// brackets are not in pairs trap.
struct MessageTemplate: Sendable {
  enum Slot: Sendable {
    case name, age, goal, secondGoal, occupation
  }

  /// A step of writing. Plain numbers: what is counted by reference costs more to look at here than to copy.
  private enum Step: Sendable {
    /// Bytes of ``text``.
    case text(Range<Int>)
    case slot(Slot)
    /// One of ``alternatives``; goes on at `end`.
    case choice(Range<Int>, end: Int)
  }

  private var steps: [Step] = []
  /// Where the steps of each alternative are.
  private var alternatives: [Range<Int>] = []
  /// All words that may be said, UTF-8.
  private var text: [UInt8] = []

  /// Whether it begins with a question, whatever is chosen.
  let isQuestion: Bool

  /// Adds the message as this customer writes it, UTF-8.
  ///
  /// - Parameter choose: Says which of so many alternatives, from 0.
  func write(for customer: CustomerProfile, to result: inout [UInt8], choose: (Int) -> Int) {
    write(steps.indices, of: customer, to: &result, choose: choose)
  }

  private func write(
    _ range: Range<Int>, of customer: CustomerProfile, to result: inout [UInt8], choose: (Int) -> Int
  ) {
    var place = range.lowerBound
    while place < range.upperBound {
      let step = steps[place]
      place += 1
      switch step {
      case .text(let range):
        text.withUnsafeBufferPointer { result.append(contentsOf: UnsafeBufferPointer(rebasing: $0[range])) }
      case .choice(let choices, let end):
        let chosen = alternatives[choices.lowerBound + choose(choices.count)]
        write(chosen, of: customer, to: &result, choose: choose)
        place = end
      case .slot(.name): result += customer.givenName.utf8
      case .slot(.age): result += String(customer.age).utf8
      case .slot(.goal): result += customer.primaryGoal.utf8
      case .slot(.secondGoal): result += (customer.secondaryGoals.first ?? customer.primaryGoal).utf8
      case .slot(.occupation): result += customer.occupation.utf8
      }
    }
  }
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
    layOut(reader.open[0])
  }

  private mutating func layOut(_ parts: [Part]) {
    for part in parts {
      switch part {
      case .text(let words):
        text += words.utf8
        steps.append(.text(text.count - words.utf8.count..<text.count))
      case .slot(let slot): steps.append(.slot(slot))
      case .choice(let choices):
        let (place, first) = (steps.count, alternatives.count)
        steps.append(.choice(first..<first + choices.count, end: place))
        alternatives += choices.map { _ in 0..<0 }
        for (offset, choice) in choices.enumerated() {
          let start = steps.count
          layOut(choice)
          alternatives[first + offset] = start..<steps.count
        }
        steps[place] = .choice(first..<first + choices.count, end: steps.count)
      }
    }
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
