/// What a server sends in place of a decent answer, and how it goes on.
struct WireScript: Sendable {
  enum Step: Sendable {
    case send(String)
    /// The same text so many times.
    case flood(String, times: Int)
    /// Waits; a client that goes away meanwhile ends the script.
    case pause(Duration)
  }

  enum End: Sendable {
    /// Reads the next request.
    case keepOpen
    /// Sends its last byte; over TLS announces the end (close_notify).
    case close
    /// The same without the announcement.
    case cut
    case reset
    /// Closes when no request comes for so long; the close takes the delay to arrive, and what is sent meanwhile is
    /// lost.
    case timeOut(idle: Duration, delay: Duration)
  }

  var steps: [Step]
  var end: End

  init(_ steps: [Step], then end: End = .keepOpen) {
    self.steps = steps
    self.end = end
  }

  init(_ text: String, then end: End = .keepOpen) {
    self.init([.send(text)], then: end)
  }

  static let status = "HTTP/1.1 200 OK\r\n"
  static let okText = status + "Content-Length: 2\r\n\r\nok"
  static let ok = WireScript(okText)

  /// A text byte by byte, with a pause before each.
  static func trickle(_ text: String, every pause: Duration) -> [Step] {
    text.unicodeScalars.flatMap { [.pause(pause), .send(String($0))] }
  }
}
