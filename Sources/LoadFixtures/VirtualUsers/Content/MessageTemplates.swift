/// Message templates as one literal: a template a line, and a line that is indented goes on with the one before.
struct MessageTemplates: ExpressibleByStringInterpolation, Sendable {
  let all: [MessageTemplate]

  init(stringLiteral value: String) {
    var reader = StringInterpolation(literalCapacity: 0, interpolationCount: 0)
    reader.appendLiteral(value)
    self.init(stringInterpolation: reader)
  }

  init(stringInterpolation reader: StringInterpolation) {
    all = (reader.before + [reader.current]).map(MessageTemplate.init(stringInterpolation:))
  }

  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate private(set) var before: [MessageTemplate.StringInterpolation] = []
    fileprivate private(set) var current = MessageTemplate.StringInterpolation(
      literalCapacity: 0, interpolationCount: 0)

    init(literalCapacity: Int, interpolationCount: Int) {}

    mutating func appendLiteral(_ literal: String) {
      let (newline, space) = (UInt8(ascii: "\n"), UInt8(ascii: " "))
      let lines = Array(literal.utf8).split(separator: newline, omittingEmptySubsequences: false)
      current.append(literal: lines[0])
      for line in lines.dropFirst() {
        if line.starts(with: [space, space]) {
          // One blank of the indentation parts it from what comes before.
          let words = line.drop { $0 == space }
          current.append(literal: line[(words.startIndex - 1)...])
        } else {
          before.append(current)
          current = MessageTemplate.StringInterpolation(literalCapacity: 0, interpolationCount: 0)
          current.append(literal: line)
        }
      }
    }

    mutating func appendInterpolation(_ slot: MessageTemplate.Slot) {
      current.appendInterpolation(slot)
    }
  }
}
