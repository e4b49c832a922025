/// Writes responses.
enum ResponseWriter {
  /// Appends one response to `buffer`, with reason phrase, Content-Length, and `Connection: close` unless kept alive.
  ///
  /// Framing is the writer's own: Content-Length, Transfer-Encoding and Connection among `headers` are left out, as is
  /// a header whose name is not a token; a control character in a value becomes a space. 1xx, 204 and 304 have neither
  /// body nor Content-Length; the answer to a HEAD has the Content-Length of `body` but not its bytes.
  ///
  /// - Parameters:
  ///   - status: 100 to 999.
  ///   - endsWithConnection: The body has no length known before, and ends with the connection (RFC 9112, 6.3); `keepAlive`
  ///     must be false then.
  static func write(
    status: Int,
    headers: [(String, String)] = [],
    body: [UInt8] = [],
    keepAlive: Bool = true,
    isHEAD: Bool = false,
    endsWithConnection: Bool = false,
    into buffer: inout [UInt8]
  ) {
    precondition((100...999).contains(status), "a status code has three digits, not \(status)")
    ASCII.append("HTTP/1.1 ", to: &buffer)
    ASCII.append(decimal: status, to: &buffer)
    buffer.append(0x20)
    ASCII.append(reasonPhrase(status), to: &buffer)
    ASCII.append("\r\n", to: &buffer)
    for (name, value) in headers where ASCII.isToken(name) && !isOwn(name) {
      buffer.append(contentsOf: name.utf8)
      ASCII.append(": ", to: &buffer)
      if ASCII.isFieldValue(value) {
        buffer.append(contentsOf: value.utf8)
      } else {
        for byte in value.utf8 { buffer.append(byte < 0x20 || byte == 0x7F ? 0x20 : byte) }
      }
      ASCII.append("\r\n", to: &buffer)
    }
    if !keepAlive { ASCII.append("Connection: close\r\n", to: &buffer) }
    if status < 200 || status == 204 || status == 304 {
      ASCII.append("\r\n", to: &buffer)
    } else if endsWithConnection {
      ASCII.append("\r\n", to: &buffer)
      if !isHEAD { buffer.append(contentsOf: body) }
    } else {
      RequestHead.appendEnd(length: body.count, body: isHEAD ? [] : body, to: &buffer)
    }
  }

  private static func isOwn(_ name: String) -> Bool {
    ASCII.equals(name, "content-length") || ASCII.equals(name, "transfer-encoding")
      || ASCII.equals(name, "connection")
  }

  /// The phrase of RFC 9110, 15 and RFC 6585; empty, as the RFC allows, for codes that no one here uses.
  private static func reasonPhrase(_ status: Int) -> StaticString {
    switch status {
    case 100: "Continue"
    case 101: "Switching Protocols"
    case 200: "OK"
    case 201: "Created"
    case 202: "Accepted"
    case 204: "No Content"
    case 206: "Partial Content"
    case 301: "Moved Permanently"
    case 302: "Found"
    case 303: "See Other"
    case 304: "Not Modified"
    case 307: "Temporary Redirect"
    case 308: "Permanent Redirect"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 408: "Request Timeout"
    case 409: "Conflict"
    case 411: "Length Required"
    case 413: "Content Too Large"
    case 415: "Unsupported Media Type"
    case 417: "Expectation Failed"
    case 422: "Unprocessable Content"
    case 429: "Too Many Requests"
    case 431: "Request Header Fields Too Large"
    case 500: "Internal Server Error"
    case 501: "Not Implemented"
    case 502: "Bad Gateway"
    case 503: "Service Unavailable"
    case 504: "Gateway Timeout"
    case 505: "HTTP Version Not Supported"
    default: ""
    }
  }
}
