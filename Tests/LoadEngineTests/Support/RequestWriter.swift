@testable import LoadEngine

/// Writes single requests.
enum RequestWriter {
  /// Appends one request to `buffer`, with Host, Content-Type when given, and Content-Length where it belongs.
  ///
  /// - Throws: the part that is refused, see `HTTPWriteError.Code`; `buffer` is then as it was.
  static func write(
    method: String,
    target: String,
    host: String,
    headers: [(String, String)] = [],
    body: [UInt8]? = nil,
    contentType: String? = nil,
    into buffer: inout [UInt8]
  ) throws(HTTPWriteError) {
    let mark = buffer.count
    do throws(HTTPWriteError) {
      try RequestHead.append(method: method, target: target, host: host, headers: headers, to: &buffer)
      if let contentType { try HeaderLines.append("Content-Type", contentType, to: &buffer) }
    } catch {
      buffer.removeSubrange(mark...)
      throw error
    }
    let emptyLength = RequestHead.announcesEmptyBody(method) ? 0 : nil
    RequestHead.appendEnd(length: body?.count ?? emptyLength, body: body ?? [], to: &buffer)
  }
}
