/// The state machine under both readers: lines, head, framing and body of one HTTP/1.1 message (RFC 9112).
///
/// A line is acted upon only once its LF is there, and parsed in place when the span has all of it; else it is
/// carried over. Results therefore never depend on how the bytes were split. It is strict: a line ends with CRLF, a
/// bare LF or CR is an error. ``FieldBlock`` says what it takes of responses all the same.
struct MessageDecoder: Sendable {
  /// Which kind of message is read.
  enum Role: Sendable { case request, response }

  private enum Phase: Sendable, Equatable {
    case idle, startLine, fields
    /// Bytes of a chunk or, without chunks, of the whole body.
    case data(remaining: Int)
    case chunkSize, chunkCR, chunkLF, trailers, untilEnd, complete
  }

  private let role: Role
  private let limits: HTTPLimits
  private var phase = Phase.idle
  private var isHEAD = false
  private var isLast = false
  /// Most body bytes of this message that are kept.
  private var bodyLimit: Int
  /// Why nothing more is read: one error at most, in an array as in `FieldBlock`.
  private var failures: [HTTPReadError] = []
  /// The beginning of a line whose end is not there yet.
  private var carry: [UInt8] = []
  /// Bytes and lines of all heads and trailers of this message.
  private var headBytes = 0
  private var fieldCount = 0
  private var hasTrailer = false
  /// The size of the last header block: the next one of the connection is likely to be as large.
  private var usualBlockSize = 192

  private(set) var start = StartLine()
  private(set) var fields: FieldBlock
  private(set) var body: [UInt8] = []
  private(set) var bodyByteCount = 0
  private(set) var keepAlive = false
  /// Whether a byte came since `begin`; empty lines before a request do not count.
  private(set) var hasBegun = false

  init(role: Role, limits: HTTPLimits) {
    self.role = role
    self.limits = limits
    fields = FieldBlock(of: role)
    bodyLimit = limits.maxBodyBytes
  }

  var isComplete: Bool { phase == .complete }

  /// Bytes that are kept of the message.
  var heldBytes: Int { carry.count + fields.bytes.count + body.count }

  /// Whether the head asked for `100 Continue` and no body byte has come.
  var wantsContinue: Bool {
    guard fields.expectsContinue, start.isHTTP11, bodyByteCount == 0 else { return false }
    switch phase {
    case .data, .chunkSize: return true
    default: return false
    }
  }

  /// Forgets the message and awaits a new one.
  mutating func begin(isHEAD: Bool = false, isLast: Bool = false, bodyLimit: Int? = nil) {
    rest()
    self.bodyLimit = bodyLimit ?? limits.maxBodyBytes
    self.isHEAD = isHEAD
    self.isLast = isLast
    hasBegun = false
    phase = .startLine
  }

  /// Forgets the message; bytes that come now are unexpected.
  mutating func rest() {
    phase = .idle
    failures = []
    carry.removeAll(keepingCapacity: true)
    headBytes = 0
    fieldCount = 0
    start = StartLine()
    fields = FieldBlock(of: role)
    hasTrailer = false
    body = []
    bodyByteCount = 0
    keepAlive = false
    isHEAD = false
    isLast = false
  }

  /// Reads up to the end of the message at most and gives the number of bytes read; an error is final.
  mutating func read(_ bytes: Span<UInt8>) throws(HTTPReadError) -> Int {
    if let error = failures.first { throw error }
    do throws(HTTPReadError) {
      return try advance(through: bytes)
    } catch {
      failures = [error]
      throw error
    }
  }

  /// Takes the end of the connection: it completes a body that is framed by it and truncates any other message.
  mutating func endOfStream() throws(HTTPReadError) {
    if let error = failures.first { throw error }
    if phase == .untilEnd {
      phase = .complete
      return
    }
    do throws(HTTPReadError) {
      // Bad framing was held back for the sake of a folded line, which does not come any more.
      if phase == .fields { try fields.finish() }
      if role == .response, phase == .startLine, !StartLine.mayBegin(carry.span) {
        throw HTTPReadError(.malformedStartLine, "the connection ended after bytes that begin no status line")
      }
      if hasBegun && phase != .idle && phase != .complete {
        throw HTTPReadError(.truncated, "the connection ended within \(place) after \(bodyByteCount) body bytes")
      }
      throw HTTPReadError(.closedBeforeMessage, "the connection ended before a message")
    } catch {
      failures = [error]
      throw error
    }
  }

  private mutating func advance(through bytes: Span<UInt8>) throws(HTTPReadError) -> Int {
    var offset = 0
    while offset < bytes.count {
      switch phase {
      case .complete:
        return offset
      case .idle:
        throw HTTPReadError(.unexpectedBytes, "bytes came from the peer while no message was awaited")
      case .startLine, .fields, .chunkSize, .trailers:
        hasBegun = true
        offset = try readLine(bytes, from: offset)
      case .data(let remaining):
        let end = offset + min(remaining, bytes.count - offset)
        store(bytes.extracting(offset..<end))
        let left = remaining - (end - offset)
        phase = left > 0 ? .data(remaining: left) : fields.isChunked ? .chunkCR : .complete
        offset = end
      case .chunkCR:
        try expect(UInt8(ascii: "\r"), bytes[offset])
        phase = .chunkLF
        offset += 1
      case .chunkLF:
        try expect(UInt8(ascii: "\n"), bytes[offset])
        phase = .chunkSize
        offset += 1
      case .untilEnd:
        store(bytes.extracting(offset..<bytes.count))
        offset = bytes.count
      }
    }
    return offset
  }

  /// Takes the next line, or carries over what is there of it; gives the offset after the bytes taken.
  private mutating func readLine(_ bytes: Span<UInt8>, from start: Int) throws(HTTPReadError) -> Int {
    let room = limits.maxLineBytes - carry.count
    let end = bytes.count - start < room ? bytes.count : start + max(room, 0)
    guard let lineFeed = ASCII.firstLineFeed(in: bytes, from: start, to: end) else {
      guard end - start < room else {
        throw HTTPReadError(
          phase == .chunkSize ? .malformedChunk : .headerOverflow,
          "a line of \(place) is longer than \(limits.maxLineBytes) bytes")
      }
      // The pointer does not leave the closure.
      bytes.extracting(start..<end).withUnsafeBufferPointer { carry.append(contentsOf: $0) }
      return end
    }
    if carry.isEmpty {
      try takeLine(bytes.extracting(start..<lineFeed))
    } else {
      bytes.extracting(start..<lineFeed).withUnsafeBufferPointer { carry.append(contentsOf: $0) }
      // Moved out for the call, which changes self, and back for its capacity.
      var line: [UInt8] = []
      swap(&line, &carry)
      try takeLine(line.span)
      line.removeAll(keepingCapacity: true)
      swap(&line, &carry)
    }
    return lineFeed + 1
  }

  /// Acts upon a line that is given without its LF.
  private mutating func takeLine(_ line: Span<UInt8>) throws(HTTPReadError) {
    let end = line.count - 1
    guard end >= 0, line[end] == UInt8(ascii: "\r") else {
      throw HTTPReadError(lineErrorCode, "a line of \(place) ends with LF without CR")
    }
    let content = line.extracting(0..<end)
    if phase == .chunkSize {
      return try takeChunkSize(content)
    }
    headBytes += line.count + 1
    guard headBytes <= limits.maxHeaderBytes else {
      throw HTTPReadError(.headerOverflow, "the head is larger than \(limits.maxHeaderBytes) bytes")
    }
    if phase == .startLine {
      return try takeStartLine(content)
    }
    if content.isEmpty {
      if phase == .trailers { phase = .complete } else { try finishHead() }
      return
    }
    fieldCount += 1
    guard fieldCount <= limits.maxHeaderCount else {
      throw HTTPReadError(.headerOverflow, "there are more than \(limits.maxHeaderCount) headers")
    }
    if role == .response, content[0] == 0x20 || content[0] == 0x09, hasTrailer || fields.count > 0 && phase == .fields {
      if phase == .trailers { try FieldBlock.checkValue(content, from: 0) } else { try fields.fold(content) }
    } else if phase == .trailers {
      try FieldBlock.colon(of: content)
      hasTrailer = true
    } else {
      try fields.add(content)
    }
  }

  private mutating func takeStartLine(_ line: Span<UInt8>) throws(HTTPReadError) {
    switch role {
    case .request:
      // RFC 9112, 2.2: clients of old send an empty line after a body.
      if line.isEmpty {
        hasBegun = false
        return
      }
      start = try StartLine(request: line)
    case .response:
      start = try StartLine(response: line)
    }
    fields.reserve(usualBlockSize)
    phase = .fields
  }

  /// Decides where the body ends (RFC 9112, 6.3).
  private mutating func finishHead() throws(HTTPReadError) {
    try fields.finish()
    usualBlockSize = fields.bytes.count
    if fields.isChunked {
      guard fields.contentLength == nil else {
        throw HTTPReadError(.conflictingFraming, "the head has both Transfer-Encoding and Content-Length")
      }
      guard start.isHTTP11 else {
        throw HTTPReadError(.conflictingFraming, "an HTTP/1.0 message has Transfer-Encoding")
      }
    }
    keepAlive = fields.keepsAlive(isHTTP11: start.isHTTP11) && !isLast
    switch role {
    case .request: try finishRequestHead()
    case .response: finishResponseHead()
    }
  }

  private mutating func finishRequestHead() throws(HTTPReadError) {
    guard fields.hostCount == 1 || (fields.hostCount == 0 && !start.isHTTP11) else {
      throw HTTPReadError(.malformedHeader, "the request has \(fields.hostCount) Host headers instead of one")
    }
    if fields.isChunked {
      phase = .chunkSize
    } else {
      let length = fields.contentLength ?? 0
      try checkRequestBody(adding: length)
      awaitBody(length)
    }
  }

  private mutating func finishResponseHead() {
    switch start.status {
    case 101:
      // What follows is another protocol, which nobody here asked for.
      keepAlive = false
      phase = .complete
    case 100..<200:
      fields = FieldBlock(of: role)
      phase = .startLine
    case 204, 304:
      phase = .complete
    case _ where isHEAD:
      phase = .complete
    case _ where fields.isChunked:
      phase = .chunkSize
    default:
      if let length = fields.contentLength {
        awaitBody(length)
      } else {
        keepAlive = false
        phase = .untilEnd
      }
    }
  }

  private mutating func awaitBody(_ length: Int) {
    // A length is only a claim: large buffers grow with the bytes that really come.
    if length > 0 { body.reserveCapacity(min(length, bodyLimit, 64 * 1024)) }
    phase = length == 0 ? .complete : .data(remaining: length)
  }

  /// Reads `1*HEXDIG`, then whitespace or extensions, which are ignored (RFC 9112, 7.1).
  private mutating func takeChunkSize(_ line: Span<UInt8>) throws(HTTPReadError) {
    var size = 0
    var index = 0
    while index < line.count, let digit = Self.hexDigit(line[index]) {
      guard size <= Int.max >> 4 else {
        throw HTTPReadError(.malformedChunk, "a chunk size does not fit 63 bits")
      }
      size = size << 4 | digit
      index += 1
    }
    guard index > 0 else { throw HTTPReadError(.malformedChunk, "a chunk size is not a hexadecimal number") }
    let digits = index
    while index < line.count, line[index] == 0x20 || line[index] == 0x09 { index += 1 }
    guard index == line.count || line[index] == UInt8(ascii: ";"),
      ASCII.firstControl(in: line, from: digits) == nil
    else {
      throw HTTPReadError(.malformedChunk, "a chunk size is followed by something other than an extension")
    }
    if role == .request { try checkRequestBody(adding: size) }
    phase = size == 0 ? .trailers : .data(remaining: size)
  }

  private func checkRequestBody(adding size: Int) throws(HTTPReadError) {
    guard size <= limits.maxBodyBytes - bodyByteCount else {
      throw HTTPReadError(.bodyTooLarge, "the request body is larger than \(limits.maxBodyBytes) bytes")
    }
  }

  private func expect(_ expected: UInt8, _ byte: UInt8) throws(HTTPReadError) {
    guard byte == expected else {
      throw HTTPReadError(.malformedChunk, "a chunk does not end with CRLF where its size says")
    }
  }

  private mutating func store(_ part: Span<UInt8>) {
    bodyByteCount += part.count
    let kept = min(part.count, bodyLimit - body.count)
    guard kept > 0 else { return }
    // The pointer does not leave the closure.
    part.extracting(0..<kept).withUnsafeBufferPointer { body.append(contentsOf: $0) }
  }

  private static func hexDigit(_ byte: UInt8) -> Int? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(byte - UInt8(ascii: "A")) + 10
    default: nil
    }
  }

  private var lineErrorCode: HTTPReadError.Code {
    switch phase {
    case .startLine: .malformedStartLine
    case .chunkSize: .malformedChunk
    default: .malformedHeader
    }
  }

  private var place: String {
    switch phase {
    case .startLine: "the start line"
    case .fields: "the headers"
    case .trailers: "the trailers"
    case .chunkSize, .chunkCR, .chunkLF: "the chunked body"
    case .data: fields.isChunked ? "the chunked body" : "the body"
    case .idle, .untilEnd, .complete: "the message"
    }
  }
}
