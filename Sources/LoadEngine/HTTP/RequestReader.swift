/// Reads the requests of one server connection, one after the other.
///
/// As strict as `ResponseReader` and built on the same decoder. A request of HTTP/1.1 needs exactly one Host; empty
/// lines before a request are skipped. After an error every call throws it again: answer and close.
struct RequestReader: Sendable {
  /// What one call of `read` achieved.
  struct Progress: Sendable {
    /// Bytes used; the rest is the beginning of the next request, to be read again.
    let consumed: Int
    /// The request, once it is complete.
    let request: HTTPRequest?
  }

  private var decoder: MessageDecoder

  /// Creates a reader that awaits the first request.
  init(limits: HTTPLimits = HTTPLimits()) {
    decoder = MessageDecoder(role: .request, limits: limits)
    decoder.begin()
  }

  /// Whether a byte of the next request came and its end did not.
  var hasBegun: Bool { decoder.hasBegun }

  /// Bytes that are kept of the request that has begun.
  var heldBytes: Int { decoder.heldBytes }

  /// Whether a head with `Expect: 100-continue` was read and no byte of its body yet; send `100 Continue` once.
  var wantsContinue: Bool { decoder.wantsContinue }

  /// Reads bytes up to the end of one request, never beyond it, and is then ready for the next.
  ///
  /// - Throws: any code but `truncated`, `closedBeforeMessage` and `unexpectedBytes`.
  mutating func read(_ bytes: Span<UInt8>) throws(HTTPReadError) -> Progress {
    let consumed = try decoder.read(bytes)
    guard decoder.isComplete else { return Progress(consumed: consumed, request: nil) }
    let request = HTTPRequest(
      method: decoder.start.method,
      target: decoder.start.target,
      headers: HTTPHeaders(block: decoder.fields.bytes, count: decoder.fields.count),
      body: decoder.body,
      keepAlive: decoder.keepAlive)
    decoder.begin()
    return Progress(consumed: consumed, request: request)
  }

  /// Takes the end of the connection, which is in order between two requests.
  ///
  /// - Throws: `truncated` within a request, or the earlier error.
  mutating func endOfStream() throws(HTTPReadError) {
    do throws(HTTPReadError) {
      try decoder.endOfStream()
    } catch {
      guard error.code == .closedBeforeMessage else { throw error }
    }
  }
}
