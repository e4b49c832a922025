import LoadEngine

/// One request of a virtual user, described: a head that all users share, whose bytes are laid out once, and what varies
/// from call to call.
package struct OutgoingRequest: Sendable {
  /// Method, target, host and the headers that all calls of this kind share.
  package var head: RequestHead
  /// Fills the gaps of the head's target.
  package var segment: PathSegment?
  /// Sent as `X-Request-ID`.
  package var id: RequestID?
  /// Sent as `traceparent`.
  package var trace: TraceContext?
  /// Headers of this user, such as its authorization.
  package var headers: HeaderLines
  package var body: [UInt8]?
  /// Most body bytes of the answer that are kept, 0 where none is looked at; the rest is read and counted.
  package var bodyLimit: Int

  package init(
    head: RequestHead, segment: PathSegment? = nil, id: RequestID? = nil, trace: TraceContext? = nil,
    headers: HeaderLines = HeaderLines(), body: [UInt8]? = nil, bodyLimit: Int = HTTPLimits().maxBodyBytes
  ) {
    self.head = head
    self.segment = segment
    self.id = id
    self.trace = trace
    self.headers = headers
    self.body = body
    self.bodyLimit = bodyLimit
  }

  /// Whether no other request may follow on its connection.
  var endsConnection: Bool { head.endsConnection || headers.endsConnection }

  /// Path and query.
  var target: String { head.target(filledWith: segment) }

  /// All headers but those that the body's length makes.
  var fields: [(name: String, value: String)] {
    head.fields + (id.map { [("X-Request-ID", $0.description)] } ?? [])
      + (trace.map { [("traceparent", $0.headerValue)] } ?? []) + headers.fields
  }

  /// The request in HTTP/1.1.
  func encoded() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(head.usualByteCount + headers.byteCount + (segment?.byteCount ?? 0) + (body?.count ?? 0))
    head.write(segment: segment, id: id, trace: trace, extraHeaders: headers, body: body, into: &bytes)
    return bytes
  }
}

/// What every request says of who sends it and of how its answer is read.
enum SuiteHeaders {
  /// The suite's version, as targets see it in their logs.
  static let version = "1.0"

  private static let all = [
    ("User-Agent", "ngx-load-tests/\(version)"),
    // Unpacking would be work of ours in a latency.
    ("Accept-Encoding", "identity"),
  ]

  /// Adds to the headers of a request what they do not say themselves.
  static func completing(_ headers: [(String, String)]) -> [(String, String)] {
    all.filter { own in !headers.contains { $0.0.lowercased() == own.0.lowercased() } } + headers
  }
}
