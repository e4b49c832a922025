/// A request line and headers that were checked and laid out once, for calls that repeat.
///
/// Its target may have gaps, which each call fills with a path segment; what a call costs is then a few copies of
/// bytes.
///
/// A class: a call copies it several times over, and each of its parts would be counted each time.
public final class RequestHead: Sendable {
  public let method: String
  /// Host and the other headers, in the order of the wire.
  public let fields: [(name: String, value: String)]
  /// Path and query around the gaps.
  private let targetParts: [String]
  /// All of it in HTTP/1.1: request line, Host and headers without the empty line.
  private let lines: [UInt8]
  /// Where in ``lines`` the target's gaps are.
  private let gaps: [Int]
  private let announcesEmptyBody: Bool
  /// Whether the answer will have no body.
  public let isHEAD: Bool
  /// Whether sending the request twice does what sending it once does (RFC 9110, 9.2.2).
  public let isIdempotent: Bool
  /// Whether a header says `Connection: close`, so that no other request may follow on the connection.
  public let endsConnection: Bool

  /// Checks and lays out a head.
  ///
  /// - Parameters:
  ///   - target: path and query, beginning with `/` (or `*`).
  ///   - host: `host` or `host:port`, as it belongs into the Host header.
  /// - Throws: the part that is refused, see `HTTPWriteError.Code`.
  public convenience init(
    method: String, target: String, host: String, headers: [(String, String)] = []
  ) throws(HTTPWriteError) {
    try self.init(method: method, targetParts: [target], host: host, headers: headers)
  }

  /// Checks and lays out a head whose target has a gap between each part and the next.
  ///
  /// - Throws: as `init(method:target:host:headers:)`.
  public init(
    method: String, targetParts: [String], host: String, headers: [(String, String)] = []
  ) throws(HTTPWriteError) {
    guard ASCII.isToken(method) else {
      throw HTTPWriteError(.invalidMethod, "the method \(method.debugDescription) is not a token: use GET, POST ...")
    }
    let target = targetParts.joined()
    guard target.utf8.first == UInt8(ascii: "/") || target == "*", ASCII.isTarget(target) else {
      throw HTTPWriteError(
        .invalidTarget,
        "the target \(target.debugDescription) must begin with / and be visible ASCII without #: percent-encode it")
    }
    guard !host.isEmpty, ASCII.isTarget(host), !host.utf8.contains(where: { "/?@\\,".utf8.contains($0) }) else {
      throw HTTPWriteError(.invalidHost, "the host \(host.debugDescription) is not of the form host or host:port")
    }
    var lines = Array("\(method) \(target) HTTP/1.1\r\nHost: \(host)\r\n".utf8)
    for (name, value) in headers { try HeaderLines.append(name, value, to: &lines) }
    var end = method.utf8.count + 1
    gaps = targetParts.dropLast().map { part in
      end += part.utf8.count
      return end
    }
    self.lines = lines
    self.method = method
    self.targetParts = targetParts
    fields = [("Host", host)] + headers
    usualByteCount = lines.count + 96
    announcesEmptyBody = ["POST", "PUT", "PATCH"].contains(method)
    isHEAD = method == "HEAD"
    isIdempotent = ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"].contains(method)
    endsConnection = headers.contains { HeaderLines.endsConnection($0.0, $0.1) }
  }

  /// Path and query with the segment in every gap.
  public func target(filledWith segment: PathSegment?) -> String {
    targetParts.joined(separator: segment?.text ?? "")
  }

  /// Appends the whole request to `buffer`: head, per-call headers, Content-Length and body.
  ///
  /// Without a body, a method that usually has one (POST, PUT, PATCH) says `Content-Length: 0`.
  ///
  /// - Parameter segment: fills every gap of the target; a head without gaps ignores it.
  public func write(
    segment: PathSegment? = nil, id: RequestID? = nil, trace: TraceContext? = nil,
    extraHeaders: HeaderLines = HeaderLines(),
    body: [UInt8]? = nil, into buffer: inout [UInt8]
  ) {
    // The buffer does not leave the closure; as slices of the array each piece would be counted by reference.
    lines.withUnsafeBufferPointer { lines in
      var start = 0
      for gap in gaps {
        buffer.append(contentsOf: UnsafeBufferPointer(rebasing: lines[start..<gap]))
        if let segment { buffer.append(contentsOf: segment.bytes) }
        start = gap
      }
      buffer.append(contentsOf: UnsafeBufferPointer(rebasing: lines[start...]))
    }
    id?.appendLine(to: &buffer)
    trace?.appendLine(to: &buffer)
    buffer.append(contentsOf: extraHeaders.bytes)
    Self.appendEnd(length: body?.count ?? (announcesEmptyBody ? 0 : nil), body: body ?? [], to: &buffer)
  }

  /// Bytes that a request takes besides segment, extra headers and body, with room for the id and Content-Length.
  public let usualByteCount: Int

  /// Appends Content-Length unless `length` is nil, the empty line and the body.
  static func appendEnd(length: Int?, body: [UInt8], to buffer: inout [UInt8]) {
    if let length {
      ASCII.append("Content-Length: ", to: &buffer)
      ASCII.append(decimal: length, to: &buffer)
      ASCII.append("\r\n", to: &buffer)
    }
    ASCII.append("\r\n", to: &buffer)
    buffer.append(contentsOf: body)
  }
}
