/// One final response, read whole.
public struct HTTPResponse: Sendable, Equatable {
  /// The status code, 101 or 200 to 999.
  public var status: Int
  /// The headers; trailers are checked and dropped.
  public var headers: HTTPHeaders
  /// The body without its framing, as much of it as was asked for.
  public var body: [UInt8]
  /// Body bytes received; more than `body.count` when the rest was drained.
  public var bodyByteCount: Int
  /// Whether the connection may carry another request.
  public var keepAlive: Bool
  /// Whether the body is coded (`Content-Encoding: gzip`): it is kept as it came.
  public var hasContentCoding: Bool

  /// Creates a response.
  public init(
    status: Int, headers: HTTPHeaders, body: [UInt8], bodyByteCount: Int, keepAlive: Bool,
    hasContentCoding: Bool = false
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.bodyByteCount = bodyByteCount
    self.keepAlive = keepAlive
    self.hasContentCoding = hasContentCoding
  }
}
