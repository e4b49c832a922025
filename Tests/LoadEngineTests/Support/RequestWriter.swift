import LoadEngine

/// Writes single requests.
enum RequestWriter {
  /// Appends one request to `buffer`, with Host, Content-Type when given, and Content-Length where it belongs.
  ///
  /// - Throws: the part that is refused, see `HTTPWriteError.Code`; `buffer` is then as it was.
  static func write(
    method: String, target: String, host: String, headers: [(String, String)] = [], body: [UInt8]? = nil,
    contentType: String? = nil, into buffer: inout [UInt8]
  ) throws(HTTPWriteError) {
    let content = contentType.map { [("Content-Type", $0)] } ?? []
    try RequestHead(method: method, target: target, host: host, headers: headers + content)
      .write(body: body, into: &buffer)
  }
}
