/// What makes a text no JSON, and where.
package struct JSONSyntaxError: Error, Sendable, Equatable, CustomStringConvertible {
  /// From 1.
  package let line: Int
  /// Bytes, from 1.
  package let column: Int
  package let reason: String

  package var description: String { "line \(line), column \(column): \(reason)" }
}

extension JSON {
  /// Reads a text (RFC 8259) in UTF-8; a byte order mark before it is passed over.
  ///
  /// Members stay in the order of the text, also those of one name. Numbers without a fraction that 64 bits can hold are
  /// whole.
  ///
  /// - Throws: ``JSONSyntaxError`` for what is no JSON, and for more than 500 levels.
  package init(parsing bytes: [UInt8]) throws(JSONSyntaxError) {
    var parser = JSONParser(bytes)
    self = try parser.document()
  }
}

/// Foundation's decoder does not tell the order of members, which a form's fields are sent in, nor those that are there
/// twice.
private struct JSONParser {
  /// One frame a level: so many fit on the stack of any thread.
  private static let deepest = 500

  private let bytes: [UInt8]
  private var index: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  mutating func document() throws(JSONSyntaxError) -> JSON {
    let value = try value(level: 0)
    skipSpace()
    guard index == bytes.count else { throw error("something stands after the value") }
    return value
  }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private func error(_ reason: String, at place: Int? = nil) -> JSONSyntaxError {
    let before = bytes[..<min(place ?? index, bytes.count)]
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return JSONSyntaxError(
      line: 1 + before.count { $0 == UInt8(ascii: "\n") }, column: 1 + before.count - lineStart, reason: reason)
  }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
  }

  /// Passes over the byte when it comes next, blanks before it or not.
  private mutating func take(_ byte: Unicode.Scalar) -> Bool {
    skipSpace()
    guard next == UInt8(ascii: byte) else { return false }
    index += 1
    return true
  }

  private mutating func value(level: Int) throws(JSONSyntaxError) -> JSON {
    skipSpace()
    guard let byte = next else { throw error("the text ends where a value should stand") }
    switch byte {
    case UInt8(ascii: "{"): return try object(level: level + 1)
    case UInt8(ascii: "["): return try array(level: level + 1)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default:
      for (word, value) in [("true", JSON.bool(true)), ("false", .bool(false)), ("null", .null)]
      where bytes[index...].starts(with: word.utf8) {
        index += word.utf8.count
        return value
      }
      throw error("no value begins so")
    }
  }

  private mutating func object(level: Int) throws(JSONSyntaxError) -> JSON {
    guard level <= Self.deepest else { throw error("more than \(Self.deepest) levels") }
    index += 1
    var members: [(String, JSON)] = []
    if take("}") { return .object(members) }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw error("a member's name in quotation marks should stand here") }
      let name = try string()
      guard take(":") else { throw error("a colon should stand here") }
      members.append((name, try value(level: level)))
    } while take(",")
    guard take("}") else { throw error("a comma or the object's closing brace should stand here") }
    return .object(members)
  }

  private mutating func array(level: Int) throws(JSONSyntaxError) -> JSON {
    guard level <= Self.deepest else { throw error("more than \(Self.deepest) levels") }
    index += 1
    var elements: [JSON] = []
    if take("]") { return .array(elements) }
    repeat { elements.append(try value(level: level)) } while take(",")
    guard take("]") else { throw error("a comma or the array's closing bracket should stand here") }
    return .array(elements)
  }

  // MARK: Strings

  private mutating func string() throws(JSONSyntaxError) -> String {
    let start = index
    index += 1
    var text: [UInt8] = []
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw error("a control character in a string; write it as an escape") }
      if byte == UInt8(ascii: "\\") {
        text += try escape().utf8
      } else {
        text.append(byte)
        index += 1
      }
    }
    guard next != nil else { throw error("the string is not closed", at: start) }
    index += 1
    guard let text = String(validating: text, as: UTF8.self) else { throw error("the string is no UTF-8", at: start) }
    return text
  }

  private mutating func escape() throws(JSONSyntaxError) -> String {
    let start = index
    index += 1
    guard let letter = next else { throw error("the string is not closed", at: start) }
    index += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return String(Unicode.Scalar(letter))
    case UInt8(ascii: "b"): return "\u{08}"
    case UInt8(ascii: "f"): return "\u{0C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      var units = [try codeUnit(start)]
      if UTF16.isLeadSurrogate(units[0]), bytes[index...].starts(with: #"\u"#.utf8) {
        index += 2
        units.append(try codeUnit(start))
      }
      guard let text = String(validating: units, as: UTF16.self) else {
        throw error("half of a pair of surrogates", at: start)
      }
      return text
    default: throw error("no such escape", at: start)
    }
  }

  private mutating func codeUnit(_ start: Int) throws(JSONSyntaxError) -> UInt16 {
    let digits = bytes[index...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw error("four hexadecimal digits should stand after \\u", at: start) }
    index += 4
    return unit
  }

  // MARK: Numbers

  private mutating func number() throws(JSONSyntaxError) -> JSON {
    let start = index
    if next == UInt8(ascii: "-") { index += 1 }
    if next == UInt8(ascii: "0") { index += 1 } else { try digits() }
    var isWhole = true
    if next == UInt8(ascii: ".") {
      isWhole = false
      index += 1
      try digits()
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      isWhole = false
      index += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { index += 1 }
      try digits()
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    if isWhole, let number = Int(text) { return .integer(number) }
    guard let number = Double(text), number.isFinite else { throw error("a number beyond all limits", at: start) }
    return .number(number)
  }

  private mutating func digits() throws(JSONSyntaxError) {
    let start = index
    while let byte = next, (0x30...0x39).contains(byte) { index += 1 }
    guard index > start else { throw error("a digit should stand here") }
  }
}
