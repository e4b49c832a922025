/// What a request says of the trace that it belongs to, as the header `traceparent` (W3C Trace Context, 3.2).
public struct TraceContext: Sendable, Equatable {
  private let high: UInt64
  private let low: UInt64
  private let span: UInt64
  public let isSampled: Bool

  /// - Parameters:
  ///   - high: The first half of the trace's id, and `low` the second; not both 0.
  ///   - span: The id of the request in it; not 0.
  ///   - isSampled: Whether the target is asked to keep the trace.
  public init(high: UInt64, low: UInt64, span: UInt64, isSampled: Bool) {
    (self.high, self.low, self.span, self.isSampled) = (high, low, span, isSampled)
  }

  /// 32 hexadecimal digits in lower case: what a tracing tool is asked for.
  public var traceID: String {
    var bytes: [UInt8] = []
    HexDigits.append(high, to: &bytes)
    HexDigits.append(low, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The header's value.
  public var headerValue: String {
    var bytes: [UInt8] = []
    appendValue(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the header line.
  func appendLine(to buffer: inout [UInt8]) {
    ASCII.append("traceparent: ", to: &buffer)
    appendValue(to: &buffer)
    ASCII.append("\r\n", to: &buffer)
  }

  private func appendValue(to buffer: inout [UInt8]) {
    ASCII.append("00-", to: &buffer)
    HexDigits.append(high, to: &buffer)
    HexDigits.append(low, to: &buffer)
    buffer.append(UInt8(ascii: "-"))
    HexDigits.append(span, to: &buffer)
    ASCII.append(isSampled ? "-01" : "-00", to: &buffer)
  }
}

/// Hexadecimal digits in lower case, many at once: each request has dozens.
enum HexDigits {
  /// Appends all sixteen of a word.
  static func append(_ word: UInt64, to buffer: inout [UInt8]) {
    withDigits(of: word >> 32) { buffer.append(contentsOf: $0) }
    withDigits(of: word & 0xFFFF_FFFF) { buffer.append(contentsOf: $0) }
  }

  /// Lends the eight digits of the lower half of a word.
  static func withDigits(of word: UInt64, _ body: (UnsafeRawBufferPointer) -> Void) {
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
