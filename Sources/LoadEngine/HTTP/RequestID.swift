/// A UUID of version 4 (RFC 9562, 5.4) that names one request: written as the header `X-Request-ID`.
///
/// Two words instead of a text: a fresh one for every call costs no allocation.
public struct RequestID: Sendable, Equatable, CustomStringConvertible {
  private let high: UInt64
  private let low: UInt64

  /// Makes an id of 122 random bits; version and variant take the place of the others.
  public init(random high: UInt64, _ low: UInt64) {
    self.high = high & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
    self.low = low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
  }

  /// 8-4-4-4-12 hexadecimal digits in lower case.
  public var description: String {
    var bytes: [UInt8] = []
    appendDigits(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the header line.
  func appendLine(to buffer: inout [UInt8]) {
    ASCII.append("X-Request-ID: ", to: &buffer)
    appendDigits(to: &buffer)
    ASCII.append("\r\n", to: &buffer)
  }

  private func appendDigits(to buffer: inout [UInt8]) {
    Self.withDigits(of: high >> 32) { buffer.append(contentsOf: $0) }
    Self.appendGroups(of: high & 0xFFFF_FFFF, to: &buffer)
    Self.appendGroups(of: low >> 32, to: &buffer)
    Self.withDigits(of: low & 0xFFFF_FFFF) { buffer.append(contentsOf: $0) }
  }

  /// Appends two groups of four digits, each behind its hyphen.
  private static func appendGroups(of word: UInt64, to buffer: inout [UInt8]) {
    withDigits(of: word) { digits in
      buffer.append(UInt8(ascii: "-"))
      buffer.append(contentsOf: digits[..<4])
      buffer.append(UInt8(ascii: "-"))
      buffer.append(contentsOf: digits[4...])
    }
  }

  /// Lends the eight digits of the lower half of a word: all at once, since each request has thirty-two.
  private static func withDigits(of word: UInt64, _ body: (UnsafeRawBufferPointer) -> Void) {
    // Each digit's four bits into a byte of its own.
    var digits = (word | word << 16) & 0x0000_FFFF_0000_FFFF
    digits = (digits | digits << 8) & 0x00FF_00FF_00FF_00FF
    digits = (digits | digits << 4) & 0x0F0F_0F0F_0F0F_0F0F
    // 1 in the bytes of ten and more, which are letters: 39 beyond where digits would go on.
    let letters = ((digits &+ 0x0606_0606_0606_0606) >> 4) & 0x0101_0101_0101_0101
    // The buffer does not leave the closure.
    withUnsafeBytes(of: (digits &+ 0x3030_3030_3030_3030 &+ letters &* 39).bigEndian, body)
  }
}
