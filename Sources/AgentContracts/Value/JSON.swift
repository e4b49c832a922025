/// A JSON value that writes itself; every string is escaped, so nothing a caller sent can end a value early.
package enum JSON: Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([(String, JSON)])

  /// UTF-8 text without white space.
  package var bytes: [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(256)
    write(to: &output)
    return output
  }

  /// Text for people: two blanks a level, a line for each member and element.
  package var pretty: String {
    var output: [UInt8] = []
    write(to: &output, indent: "\n")
    return String(decoding: output, as: UTF8.self)
  }

  private func write(to output: inout [UInt8], indent: String? = nil) {
    let (inner, colon) = (indent.map { $0 + "  " }, indent == nil ? ":" : ": ")
    switch self {
    case .null: output += "null".utf8
    case .bool(let value): output += (value ? "true" : "false").utf8
    case .integer(let value): output += String(value).utf8
    // JSON has no infinity and no NaN.
    case .number(let value): output += (value.isFinite ? value.description : "null").utf8
    case .string(let value): Self.write(value, to: &output)
    case .array(let elements):
      output.append(UInt8(ascii: "["))
      // Short lists of plain values read better on one line.
      let isPlain = elements.allSatisfy(\.isScalar)
      for (position, element) in elements.enumerated() {
        if position > 0 { output += (isPlain && indent != nil ? ", " : ",").utf8 }
        if let inner, !isPlain { output += inner.utf8 }
        element.write(to: &output, indent: inner)
      }
      if let indent, !isPlain { output += indent.utf8 }
      output.append(UInt8(ascii: "]"))
    case .object(let members):
      output.append(UInt8(ascii: "{"))
      for (position, member) in members.enumerated() {
        if position > 0 { output.append(UInt8(ascii: ",")) }
        if let inner { output += inner.utf8 }
        Self.write(member.0, to: &output)
        output += colon.utf8
        member.1.write(to: &output, indent: inner)
      }
      if let indent, !members.isEmpty { output += indent.utf8 }
      output.append(UInt8(ascii: "}"))
    }
  }

  private static func write(_ text: String, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): output += #"\""#.utf8
      case UInt8(ascii: "\\"): output += #"\\"#.utf8
      case 0x0A: output += #"\n"#.utf8
      case 0x0D: output += #"\r"#.utf8
      case 0x09: output += #"\t"#.utf8
      case 0..<0x20, 0x7F:
        output += (byte < 0x10 ? #"\u000"# : #"\u00"#).utf8
        output += String(byte, radix: 16).utf8
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }
}

extension JSON: Equatable {
  /// As JSON has it: members in any order, of those of one name the last, and 1 is 1.0. Texts are equal by their
  /// characters' numbers (RFC 8259, 8.3), where Swift's are when they look the same.
  package static func == (left: JSON, right: JSON) -> Bool {
    switch (left, right) {
    case (.null, .null): return true
    case (.bool(let left), .bool(let right)): return left == right
    case (.integer(let left), .integer(let right)): return left == right
    case (.integer(let whole), .number(let number)), (.number(let number), .integer(let whole)):
      return Int(exactly: number) == whole
    case (.number(let left), .number(let right)): return left == right
    case (.string(let left), .string(let right)): return left.isSame(as: right)
    case (.array(let left), .array(let right)): return left == right
    case (.object(let members), .object(let others)):
      return members.allSatisfy { right[$0.0] == left[$0.0] } && others.allSatisfy { left[$0.0] != nil }
    default: return false
    }
  }

  var isScalar: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }

  /// The member of that name of an object.
  package subscript(name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.0.isSame(as: name) }?.1
  }

  /// The number where it is a whole one, also when it is written as 2.0.
  var whole: Int? {
    switch self {
    case .integer(let number): number
    case .number(let number): Int(exactly: number)
    default: nil
    }
  }

  /// Members in place of which there is nothing are left out.
  package static func members(_ members: (String, JSON?)...) -> JSON {
    .object(members.compactMap { name, value in value.map { (name, $0) } })
  }
}

extension String {
  /// Whether the texts are the same, byte by byte.
  fileprivate func isSame(as other: String) -> Bool { self == other && utf8.elementsEqual(other.utf8) }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSON)...) { self = .object(elements) }
}

extension JSON: Decodable {
  private struct Member: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Members are ordered by name: a decoder does not tell in which order they came.
  // One frame a level, not that of a dictionary's decoder: 500 levels have to fit on the stack of an event loop.
  package init(from decoder: any Decoder) throws {
    if let members = try? decoder.container(keyedBy: Member.self) {  // Not an object: tried as the others below.
      self = .object(
        try members.allKeys.sorted { $0.stringValue < $1.stringValue }
          .map { ($0.stringValue, try members.decode(JSON.self, forKey: $0)) })
    } else if var elements = try? decoder.unkeyedContainer() {  // As above.
      var values: [JSON] = []
      while !elements.isAtEnd { values.append(try elements.decode(JSON.self)) }
      self = .array(values)
    } else {
      self = try Self.scalar(from: decoder.singleValueContainer())
    }
  }

  private static func scalar(from container: any SingleValueDecodingContainer) throws -> JSON {
    if container.decodeNil() { return .null }
    // A failed attempt only says that the value is of another type; the last one reports the error.
    if let value = try? container.decode(Bool.self) { return .bool(value) }
    if let value = try? container.decode(Int.self) { return .integer(value) }
    if let value = try? container.decode(Double.self) { return .number(value) }
    return .string(try container.decode(String.self))
  }
}
