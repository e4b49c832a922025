/// The header lines of one message as they arrive: the only place that parses them, for both readers.
struct FieldBlock: Sendable {
  /// The lines that were added, each ended by an LF.
  private(set) var bytes: [UInt8] = []
  private(set) var count = 0
  private(set) var contentLength: Int?
  private(set) var isChunked = false
  private(set) var expectsContinue = false
  private(set) var hostCount = 0
  /// `timeout` of a Keep-Alive field.
  private(set) var keepAliveSeconds: Int?
  private var saysClose = false
  private var saysKeepAlive = false

  /// Makes room, so that a head of the usual size takes one allocation.
  mutating func reserve(_ size: Int) { bytes.reserveCapacity(size) }

  /// Whether the sender keeps the connection (RFC 9112, 9.3).
  func keepsAlive(isHTTP11: Bool) -> Bool {
    !saysClose && (isHTTP11 || saysKeepAlive)
  }

  /// Checks a line, notes what it says of framing and connection, and keeps it.
  mutating func add(_ line: Span<UInt8>) throws(HTTPReadError) {
    let colon = try Self.colon(of: line)
    switch colon {
    case 4 where ASCII.equals(line, 0, 4, "host"):
      hostCount += 1
    case 6 where ASCII.equals(line, 0, 6, "expect"):
      let value = Self.trim(line, from: 7, to: line.count)
      if ASCII.equals(line, value.lowerBound, value.upperBound, "100-continue") { expectsContinue = true }
    case 10 where ASCII.equals(line, 0, 10, "connection"):
      noteConnection(line)
    case 10 where ASCII.equals(line, 0, 10, "keep-alive"):
      noteKeepAlive(line)
    case 14 where ASCII.equals(line, 0, 14, "content-length"):
      try noteContentLength(line)
    case 17 where ASCII.equals(line, 0, 17, "transfer-encoding"):
      try noteTransferEncoding(line)
    default:
      break
    }
    count += 1
    // The pointer does not leave the closure.
    line.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    bytes.append(0x0A)
  }

  /// Checks a line against the grammar (RFC 9112, 5) and gives the index of its colon.
  @discardableResult
  static func colon(of line: Span<UInt8>) throws(HTTPReadError) -> Int {
    let colon = ASCII.endOfToken(in: line, from: 0)
    guard colon < line.count, line[colon] == UInt8(ascii: ":"), colon > 0 else {
      throw nameError(line, end: colon)
    }
    if let control = ASCII.firstControl(in: line, from: colon + 1) {
      throw HTTPReadError(
        .malformedHeader, "a header value has the control byte 0x\(String(line[control], radix: 16))")
    }
    return colon
  }

  private static func nameError(_ line: Span<UInt8>, end: Int) -> HTTPReadError {
    guard end < line.count else { return HTTPReadError(.malformedHeader, "a header line has no colon") }
    switch line[end] {
    case 0x20, 0x09:
      return HTTPReadError(
        .malformedHeader,
        end == 0 ? "a header line begins with whitespace (line folding is obsolete)" : "whitespace in a header name")
    case UInt8(ascii: ":"):
      return HTTPReadError(.malformedHeader, "a header line has an empty name")
    default:
      return HTTPReadError(.malformedHeader, "a header name has the byte 0x\(String(line[end], radix: 16))")
    }
  }

  private mutating func noteContentLength(_ line: Span<UInt8>) throws(HTTPReadError) {
    let range = Self.trim(line, from: 15, to: line.count)
    var length = 0
    for index in range {
      let digit = Int(line[index] &- UInt8(ascii: "0"))
      let (tens, isLarge) = length.multipliedReportingOverflow(by: 10)
      let (sum, isLarger) = tens.addingReportingOverflow(digit)
      guard digit <= 9, !isLarge, !isLarger else {
        throw HTTPReadError(.malformedHeader, "Content-Length is not a number of bytes that fits 63 bits")
      }
      length = sum
    }
    guard !range.isEmpty else { throw HTTPReadError(.malformedHeader, "Content-Length is empty") }
    if let contentLength, contentLength != length {
      throw HTTPReadError(.conflictingFraming, "Content-Length is both \(contentLength) and \(length)")
    }
    contentLength = length
  }

  /// Only a single `chunked` is decoded; anything else would hand out bytes that are not the body.
  private mutating func noteTransferEncoding(_ line: Span<UInt8>) throws(HTTPReadError) {
    let range = Self.trim(line, from: 18, to: line.count)
    guard !isChunked, ASCII.equals(line, range.lowerBound, range.upperBound, "chunked") else {
      throw HTTPReadError(.unsupportedTransferCoding, "Transfer-Encoding is not a single chunked")
    }
    isChunked = true
  }

  private mutating func noteConnection(_ line: Span<UInt8>) {
    var start = 11
    while let option = Self.nextElement(of: line, from: &start) {
      if ASCII.equals(line, option.lowerBound, option.upperBound, "close") {
        saysClose = true
      } else if ASCII.equals(line, option.lowerBound, option.upperBound, "keep-alive") {
        saysKeepAlive = true
      }
    }
  }

  /// Reads `timeout=N`; anything else in the field says nothing.
  private mutating func noteKeepAlive(_ line: Span<UInt8>) {
    var start = 11
    while let parameter = Self.nextElement(of: line, from: &start) {
      let digits = parameter.lowerBound + 8
      guard digits < parameter.upperBound, ASCII.equals(line, parameter.lowerBound, digits, "timeout=") else { continue }
      keepAliveSeconds = Self.number(line, digits..<parameter.upperBound)
    }
  }

  /// The next element of a list, trimmed; `start` moves behind its comma.
  private static func nextElement(of line: Span<UInt8>, from start: inout Int) -> Range<Int>? {
    guard start <= line.count else { return nil }
    var end = start
    while end < line.count, line[end] != UInt8(ascii: ",") { end += 1 }
    defer { start = end + 1 }
    return trim(line, from: start, to: end)
  }

  /// A number of one or more digits that fits 63 bits.
  private static func number(_ line: Span<UInt8>, _ range: Range<Int>) -> Int? {
    guard !range.isEmpty else { return nil }
    var number = 0
    for index in range {
      let digit = Int(line[index] &- UInt8(ascii: "0"))
      let (tens, isLarge) = number.multipliedReportingOverflow(by: 10)
      let (sum, isLarger) = tens.addingReportingOverflow(digit)
      guard digit <= 9, !isLarge, !isLarger else { return nil }
      number = sum
    }
    return number
  }

  /// The range without spaces and tabs at its ends.
  private static func trim(_ line: Span<UInt8>, from start: Int, to end: Int) -> Range<Int> {
    var start = start
    var end = end
    while start < end, line[start] == 0x20 || line[start] == 0x09 { start += 1 }
    while end > start, line[end - 1] == 0x20 || line[end - 1] == 0x09 { end -= 1 }
    return start..<end
  }
}
