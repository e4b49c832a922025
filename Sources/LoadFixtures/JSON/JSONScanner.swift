/// Walks over JSON text and says where values begin and end, without making them.
struct JSONScanner {
  enum Kind: Equatable {
    case string(isEscaped: Bool)
    case number, object, array, literal
  }

  /// Arrays and objects within each other; beyond it a text is refused, so that none can exhaust the stack.
  static let deepest = 128

  private let bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { index == bytes.count }

  /// RFC 8259, 8.1 forbids to write one and allows to pass over it, as Foundation's reader does.
  mutating func skipByteOrderMark() {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
  }

  mutating func skipSpace() {
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D: index += 1
      default: return
      }
    }
  }

  /// Steps over a byte if it is the next one.
  mutating func take(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  /// Steps over any value; `nil` when there is none.
  mutating func value(depth: Int) -> (kind: Kind, range: Range<Int>)? {
    guard index < bytes.count else { return nil }
    let start = index
    switch bytes[index] {
    case UInt8(ascii: "\""):
      return string().map { (.string(isEscaped: $0.isEscaped), $0.range) }
    case UInt8(ascii: "{"):
      return object(depth: depth + 1) ? (.object, start..<index) : nil
    case UInt8(ascii: "["):
      return array(depth: depth + 1) ? (.array, start..<index) : nil
    case UInt8(ascii: "t"): return literal("true") ? (.literal, start..<index) : nil
    case UInt8(ascii: "f"): return literal("false") ? (.literal, start..<index) : nil
    case UInt8(ascii: "n"): return literal("null") ? (.literal, start..<index) : nil
    default:
      return number() ? (.number, start..<index) : nil
    }
  }

  /// Steps over a string; the range leaves out its quotes.
  mutating func string() -> (range: Range<Int>, isEscaped: Bool)? {
    guard take(UInt8(ascii: "\"")) else { return nil }
    let start = index
    var isEscaped = false
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        index += 1
        return (start..<index - 1, isEscaped)
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
        guard escape() else { return nil }
      } else if byte >= 0x80 {
        guard multibyte(byte) else { return nil }
      } else if byte < 0x20 {
        return nil
      } else {
        index += 1
      }
    }
    return nil
  }

  private mutating func object(depth: Int) -> Bool {
    guard depth <= Self.deepest, take(UInt8(ascii: "{")) else { return false }
    skipSpace()
    if take(UInt8(ascii: "}")) { return true }
    repeat {
      skipSpace()
      guard string() != nil else { return false }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { return false }
      skipSpace()
      guard value(depth: depth) != nil else { return false }
      skipSpace()
    } while take(UInt8(ascii: ","))
    return take(UInt8(ascii: "}"))
  }

  private mutating func array(depth: Int) -> Bool {
    guard depth <= Self.deepest, take(UInt8(ascii: "[")) else { return false }
    skipSpace()
    if take(UInt8(ascii: "]")) { return true }
    repeat {
      skipSpace()
      guard value(depth: depth) != nil else { return false }
      skipSpace()
    } while take(UInt8(ascii: ","))
    return take(UInt8(ascii: "]"))
  }

  private mutating func literal(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard index + count <= bytes.count else { return false }
    // The buffer is that of a literal, and it is read within its bounds.
    let start = index
    for offset in 0..<count where bytes[start + offset] != word.utf8Start[offset] { return false }
    index += count
    return true
  }

  /// `[-] (0 | 1-9 digits) [. digits] [e [+-] digits]`.
  private mutating func number() -> Bool {
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) {
      guard digits() else { return false }
    }
    if take(UInt8(ascii: ".")) {
      guard digits() else { return false }
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      guard digits() else { return false }
    }
    return true
  }

  private mutating func digits() -> Bool {
    let start = index
    while index < bytes.count, bytes[index] &- UInt8(ascii: "0") <= 9 { index += 1 }
    return index > start
  }

  /// A backslash with what it escapes; a surrogate only as the first half of a pair.
  private mutating func escape() -> Bool {
    guard index + 1 < bytes.count else { return false }
    switch bytes[index + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      index += 2
      return true
    case UInt8(ascii: "u"):
      guard let unit = codeUnit() else { return false }
      guard UTF16.isLeadSurrogate(unit) else { return !UTF16.isTrailSurrogate(unit) }
      guard index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u"),
        let second = codeUnit()
      else { return false }
      return UTF16.isTrailSurrogate(second)
    default:
      return false
    }
  }

  /// Steps over `\uXXXX`.
  private mutating func codeUnit() -> UInt16? {
    guard index + 6 <= bytes.count else { return nil }
    var unit: UInt16 = 0
    for offset in 2..<6 {
      guard let digit = Self.hexDigit(bytes[index + offset]) else { return nil }
      unit = unit << 4 | digit
    }
    index += 6
    return unit
  }

  /// A character of two to four bytes: table 3-7 of the Unicode Standard, well-formed UTF-8.
  private mutating func multibyte(_ lead: UInt8) -> Bool {
    let (count, second): (Int, ClosedRange<UInt8>) =
      switch lead {
      case 0xC2...0xDF: (2, 0x80...0xBF)
      case 0xE0: (3, 0xA0...0xBF)
      case 0xE1...0xEC, 0xEE...0xEF: (3, 0x80...0xBF)
      case 0xED: (3, 0x80...0x9F)
      case 0xF0: (4, 0x90...0xBF)
      case 0xF1...0xF3: (4, 0x80...0xBF)
      case 0xF4: (4, 0x80...0x8F)
      default: (0, 0x80...0xBF)
      }
    guard count > 0, index + count <= bytes.count, second.contains(bytes[index + 1]) else { return false }
    for offset in 2..<max(count, 2) where bytes[index + offset] & 0xC0 != 0x80 { return false }
    index += count
    return true
  }

  private static func hexDigit(_ byte: UInt8) -> UInt16? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - UInt8(ascii: "A")) + 10
    default: nil
    }
  }

  /// The bytes of a string that was scanned, its escapes replaced by what they stand for.
  static func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var index = text.startIndex
    while index < text.endIndex {
      guard text[index] == UInt8(ascii: "\\") else {
        result.append(text[index])
        index += 1
        continue
      }
      switch text[index + 1] {
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0C)
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "u"):
        var units: [UInt16] = []
        while index + 6 <= text.endIndex, text[index] == UInt8(ascii: "\\"), text[index + 1] == UInt8(ascii: "u") {
          units.append(text[index + 2..<index + 6].reduce(0) { $0 << 4 | (hexDigit($1) ?? 0) })
          index += 6
        }
        result.append(contentsOf: String(decoding: units, as: UTF16.self).utf8)
        continue
      default: result.append(text[index + 1])
      }
      index += 2
    }
    return result
  }
}
