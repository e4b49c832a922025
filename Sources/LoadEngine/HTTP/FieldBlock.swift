/// The header lines of one message as they arrive: the only place that parses them, for both readers.
///
/// It is strict with requests, where leniency lets one be smuggled past another reader. Of a response it takes what
/// RFC 9112 has a user agent take: folded lines (5.2), and one length said several times over (RFC 9110, 8.6).
struct FieldBlock: Sendable {
  /// The lines that were added, each ended by an LF.
  private(set) var bytes: [UInt8] = []
  private(set) var count = 0
  private(set) var contentLength: Int?
  private(set) var isChunked = false
  private let isLenient: Bool
  private var isFolded = false
  /// Why framing fields cannot be used. Not thrown at once where the next line may go on with the field. Nearly always
  /// empty, which takes a quarter of an optional's room in each idle connection.
  private var framingErrors: [HTTPReadError] = []
  private(set) var expectsContinue = false
  private(set) var hostCount = 0
  /// Whether the body is coded: a Content-Encoding other than `identity`.
  private(set) var hasContentCoding = false
  /// `timeout` of a Keep-Alive field; longer ones than fit are cut.
  private(set) var keepAliveSeconds: UInt32?
  private var saysClose = false
  private var saysKeepAlive = false

  init(of role: MessageDecoder.Role) {
    isLenient = role == .response
  }

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
      do throws(HTTPReadError) { try noteContentLength(line) } catch { try hold(error) }
    case 16 where ASCII.equals(line, 0, 16, "content-encoding"):
      let value = Self.trim(line, from: 17, to: line.count)
      if !value.isEmpty, !ASCII.equals(line, value.lowerBound, value.upperBound, "identity") { hasContentCoding = true }
    case 17 where ASCII.equals(line, 0, 17, "transfer-encoding"):
      do throws(HTTPReadError) { try noteTransferEncoding(line) } catch { try hold(error) }
    default:
      break
    }
    count += 1
    // The pointer does not leave the closure.
    line.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    bytes.append(0x0A)
  }

  /// Goes on with the last line: the fold reads as a space.
  mutating func fold(_ line: Span<UInt8>) throws(HTTPReadError) {
    try Self.checkValue(line, from: 0)
    isFolded = true
    bytes[bytes.count - 1] = 0x20
    let rest = Self.trim(line, from: 0, to: line.count)
    // The pointer does not leave the closure.
    line.extracting(rest).withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    bytes.append(0x0A)
  }

  /// Decides on framing once no line comes any more.
  mutating func finish() throws(HTTPReadError) {
    if isFolded {
      // What a line meant that another went on with is void. This is rare: all are read again.
      var unfolded = FieldBlock(of: .response)
      var start = 0
      while let end = ASCII.firstLineFeed(in: bytes.span, from: start, to: bytes.count) {
        try unfolded.add(bytes.span.extracting(start..<end))
        start = end + 1
      }
      self = unfolded
    }
    if let error = framingErrors.first { throw error }
  }

  private mutating func hold(_ error: HTTPReadError) throws(HTTPReadError) {
    guard isLenient else { throw error }
    if framingErrors.isEmpty { framingErrors = [error] }
  }

  /// Checks a line against the grammar (RFC 9112, 5) and gives the index of its colon.
  @discardableResult
  static func colon(of line: Span<UInt8>) throws(HTTPReadError) -> Int {
    let colon = ASCII.endOfToken(in: line, from: 0)
    guard colon < line.count, line[colon] == UInt8(ascii: ":"), colon > 0 else {
      throw nameError(line, end: colon)
    }
    try checkValue(line, from: colon + 1)
    return colon
  }

  static func checkValue(_ line: Span<UInt8>, from start: Int) throws(HTTPReadError) {
    if let control = ASCII.firstControl(in: line, from: start) {
      throw HTTPReadError(
        .malformedHeader, "a header value has the control byte 0x\(String(line[control], radix: 16))")
    }
  }

  private static func nameError(_ line: Span<UInt8>, end: Int) -> HTTPReadError {
    guard end < line.count else { return HTTPReadError(.malformedHeader, "a header line has no colon") }
    switch line[end] {
    case 0x20, 0x09:
      return HTTPReadError(
        .malformedHeader,
        end == 0 ? "a header line begins with whitespace and goes on with none" : "whitespace in a header name")
    case UInt8(ascii: ":"):
      return HTTPReadError(.malformedHeader, "a header line has an empty name")
    default:
      return HTTPReadError(.malformedHeader, "a header name has the byte 0x\(String(line[end], radix: 16))")
    }
  }

  private mutating func noteContentLength(_ line: Span<UInt8>) throws(HTTPReadError) {
    var start = 15
    while let element = Self.nextElement(of: line, from: &start) {
      guard let length = Self.number(line, element), isLenient || start > line.count else {
        throw HTTPReadError(
          .malformedHeader,
          element.isEmpty ? "Content-Length is empty" : "Content-Length is not a number of bytes that fits 63 bits")
      }
      if let contentLength, contentLength != length {
        throw HTTPReadError(.conflictingFraming, "Content-Length is both \(contentLength) and \(length)")
      }
      contentLength = length
    }
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
      guard digits < parameter.upperBound, ASCII.equals(line, parameter.lowerBound, digits, "timeout=") else {
        continue
      }
      keepAliveSeconds = Self.number(line, digits..<parameter.upperBound).map(UInt32.init(clamping:))
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
  static func trim(_ line: Span<UInt8>, from start: Int, to end: Int) -> Range<Int> {
    var start = start
    var end = end
    while start < end, line[start] == 0x20 || line[start] == 0x09 { start += 1 }
    while end > start, line[end - 1] == 0x20 || line[end - 1] == 0x09 { end -= 1 }
    return start..<end
  }
}
