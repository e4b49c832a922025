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
    HexDigits.withDigits(of: high >> 32) { buffer.append(contentsOf: $0) }
    Self.appendGroups(of: high & 0xFFFF_FFFF, to: &buffer)
    Self.appendGroups(of: low >> 32, to: &buffer)
    HexDigits.withDigits(of: low & 0xFFFF_FFFF) { buffer.append(contentsOf: $0) }
  }

  /// Appends two groups of four digits, each behind its hyphen.
  private static func appendGroups(of word: UInt64, to buffer: inout [UInt8]) {
    HexDigits.withDigits(of: word) { digits in
      buffer.append(UInt8(ascii: "-"))
      buffer.append(contentsOf: digits[..<4])
      buffer.append(UInt8(ascii: "-"))
      buffer.append(contentsOf: digits[4...])
    }
  }
}
