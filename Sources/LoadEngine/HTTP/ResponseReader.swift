/// Reads the responses of one client connection, one awaited response at a time.
///
/// A pure value over bytes: how they were split never changes a result. Interim answers (1xx) are skipped, except
/// 101, which ends the use of the connection. Lines must end with CRLF: a bare LF or CR is refused, as are whitespace
/// before a colon, and Transfer-Encoding together with Content-Length. A folded line reads as a space (RFC 9112, 5.2).
/// After an error every call throws it again until `expect`.
struct ResponseReader: Sendable {
  /// What one call of `read` achieved.
  struct Progress: Sendable {
    /// Bytes used; the rest belongs to no awaited response.
    let consumed: Int
    /// The response, once it is complete.
    let response: HTTPResponse?
    /// How long the peer keeps the connection of a complete response, if it says so, seconds.
    let keepAliveSeconds: Int?
  }

  private var decoder: MessageDecoder

  /// Creates a reader that awaits nothing yet: bytes before `expect` are `unexpectedBytes`.
  init(limits: HTTPLimits = HTTPLimits()) {
    decoder = MessageDecoder(role: .response, limits: limits)
  }

  /// Whether a byte came since `expect`, that of an interim answer included; it stays true after the response.
  var hasBegun: Bool { decoder.hasBegun }

  /// Starts to await a new response.
  ///
  /// - Parameters:
  ///   - isHEAD: whether the request was a HEAD, whose answer has no body whatever its headers say.
  ///   - isLast: whether the request said `Connection: close`, so that its answer does not keep the connection.
  ///   - bodyLimit: most body bytes to keep of this response, in place of `HTTPLimits.maxBodyBytes`.
  mutating func expect(headOf isHEAD: Bool = false, isLast: Bool = false, bodyLimit: Int? = nil) {
    decoder.begin(isHEAD: isHEAD, isLast: isLast, bodyLimit: bodyLimit)
  }

  /// Reads bytes up to the end of the awaited response, never beyond it.
  ///
  /// - Throws: any code but `truncated`, `closedBeforeMessage` and `bodyTooLarge`.
  mutating func read(_ bytes: Span<UInt8>) throws(HTTPReadError) -> Progress {
    let consumed = try decoder.read(bytes)
    guard decoder.isComplete else { return Progress(consumed: consumed, response: nil, keepAliveSeconds: nil) }
    let seconds = decoder.fields.keepAliveSeconds.map { Int($0) }
    return Progress(consumed: consumed, response: finish(), keepAliveSeconds: seconds)
  }

  /// Takes the end of the connection: success for a body that is framed by it.
  ///
  /// - Throws: `truncated` within a response, `closedBeforeMessage` when no byte of it came, or the earlier error.
  mutating func endOfStream() throws(HTTPReadError) -> HTTPResponse {
    try decoder.endOfStream()
    return finish()
  }

  private mutating func finish() -> HTTPResponse {
    let response = HTTPResponse(
      status: decoder.start.status,
      headers: HTTPHeaders(block: decoder.fields.bytes, count: decoder.fields.count),
      body: decoder.body,
      bodyByteCount: decoder.bodyByteCount,
      keepAlive: decoder.keepAlive,
      hasContentCoding: decoder.fields.hasContentCoding)
    decoder.rest()
    return response
  }
}
