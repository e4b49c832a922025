import Testing

@testable import LoadFixtures

/// An answer that is none, and the kind of failure that it has to be counted as.
struct BrokenAnswer: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let script: WireScript
  let kind: FailureKind
  var schemes = WireScheme.allCases

  private init(
    _ description: String, _ script: WireScript, _ kind: FailureKind, schemes: [WireScheme] = WireScheme.allCases
  ) {
    testDescription = description
    self.script = script
    self.kind = kind
    self.schemes = schemes
  }

  private static let status = WireScript.status
  private static let sized = status + "Content-Length: 100\r\n\r\nonly this"
  private static let chunked = status + "Transfer-Encoding: chunked\r\n\r\n"

  /// Validity check 11.
  static let resets = [
    BrokenAnswer("reset in mid-body", WireScript(sized, then: .reset), .reset),
    BrokenAnswer("reset in mid-chunk", WireScript(chunked + "a\r\nabc", then: .reset), .reset),
    BrokenAnswer("reset in mid-head", WireScript(status + "X-Part", then: .reset), .reset),
    BrokenAnswer("reset where the end would frame", WireScript(status + "\r\nabc", then: .reset), .reset),
  ]

  /// Failures on a new connection only: on one that was at hand the request is sent once more.
  static let unanswered = [
    BrokenAnswer("reset before the answer", WireScript([], then: .reset), .reset),
    BrokenAnswer("end before the answer", WireScript([], then: .close), .closed),
    BrokenAnswer("cut before the answer", WireScript([], then: .cut), .closed, schemes: [.https]),
  ]

  /// Validity check 12.
  static let truncations = [
    BrokenAnswer("short Content-Length", WireScript(sized, then: .close), .truncated),
    BrokenAnswer("no last chunk", WireScript(chunked + "3\r\nabc\r\n", then: .close), .truncated),
    BrokenAnswer("half a chunk", WireScript(chunked + "a\r\nabc", then: .close), .truncated),
    BrokenAnswer("no end of the trailers", WireScript(chunked + "0\r\nX-Sum: 1\r\n", then: .close), .truncated),
    BrokenAnswer("half a head", WireScript(status + "Content-Le", then: .close), .truncated),
    BrokenAnswer("short Content-Length, cut", WireScript(sized, then: .cut), .truncated, schemes: [.https]),
    BrokenAnswer(
      "framed by an end that is cut", WireScript(status + "\r\nabc", then: .cut), .truncated, schemes: [.https]),
  ]

  /// Validity check 13. All keep the connection open, so that using it again would be possible.
  static let violations = [
    BrokenAnswer("garbage", WireScript("220 mail.test ESMTP\r\n\r\n"), .protocolError),
    BrokenAnswer("no version", WireScript("HTTP 200 OK\r\nContent-Length: 0\r\n\r\n"), .protocolError),
    BrokenAnswer(
      "two framings", WireScript(status + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
      .protocolError),
    BrokenAnswer(
      "two lengths", WireScript(status + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nabc"), .protocolError),
    BrokenAnswer("bytes after the answer", WireScript(WireScript.okText + WireScript.okText), .protocolError),
    BrokenAnswer("a chunk size that is none", WireScript(chunked + "zz\r\n"), .protocolError),
    BrokenAnswer("a chunk that is too long", WireScript(chunked + "2\r\nabcd\r\n0\r\n\r\n"), .protocolError),
    BrokenAnswer("lines without CR", WireScript("HTTP/1.1 200 OK\nContent-Length: 2\n\nok"), .protocolError),
  ]

  /// Validity check 14.
  static let floods = [
    BrokenAnswer("100,000 header lines", flood("X-Filler: v\r\n", 1000, times: 100), .headerOverflow),
    BrokenAnswer("a header block of 100 kB", flood(line(1000), 1, times: 100), .headerOverflow),
    BrokenAnswer("a header line of 1 MB", flood(String(repeating: "x", count: 1000), 1, times: 1000), .headerOverflow),
    BrokenAnswer(
      "10,000 interim answers",
      WireScript([.flood(String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 100), times: 100)]), .headerOverflow),
    BrokenAnswer(
      "endless trailers", WireScript([.send(chunked + "0\r\n"), .flood(line(1000), times: 100), .send("\r\n")]),
      .headerOverflow),
  ]

  private static func line(_ length: Int) -> String {
    "X-Filler: " + String(repeating: "v", count: length - 12) + "\r\n"
  }

  private static func flood(_ text: String, _ count: Int, times: Int) -> WireScript {
    WireScript([
      .send(status + "Content-Length: 2\r\n"), .flood(String(repeating: text, count: count), times: times),
      .send("\r\nok"),
    ])
  }

  static let all = resets + unanswered + truncations + violations + floods
}
