import Testing

@testable import LoadEngine

@Suite("Requests found in the bytes of a connection")
struct HTTPInspectionTests {
  /// What comes out of an inspection, with what was passed each way as text.
  private struct Passed: Equatable {
    var toTarget = ""
    var toClient = ""
    var delays: [Duration] = []
    var ends = 0

    mutating func take(_ steps: [HTTPInspection.Step]) {
      for step in steps {
        switch step {
        case .toTarget(let bytes, let delay):
          toTarget += String(decoding: bytes, as: UTF8.self)
          delays.append(delay)
        case .toClient(let bytes): toClient += String(decoding: bytes, as: UTF8.self)
        case .endClient: ends += 1
        }
      }
    }
  }

  private enum Side { case client, target }

  private static let busy = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"

  /// Feeds what both sides send, in pieces of so many bytes.
  private static func feed(
    _ parts: [(Side, String)], piece: Int = .max,
    choose: @escaping (String, String) -> HTTPRule.Action? = { _, _ in nil }
  ) -> Passed {
    var inspection = HTTPInspection()
    var passed = Passed()
    for (side, text) in parts {
      var bytes = Array(text.utf8)[...]
      while !bytes.isEmpty {
        let some = Array(bytes.prefix(piece))
        bytes = bytes.dropFirst(some.count)
        some.withUnsafeBytes { some in
          passed.take(
            side == .client
              ? inspection.fromClient(some, choose: choose) : inspection.fromTarget(some, choose: choose))
        }
      }
    }
    return passed
  }

  private static let get = "GET /a HTTP/1.1\r\nHost: h\r\nX: y\r\n\r\n"
  private static let post = "POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello"
  private static let chunked =
    "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
  static let answer = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789"

  @Test(
    "Without a rule that fits all bytes pass as they came, however they are split", arguments: [1, 2, 7, 100, 10_000])
  func untouched(piece: Int) {
    let parts: [(Side, String)] = [
      (.client, Self.get), (.target, Self.answer), (.client, Self.post), (.target, "HTTP/1.1 204 No Content\r\n\r\n"),
      (.client, Self.chunked), (.target, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n"),
      (.client, "HEAD /d HTTP/1.1\r\nHost: h\r\n\r\n"), (.target, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"),
      (.client, Self.get), (.target, "HTTP/1.1 200 OK\r\n\r\nuntil the end"),
    ]
    var seen: [String] = []
    let passed = Self.feed(parts, piece: piece) { method, target in
      seen.append("\(method) \(target)")
      return nil
    }
    #expect(passed.toTarget == parts.filter { $0.0 == .client }.map(\.1).joined())
    #expect(passed.toClient == parts.filter { $0.0 == .target }.map(\.1).joined())
    #expect(seen == ["GET /a", "POST /b", "POST /c", "HEAD /d", "GET /a"] && passed.ends == 0)
  }

  @Test("A request that is answered here reaches no target; the next one does")
  func answered() {
    var count = 0
    let passed = Self.feed([(.client, Self.get + Self.post), (.target, Self.answer)]) { _, _ in
      count += 1
      return count == 1 ? .status(503) : nil
    }
    #expect(passed.toTarget == Self.post)
    #expect(passed.toClient == Self.busy + Self.answer)
  }

  @Test(
    "An answer from here ends the connection of a client that wants it so, or that knows no other way",
    arguments: ["GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", "GET / HTTP/1.0\r\n\r\n"])
  func last(text: String) {
    let parts: [(Side, String)] = [(.client, text + Self.get), (.target, "late"), (.client, Self.get)]
    let passed = Self.feed(parts) { _, _ in .status(503) }
    #expect(
      passed.toClient == "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
    #expect(passed.toTarget.isEmpty && passed.ends == 1)
  }

  @Test("Requests in a row wait for each other's answers, so that one that is answered here overtakes none")
  func pipelined() {
    let passed = Self.feed([(.client, Self.get + Self.post)]) { method, _ in method == "POST" ? .status(503) : nil }
    #expect(passed.toTarget == Self.get && passed.toClient.isEmpty)
    let whole = Self.feed([(.client, Self.get + Self.post), (.target, Self.answer)]) { method, _ in
      method == "POST" ? .status(503) : nil
    }
    #expect(whole.toClient == Self.answer + Self.busy)
  }

  @Test(
    "An answer is cut after so many bytes of its body, however it is framed and split",
    arguments: [0, 1, 9], [1, 3, 10_000])
  func cut(after: Int, piece: Int) {
    let heads = [
      "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n",
    ]
    for head in heads {
      let parts: [(Side, String)] = [(.client, Self.get), (.target, head + "0123456789"), (.client, Self.get)]
      let passed = Self.feed(parts, piece: piece) { _, _ in .cutBody(after: after) }
      #expect(passed.toClient == head + "0123456789".prefix(after))
      #expect(passed.toTarget == Self.get && passed.ends == 1)
    }
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    let chunks = "4\r\n0123\r\n6\r\n456789\r\n0\r\n\r\n"
    let passed = Self.feed([(.client, Self.get), (.target, head + chunks)], piece: piece) { _, _ in
      .cutBody(after: after)
    }
    // The sizes of the chunks up to there belong to what is passed.
    let expected = [0: "", 1: "4\r\n0", 9: "4\r\n0123\r\n6\r\n45678"]
    #expect(passed.toClient == head + (expected[after] ?? "?") && passed.ends == 1)
  }

  @Test(
    "An answer that is no longer than the cut passes whole, and the next one is not cut",
    arguments: [
      (10, answer), (11, answer), (0, "HTTP/1.1 204 No Content\r\n\r\n"),
      (0, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
    ])
  func notCut(after: Int, text: String) {
    var count = 0
    let parts: [(Side, String)] = [
      (.client, Self.get), (.target, text), (.client, Self.get), (.target, Self.answer),
    ]
    let passed = Self.feed(parts) { _, _ in
      count += 1
      return count == 1 ? .cutBody(after: after) : nil
    }
    #expect(passed.toClient == text + Self.answer && passed.ends == 0)
  }

  @Test("The answer to a HEAD has no body to cut")
  func cutHEAD() {
    let parts: [(Side, String)] = [
      (.client, "HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n"),
      (.target, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"), (.client, Self.post),
    ]
    let passed = Self.feed(parts) { method, _ in method == "HEAD" ? .cutBody(after: 0) : nil }
    #expect(passed.ends == 0 && passed.toTarget.hasSuffix(Self.post))
  }

  @Test("A request that is put off says so")
  func delayed() {
    let passed = Self.feed([(.client, Self.get)]) { _, _ in .delay(.milliseconds(20)) }
    #expect(passed.toTarget == Self.get && passed.delays == [.milliseconds(20)])
  }

  @Test(
    "What is not HTTP passes as it is, and so does all that follows",
    arguments: [
      "\u{16}\u{3}\u{1}GET / HTTP/1.1\r\nHost: h\r\n\r\n", "EHLO mail\r\nGET / HTTP/1.1\r\n\r\n", "\0\0\0\0",
      "GET / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n",
    ])
  func foreign(text: String) {
    let passed = Self.feed([(.client, text), (.target, "anything"), (.client, Self.get)], piece: 3) { _, _ in
      .status(503)
    }
    #expect(passed.toTarget == text + Self.get && passed.toClient == "anything")
  }

  @Test(
    "What begins no request passes at once: its end may never come",
    arguments: ["\u{16}", "\0", "{", "GET\t", String(repeating: "A", count: 33), "\r\n\u{16}"])
  func atOnce(text: String) {
    #expect(Self.feed([(.client, text)]).toTarget == text)
  }

  @Test(
    "What may begin a request is held",
    arguments: ["G", "GET", "GET ", "GET /", "\r\n", "\r\nGET", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: h\r\n"])
  func held(text: String) {
    #expect(Self.feed([(.client, text)]) == Passed())
  }

  @Test(
    "After a switch of protocols all passes",
    arguments: [
      ("GET /a HTTP/1.1\r\nHost: h\r\nUpgrade: x\r\n\r\n", "HTTP/1.1 101 Switching Protocols\r\n\r\nmine"),
      ("CONNECT h:443 HTTP/1.1\r\nHost: h\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\nmine"),
    ])
  func switched(request: String, answer: String) {
    var asked = 0
    let parts: [(Side, String)] = [(.client, request), (.target, answer), (.client, "yours" + Self.get)]
    let passed = Self.feed(parts, piece: 5) { _, _ in
      asked += 1
      return nil
    }
    #expect(passed.toTarget == request + "yours" + Self.get && passed.toClient == answer)
    #expect(asked == (request.hasPrefix("GET") ? 1 : 0))
  }

  @Test("A body that is larger than what is held passes")
  func large() {
    let text =
      "POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 2000000\r\n\r\n" + String(repeating: "x", count: 2_000_000)
    let passed = Self.feed([(.client, text)], piece: 1 << 16) { _, _ in .status(503) }
    #expect(passed.toTarget == text && passed.toClient.isEmpty)
  }

  @Test("What waits for an answer says how much it is, however much it is, and passes in order")
  func waiting() {
    var inspection = HTTPInspection()
    var passed = Passed()
    let posts = String(repeating: Self.post, count: (2 << 20) / Self.post.utf8.count)
    for text in [Self.get, posts] {
      Array(text.utf8).withUnsafeBytes { passed.take(inspection.fromClient($0) { _, _ in nil }) }
    }
    #expect(passed.toTarget == Self.get && inspection.waiting == posts.utf8.count && !inspection.isRaw)
    Array(Self.answer.utf8).withUnsafeBytes { passed.take(inspection.fromTarget($0) { _, _ in nil }) }
    #expect(passed.toTarget == Self.get + Self.post && inspection.waiting == posts.utf8.count - Self.post.utf8.count)
  }

  @Test("Between two requests, and only there, it is idle")
  func idle() {
    var inspection = HTTPInspection()
    #expect(inspection.isIdle)
    for byte in Self.post.utf8 {
      _ = [byte].withUnsafeBytes { inspection.fromClient($0) { _, _ in nil } }
      #expect(!inspection.isIdle)
    }
    for byte in Self.answer.utf8 {
      #expect(!inspection.isIdle)
      _ = [byte].withUnsafeBytes { inspection.fromTarget($0) { _, _ in nil } }
    }
    #expect(inspection.isIdle && !inspection.isRaw)
  }

  @Test("A client that ends within a request has sent what it has sent")
  func ended() {
    var inspection = HTTPInspection()
    let half = Array("POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhe".utf8)
    let steps = half.withUnsafeBytes { inspection.fromClient($0) { _, _ in nil } }
    let rest = inspection.clientEnded()
    #expect(steps.isEmpty && rest == [.toTarget(half, after: .zero)])
  }
}
