import Testing

@testable import LoadEngine

@Suite("Requests found in the bytes of a connection")
struct HTTPInspectionTests {
  /// What comes out of an inspection, with what was passed each way as text.
  private struct Passed: Equatable {
    var toTarget = ""
    var toClient = ""
    var delays: [Duration] = []
    var ends: [Bool] = []

    mutating func take(_ steps: [HTTPInspection.Step]) {
      for step in steps {
        switch step {
        case .toTarget(let bytes, let delay):
          toTarget += String(decoding: bytes, as: UTF8.self)
          delays.append(delay)
        case .toClient(let bytes): toClient += String(decoding: bytes, as: UTF8.self)
        case .endClient(let isCut): ends.append(isCut)
        }
      }
    }
  }

  private enum Side { case client, target }

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
  private static let answer = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789"

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
    #expect(seen == ["GET /a", "POST /b", "POST /c", "HEAD /d", "GET /a"] && passed.ends.isEmpty)
  }

  @Test("A request that is answered here reaches no target; the next one does")
  func answered() {
    var count = 0
    let passed = Self.feed([(.client, Self.get + Self.post), (.target, Self.answer)]) { _, _ in
      count += 1
      return count == 1 ? .status(503) : nil
    }
    #expect(passed.toTarget == Self.post)
    #expect(passed.toClient == "HTTP/1.1 503 \r\nContent-Length: 0\r\n\r\n" + Self.answer)
    let last = Self.feed([(.client, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")]) { _, _ in .status(500) }
    #expect(last.toClient.contains("Connection: close\r\n") && last.ends == [false])
  }

  @Test("Requests in a row wait for each other's answers, so that one that is answered here overtakes none")
  func pipelined() {
    let passed = Self.feed([(.client, Self.get + Self.post)]) { method, _ in method == "POST" ? .status(503) : nil }
    #expect(passed.toTarget == Self.get && passed.toClient.isEmpty)
    let whole = Self.feed([(.client, Self.get + Self.post), (.target, Self.answer)]) { method, _ in
      method == "POST" ? .status(503) : nil
    }
    #expect(whole.toClient == Self.answer + "HTTP/1.1 503 \r\nContent-Length: 0\r\n\r\n")
  }

  @Test("An answer is cut after so many bytes of its body, chunked or not", arguments: [0, 1, 9])
  func cut(after: Int) {
    let passed = Self.feed([(.client, Self.get), (.target, Self.answer)]) { _, _ in .cutBody(after: after) }
    #expect(passed.toClient == "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n" + "0123456789".prefix(after))
    #expect(passed.ends == [true])
    let chunked = Self.feed(
      [
        (.client, Self.get),
        (.target, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n0\r\n\r\n"),
      ]
    ) { _, _ in .cutBody(after: after) }
    #expect(chunked.toClient.hasSuffix("a\r\n" + "0123456789".prefix(after)) && chunked.ends == [true])
  }

  @Test("An answer that is no longer than the cut passes whole")
  func notCut() {
    let passed = Self.feed([(.client, Self.get), (.target, Self.answer)]) { _, _ in .cutBody(after: 10) }
    #expect(passed.toClient == Self.answer && passed.ends.isEmpty)
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

  @Test("A body that is larger than what is held passes")
  func large() {
    let text =
      "POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 2000000\r\n\r\n" + String(repeating: "x", count: 2_000_000)
    let passed = Self.feed([(.client, text)], piece: 1 << 16) { _, _ in .status(503) }
    #expect(passed.toTarget == text && passed.toClient.isEmpty)
  }

  @Test("A client that ends within a request has sent what it has sent")
  func ended() {
    var inspection = HTTPInspection()
    let half = Array("POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhe".utf8)
    #expect(half.withUnsafeBytes { inspection.fromClient($0) { _, _ in nil } }.isEmpty)
    #expect(inspection.clientEnded() == [.toTarget(half, after: .zero)])
  }
}
