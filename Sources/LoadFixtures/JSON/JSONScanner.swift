/// Walks over JSON text and says where values begin and end, without making them.
struct JSONScanner {
  enum ValueKind: Equatable {
    case string(isEscaped: Bool)
    case number, object, array, literal
  }

  private let bytes: [UInt8]
  private var index: Int

  /// - Parameter start: Where to begin.
  init(_ bytes: [UInt8], from start: Int = 0) {
    self.bytes = bytes
    index = start
  }

  var isAtEnd: Bool { index == bytes.count }

  /// Where the next byte is.
  var place: Int { index }

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
  mutating func value() -> (kind: ValueKind, range: Range<Int>)? {
    guard index < bytes.count else { return nil }
    let start = index
    switch bytes[index] {
    case UInt8(ascii: "\""):
      return string().map { (.string(isEscaped: $0.isEscaped), $0.range) }
    case UInt8(ascii: "{"): return nest() ? (.object, start..<index) : nil
    case UInt8(ascii: "["): return nest() ? (.array, start..<index) : nil
    case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
      return word() ? (.literal, start..<index) : nil
    default:
      return number() ? (.number, start..<index) : nil
    }
  }

  /// Steps over a string; the range leaves out its quotes.
  mutating func string() -> (range: Range<Int>, isEscaped: Bool)? {
    guard take(UInt8(ascii: "\"")) else { return nil }
    let start = index
    var isEscaped = false
    while true {
      index = Self.endOfPlain(in: bytes.span.bytes, from: index)
      guard index < bytes.count else { return nil }
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
  }

  /// The end of a run of characters that stand for themselves in a string, or a place up to seven bytes before it
  /// where the text ends: eight are looked at at a time.
  ///
  /// - Parameter throughMultibyte: Characters of several bytes do not end the run.
  static func endOfPlain(in text: RawSpan, from start: Int, throughMultibyte: Bool = false) -> Int {
    let all: UInt64 = 0x0101_0101_0101_0101
    var index = start
    while index + 8 <= text.byteCount {
      // Within the bounds, which the condition has checked.
      let word = UInt64(littleEndian: text.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
      let (quotes, backslashes) = (word ^ (0x22 &* all), word ^ (0x5C &* all))
      let below32 = (word &- 0x20 &* all) & ~word
      let special =
        (throughMultibyte ? 0 : word) | below32 | ((quotes &- all) & ~quotes) | ((backslashes &- all) & ~backslashes)
      // Only bytes above a true hit can be marked falsely, so the lowest mark is right.
      let hits = special & (0x80 &* all)
      if hits != 0 { return index + hits.trailingZeroBitCount / 8 }
      index += 8
    }
    return index
  }

  /// Steps over an object or an array with all that is in it; not by recursion: it may nest as deep as it is long.
  private mutating func nest() -> Bool {
    var open = Nesting()
    while index < bytes.count {
      // A value is wanted.
      switch bytes[index] {
      case UInt8(ascii: "{"):
        index += 1
        skipSpace()
        if !take(UInt8(ascii: "}")) {
          open.push(isObject: true)
          guard memberName() else { return false }
          continue
        }
      case UInt8(ascii: "["):
        index += 1
        skipSpace()
        if !take(UInt8(ascii: "]")) {
          open.push(isObject: false)
          continue
        }
      case UInt8(ascii: "\""): guard string() != nil else { return false }
      case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"): guard word() else { return false }
      default: guard number() else { return false }
      }
      // Another one, or the end of what it stands in.
      while true {
        guard let isObject = open.isObject else { return true }
        skipSpace()
        if take(UInt8(ascii: ",")) {
          if isObject {
            guard memberName() else { return false }
          } else {
            skipSpace()
          }
          break
        }
        guard take(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else { return false }
        open.pop()
      }
    }
    return false
  }

  /// Steps over a member's name and its colon, to its value.
  private mutating func memberName() -> Bool {
    skipSpace()
    guard string() != nil else { return false }
    skipSpace()
    guard take(UInt8(ascii: ":")) else { return false }
    skipSpace()
    return true
  }

  /// The objects and arrays that are open, a bit each: no memory of its own for the first 64.
  private struct Nesting {
    private var depth = 0
    private var latest: UInt64 = 0
    private var earlier: [UInt64] = []

    /// Of the innermost one; `nil` when none is open.
    var isObject: Bool? { depth == 0 ? nil : latest & 1 == 1 }

    mutating func push(isObject: Bool) {
      if depth > 0, depth % 64 == 0 { earlier.append(latest) }
      latest = latest << 1 | (isObject ? 1 : 0)
      depth += 1
    }

    mutating func pop() {
      depth -= 1
      if depth > 0, depth % 64 == 0 { latest = earlier.removeLast() } else { latest >>= 1 }
    }
  }

  /// Steps over `true`, `false` or `null`.
  private mutating func word() -> Bool {
    switch bytes[index] {
    case UInt8(ascii: "t"): literal("true")
    case UInt8(ascii: "f"): literal("false")
    default: literal("null")
    }
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

  /// A backslash with what it escapes. Half a surrogate pair may stand alone by the grammar (RFC 8259, 8.2), and comes
  /// from servers that cut texts in the middle.
  private mutating func escape() -> Bool {
    guard index + 1 < bytes.count else { return false }
    switch bytes[index + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      index += 2
      return true
    case UInt8(ascii: "u"):
      guard index + 6 <= bytes.count else { return false }
      for offset in 2..<6 where Self.hexDigit(bytes[index + offset]) == nil { return false }
      index += 6
      return true
    default:
      return false
    }
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

  /// The bytes of a string that was scanned, its escapes replaced by what they stand for: half a surrogate pair by
  /// U+FFFD.
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
