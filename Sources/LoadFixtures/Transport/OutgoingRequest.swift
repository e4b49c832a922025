import LoadEngine

/// One request of a virtual user: a head that was laid out once for all users, and what varies from call to call.
package struct OutgoingRequest: Sendable {
  /// Method, target, host and the headers that all calls of this kind share.
  package var head: RequestHead
  /// Fills the gaps of the head's target.
  package var segment: PathSegment?
  /// Sent as `X-Request-ID`.
  package var id: RequestID?
  /// Headers of this user, such as its authorization.
  package var headers: HeaderLines
  package var body: [UInt8]?
  /// Most body bytes of the answer that are kept, 0 where none is looked at; the rest is read and counted.
  package var bodyLimit: Int

  package init(
    head: RequestHead, segment: PathSegment? = nil, id: RequestID? = nil, headers: HeaderLines = HeaderLines(),
    body: [UInt8]? = nil, bodyLimit: Int = HTTPLimits().maxBodyBytes
  ) {
    self.head = head
    self.segment = segment
    self.id = id
    self.headers = headers
    self.body = body
    self.bodyLimit = bodyLimit
  }

  /// Whether no other request may follow on its connection.
  var endsConnection: Bool { head.endsConnection || headers.endsConnection }

  /// The request as it goes over the wire.
  func encoded() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(head.usualByteCount + headers.byteCount + (segment?.byteCount ?? 0) + (body?.count ?? 0))
    head.write(segment: segment, id: id, extraHeaders: headers, body: body, into: &bytes)
    return bytes
  }
}
