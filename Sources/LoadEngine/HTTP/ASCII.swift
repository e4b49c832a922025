/// Scans of bytes and the character classes of RFC 9110 and 9112.
enum ASCII {
  /// The index of the first LF in `start..<end`.
  static func firstLineFeed(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int? {
    let raw = bytes.bytes
    var index = start
    while index + 8 <= end {
      let word = UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
      let hits = zeroBytes(word ^ (0x0A &* everyByte))
      // Only bytes above a true hit can be marked falsely, so the lowest mark is right.
      if hits != 0 { return index + hits.trailingZeroBitCount / 8 }
      index += 8
    }
    while index < end {
      if bytes[index] == 0x0A { return index }
      index += 1
    }
    return nil
  }

  /// The end of the run of token characters (RFC 9110, 5.6.2) that begins at `start`.
  static func endOfToken(in bytes: Span<UInt8>, from start: Int) -> Int {
    let raw = bytes.bytes
    var index = start
    while index < bytes.count {
      // Names are letters and hyphens but for a few: eight at a time.
      if index + 8 <= bytes.count {
        let word = UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
        let others = ~lettersAndHyphens(word) & (0x80 &* everyByte)
        index += others == 0 ? 8 : others.trailingZeroBitCount / 8
        if others == 0 { continue }
      }
      if !isToken(bytes[index]) { return index }
      index += 1
    }
    return index
  }

  /// The end of the run of request-target characters that begins at `start`.
  static func endOfTarget(in bytes: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index < bytes.count, isTarget(bytes[index]) { index += 1 }
    return index
  }

  /// The index of the first byte from `start` on that a field value, reason phrase or chunk extension may not have.
  static func firstControl(in bytes: Span<UInt8>, from start: Int) -> Int? {
    let raw = bytes.bytes
    let end = bytes.count
    var index = start
    while index < end {
      if index + 8 <= end {
        let word = UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
        let below32 = (word &- 0x20 &* everyByte) & ~word & (0x80 &* everyByte)
        if below32 | zeroBytes(word ^ (0x7F &* everyByte)) == 0 {
          index += 8
          continue
        }
      }
      if !isFieldValue(bytes[index]) { return index }
      index += 1
    }
    return nil
  }

  /// Whether `bytes[start..<end]` is `expected`, which must be in lower case, in any case.
  static func equals(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ expected: StaticString) -> Bool {
    guard end - start == expected.utf8CodeUnitCount else { return false }
    // The buffer is that of a literal, and it is read within its bounds.
    return expected.withUTF8Buffer { wanted in
      for index in wanted.indices where lowercase(bytes[start + index]) != wanted[index] { return false }
      return true
    }
  }

  /// Whether `name` is `expected`, which must be in lower case, in any case.
  static func equals(_ name: String, _ expected: StaticString) -> Bool {
    let name = name.utf8
    guard name.count == expected.utf8CodeUnitCount else { return false }
    return expected.withUTF8Buffer { wanted in
      zip(name, wanted).allSatisfy { lowercase($0) == $1 }
    }
  }

  /// Whether `bytes` has `name` in any case at `start`, with a colon after it.
  static func hasField(_ name: String, in bytes: [UInt8], at start: Int) -> Bool {
    var index = start
    for byte in name.utf8 {
      guard index < bytes.count, lowercase(bytes[index]) == lowercase(byte) else { return false }
      index += 1
    }
    return index > start && index < bytes.count && bytes[index] == UInt8(ascii: ":")
  }

  /// Whether the text is a token (RFC 9110, 5.6.2).
  static func isToken(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { isToken($0) }
  }

  /// Whether the text has nothing but visible ASCII without `#`.
  static func isTarget(_ text: String) -> Bool {
    text.utf8.allSatisfy { isTarget($0) }
  }

  /// Whether the text may stand as a field value.
  static func isFieldValue(_ text: String) -> Bool {
    text.utf8.allSatisfy { isFieldValue($0) }
  }

  /// Appends a literal.
  static func append(_ literal: StaticString, to bytes: inout [UInt8]) {
    // The buffer is that of a literal, and it does not leave the closure.
    literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Appends a number of zero or more in decimal digits.
  static func append(decimal number: Int, to bytes: inout [UInt8]) {
    let start = bytes.count
    var rest = number.magnitude
    repeat {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
      rest = quotient
    } while rest > 0
    bytes[start...].reverse()
  }

  private static let everyByte: UInt64 = 0x0101_0101_0101_0101

  /// Marks the high bit of every byte that is zero, and perhaps of bytes above such a one.
  @inline(__always)
  private static func zeroBytes(_ word: UInt64) -> UInt64 {
    (word &- everyByte) & ~word & (0x80 &* everyByte)
  }

  /// Marks the high bit of every byte that is an ASCII letter or a hyphen, and of no other.
  @inline(__always)
  private static func lettersAndHyphens(_ word: UInt64) -> UInt64 {
    let low = 0x7F &* everyByte
    // Without the high bit no sum carries into the byte above.
    let lowercased = (word | 0x20 &* everyByte) & low
    let fromA = lowercased &+ (0x80 - 0x61) &* everyByte
    let beyondZ = lowercased &+ (0x7F - 0x7A) &* everyByte
    let notHyphen = ((word ^ (0x2D &* everyByte)) & low) &+ low
    return (fromA & ~beyondZ | ~notHyphen) & ~word
  }

  @inline(__always)
  private static func lowercase(_ byte: UInt8) -> UInt8 {
    byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
  }

  @inline(__always)
  private static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "#"),
      UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "*"),
      UInt8(ascii: "+"), UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
      true
    default:
      false
    }
  }

  @inline(__always)
  private static func isTarget(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "#")
  }

  @inline(__always)
  private static func isFieldValue(_ byte: UInt8) -> Bool {
    byte >= 0x20 ? byte != 0x7F : byte == 0x09
  }
}
