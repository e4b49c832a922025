import LoadEngine

/// What may stand in the path of a request (RFC 3986, section 3.3).
enum RequestPath {
  /// Whether the path holds only path characters and well-formed percent-encodings; the empty path does.
  static func isValid(_ path: Substring, query: Bool = false) -> Bool {
    var bytes = path.utf8.makeIterator()
    while let byte = bytes.next() {
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = bytes.next(), let low = bytes.next(), isHexDigit(high), isHexDigit(low) else { return false }
      case UInt8(ascii: "?"):
        guard query else { return false }
      default:
        guard PathSegment.isUnreserved(byte) || "!$&'()*+,;=:@/".utf8.contains(byte) else { return false }
      }
    }
    return true
  }

  static func isHexDigit(_ byte: UInt8) -> Bool {
    Character(Unicode.Scalar(byte)).isHexDigit
  }
}
