/// Header lines that were checked once and can be written many times.
public struct HeaderLines: Sendable, Equatable {
  /// The lines, each ended by CRLF.
  private(set) var bytes: [UInt8] = []
  /// Whether a line says `Connection: close`, so that no other request may follow on the connection.
  public private(set) var endsConnection = false

  /// Creates an empty list.
  public init() {}

  /// Bytes that the lines take.
  public var byteCount: Int { bytes.count }

  /// Adds a header.
  ///
  /// - Throws: `invalidHeaderName`, `invalidHeaderValue`, or `reservedHeader` for Host, Content-Length and
  ///   Transfer-Encoding, which are the writer's own; nothing is added then.
  public mutating func append(_ name: String, _ value: String) throws(HTTPWriteError) {
    try Self.append(name, value, to: &bytes)
    if Self.endsConnection(name, value) { endsConnection = true }
  }

  /// Names and values, taken apart again: a second copy would be memory of every user.
  public var fields: [(name: String, value: String)] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\r\n").map { line in
      let name = line.prefix { $0 != ":" }
      return (String(name), String(line.dropFirst(name.count + 2)))
    }
  }

  /// Appends one checked line to `buffer`, or nothing.
  static func append(_ name: String, _ value: String, to buffer: inout [UInt8]) throws(HTTPWriteError) {
    guard ASCII.isToken(name) else {
      throw HTTPWriteError(
        .invalidHeaderName, "the header name \(name.debugDescription) is not a token: use letters, digits and -")
    }
    if ASCII.equals(name, "host") || ASCII.equals(name, "content-length") || ASCII.equals(name, "transfer-encoding") {
      throw HTTPWriteError(.reservedHeader, "the header \(name) is set by the writer: leave it out")
    }
    guard ASCII.isFieldValue(value) else {
      throw HTTPWriteError(.invalidHeaderValue, "the value of the header \(name) has a control character: remove it")
    }
    buffer.append(contentsOf: name.utf8)
    ASCII.append(": ", to: &buffer)
    buffer.append(contentsOf: value.utf8)
    ASCII.append("\r\n", to: &buffer)
  }

  /// Whether a header is `Connection` with `close` among its options (RFC 9110, 7.6.1).
  static func endsConnection(_ name: String, _ value: String) -> Bool {
    ASCII.equals(name, "connection")
      && value.split { $0 == "," || $0 == " " || $0 == "\t" }.contains { ASCII.equals(String($0), "close") }
  }
}
