/// Spanish reduced to what keywords and mail addresses need.
enum SpanishText {
  private static let space = UInt8(ascii: " ")

  /// The text as lower-case ASCII letters and digits: accents dropped, everything else one space, and one space at
  /// each end.
  ///
  /// Works on bytes, because it runs between two requests of a user on the thread that measures. Composed and
  /// decomposed accents fold alike.
  ///
  /// - Parameter limit: bytes looked at, so that an oversized answer costs no more than a long one.
  static func folded(_ text: String, limit: Int = .max) -> [UInt8] {
    var result: [UInt8] = [space]
    result.reserveCapacity(min(text.utf8.count, limit) + 2)
    var lead: UInt8 = 0
    for byte in text.utf8.prefix(limit) {
      let pending = lead
      lead = 0
      switch (pending, byte) {
      case (0, 0xc3), (0, 0xcc), (0, 0xcd): lead = byte
      case (0xcc, _), (0xcd, ..<0xb0): break  // U+0300...U+036F, combining marks: the letter is there already
      case (0xc3, _): append(letter(latin1: byte | 0x20), to: &result)
      default: append(byte, to: &result)
      }
    }
    append(space, to: &result)
    return result
  }

  /// The letter beneath a Spanish accent, in the same case; `nil` where there is none.
  static func plainLetter(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    guard (0xc0...0xff).contains(scalar.value) else { return nil }
    // The second byte of UTF-8 is the number less 0x40; a capital is 0x20 before its small letter, in ASCII as well.
    let byte = UInt8(scalar.value - 0x40)
    let small = letter(latin1: byte | 0x20)
    guard small != space else { return nil }
    return Unicode.Scalar(byte < 0xa0 ? small - 0x20 : small)
  }

  private static func append(_ byte: UInt8, to result: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): result.append(byte)
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): result.append(byte | 0x20)
    default: if result.last != space { result.append(space) }
    }
  }

  /// The plain letter of a lower-case one in U+00E0...U+00FF, given its second UTF-8 byte; a space if it has none.
  private static func letter(latin1 byte: UInt8) -> UInt8 {
    switch byte {
    case 0xa0...0xa5: UInt8(ascii: "a")
    case 0xa7: UInt8(ascii: "c")
    case 0xa8...0xab: UInt8(ascii: "e")
    case 0xac...0xaf: UInt8(ascii: "i")
    case 0xb1: UInt8(ascii: "n")
    case 0xb2...0xb6: UInt8(ascii: "o")
    case 0xb9...0xbc: UInt8(ascii: "u")
    default: space
    }
  }
}
