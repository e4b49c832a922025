/// The first line of a message, of either kind.
struct StartLine: Sendable {
  /// The status code of a response, 0 in a request.
  var status = 0
  /// The method of a request, empty in a response.
  var method = ""
  /// The target of a request, empty in a response.
  var target = ""
  /// Whether the peer speaks HTTP/1.1 or a later 1.x.
  var isHTTP11 = true

  /// No line yet.
  init() {}

  /// Reads `HTTP/1.x SP 3DIGIT [SP reason]` (RFC 9112, 4); the space may lack where there is no reason.
  init(response line: Span<UInt8>) throws(HTTPReadError) {
    isHTTP11 = try Self.isHTTP11(line, at: 0)
    guard line.count >= 12, line[8] == 0x20 else {
      throw HTTPReadError(.malformedStartLine, "the status line has no status code after the version")
    }
    for index in 9..<12 {
      let digit = line[index] &- UInt8(ascii: "0")
      guard digit <= 9 else {
        throw HTTPReadError(.malformedStartLine, "the status code is not three digits")
      }
      status = status * 10 + Int(digit)
    }
    guard status >= 100, line.count == 12 || line[12] == 0x20 else {
      throw HTTPReadError(.malformedStartLine, "the status code is not within 100 to 999")
    }
    if ASCII.firstControl(in: line, from: 12) != nil {
      throw HTTPReadError(.malformedStartLine, "the reason phrase has a control character")
    }
  }

  /// Reads `method SP request-target SP HTTP/1.x` (RFC 9112, 3), with single spaces.
  init(request line: Span<UInt8>) throws(HTTPReadError) {
    let methodEnd = ASCII.endOfToken(in: line, from: 0)
    guard methodEnd > 0, methodEnd < line.count, line[methodEnd] == 0x20 else {
      throw HTTPReadError(.malformedStartLine, "the request line does not begin with a method and a space")
    }
    let targetStart = methodEnd + 1
    let targetEnd = ASCII.endOfTarget(in: line, from: targetStart)
    guard targetEnd > targetStart, targetEnd < line.count, line[targetEnd] == 0x20 else {
      throw HTTPReadError(
        .malformedStartLine, "the request target is empty, not visible ASCII, or not followed by one space")
    }
    isHTTP11 = try Self.isHTTP11(line, at: targetEnd + 1)
    guard line.count == targetEnd + 9 else {
      throw HTTPReadError(.malformedStartLine, "the request line goes on after the version")
    }
    method = Self.text(line.extracting(0..<methodEnd))
    target = Self.text(line.extracting(targetStart..<targetEnd))
    guard
      line[targetStart] == UInt8(ascii: "/") || method == "CONNECT" || (target == "*" && method == "OPTIONS")
        || target.contains("://")
    else {
      throw HTTPReadError(.malformedStartLine, "the request target is neither a path, nor a URL, nor *")
    }
  }

  private static func isHTTP11(_ line: Span<UInt8>, at start: Int) throws(HTTPReadError) -> Bool {
    guard line.count >= start + 8,
      line[start] == UInt8(ascii: "H"), line[start + 1] == UInt8(ascii: "T"), line[start + 2] == UInt8(ascii: "T"),
      line[start + 3] == UInt8(ascii: "P"), line[start + 4] == UInt8(ascii: "/"),
      line[start + 5] == UInt8(ascii: "1"), line[start + 6] == UInt8(ascii: "."),
      line[start + 7] &- UInt8(ascii: "0") <= 9
    else {
      throw HTTPReadError(.malformedStartLine, "the version is not HTTP/1.0 or HTTP/1.1")
    }
    return line[start + 7] > UInt8(ascii: "0")
  }

  /// Whether bytes may be the beginning of a status line, as far as they go; so may none at all.
  static func mayBegin(_ bytes: Span<UInt8>) -> Bool {
    var index = 0
    for byte in "HTTP/1.".utf8 where index < bytes.count {
      if bytes[index] != byte { return false }
      index += 1
    }
    return true
  }

  private static func text(_ bytes: Span<UInt8>) -> String {
    // The pointer does not leave the closure.
    bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }
}
