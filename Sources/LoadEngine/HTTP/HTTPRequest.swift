/// One request, read whole.
public struct HTTPRequest: Sendable, Equatable {
  /// The method as sent; methods are case-sensitive.
  public var method: String
  /// The request target as sent, visible ASCII.
  public var target: String
  /// The path of the target, still percent-encoded: no query, no scheme and authority; `*` and the authority of
  /// CONNECT stay as they are.
  public var path: String
  /// The headers; trailers are checked and dropped.
  public var headers: HTTPHeaders
  /// The body without its framing.
  public var body: [UInt8]
  /// Whether the client wants to use the connection again.
  public var keepAlive: Bool

  /// Creates a request; the path follows from the target.
  public init(method: String, target: String, headers: HTTPHeaders, body: [UInt8], keepAlive: Bool) {
    self.method = method
    self.target = target
    self.path = Self.path(of: target)
    self.headers = headers
    self.body = body
    self.keepAlive = keepAlive
  }

  private static func path(of target: String) -> String {
    let bytes = target.utf8
    let query = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.endIndex
    if bytes.first == UInt8(ascii: "/") {
      return query == bytes.endIndex ? target : String(target[..<query])
    }
    let beforeQuery = target[..<query]
    guard let scheme = beforeQuery.firstIndex(of: ":"), beforeQuery[scheme...].hasPrefix("://") else { return target }
    let authority = beforeQuery.index(scheme, offsetBy: 3)
    guard let slash = beforeQuery[authority...].firstIndex(of: "/") else { return "/" }
    return String(beforeQuery[slash...])
  }
}
