import Testing

@testable import LoadEngine

@Suite("HTTP limits")
struct HTTPLimitsTests {
  /// A response whose second line is `count` bytes long, CRLF included.
  private func response(lineOf count: Int) -> [UInt8] {
    Array("HTTP/1.1 204 No Content\r\nA:".utf8) + Array(repeating: UInt8(ascii: "x"), count: count - 4)
      + Array("\r\n\r\n".utf8)
  }

  @Test("a line of exactly the limit is read, one byte more is too long, however it is split")
  func lineLength() {
    let limits = HTTPLimits(maxLineBytes: 40)
    let fits = response(lineOf: 40)
    let long = response(lineOf: 41)
    for cuts in HTTPDriver.everySplit(of: fits) {
      #expect(HTTPDriver.response(fits, cuts: cuts, limits: limits).messages.count == 1)
    }
    for cuts in HTTPDriver.everySplit(of: long) {
      #expect(HTTPDriver.response(long, cuts: cuts, limits: limits).error?.code == .headerOverflow)
    }
  }

  @Test("a line without end is refused at the limit, not stored", arguments: ["", "HTTP/1.1 200 OK\r\nA: "])
  func endlessLine(start: String) {
    let bytes = Array(start.utf8) + Array(repeating: UInt8(ascii: "a"), count: 17 * 1024)
    #expect(HTTPDriver.response(bytes).error?.code == .headerOverflow)
    #expect(HTTPDriver.response(bytes, cuts: Array(0...bytes.count)).error?.code == .headerOverflow)
    #expect(HTTPDriver.requests(bytes).error?.code == (start.isEmpty ? .headerOverflow : .malformedStartLine))
  }

  @Test("a chunk size line without end is a malformed chunk")
  func endlessChunkSize() {
    let bytes =
      Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;".utf8)
      + Array(repeating: UInt8(ascii: "a"), count: 17 * 1024)
    #expect(HTTPDriver.response(bytes).error?.code == .malformedChunk)
  }

  @Test("a chunk size line of exactly the limit is read, one byte more is malformed, however it is split")
  func chunkSizeLength() {
    func wire(lineOf count: Int) -> [UInt8] {
      Array(
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" + String(repeating: "e", count: count - 4)
          + "\r\na\r\n0\r\n\r\n").utf8)
    }
    let limits = HTTPLimits(maxLineBytes: 40)
    for (count, body, code) in [(40, Array("a".utf8), nil), (41, nil, HTTPReadError.Code.malformedChunk)] {
      let bytes = wire(lineOf: count)
      for cuts in HTTPDriver.everySplit(of: bytes) {
        let outcome = HTTPDriver.response(bytes, cuts: cuts, limits: limits)
        #expect(outcome.messages.first?.body == body && outcome.error?.code == code)
      }
    }
  }

  @Test("1000 headers are read, 1001 are too many, trailers included")
  func headerCount() {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
    func wire(_ headers: Int, _ trailers: Int) -> [UInt8] {
      let header = "A: b\r\n"
      return Array(
        (head + String(repeating: header, count: headers - 1) + "\r\n0\r\n" + String(repeating: header, count: trailers)
          + "\r\n").utf8)
    }
    #expect(HTTPDriver.response(wire(1000, 0)).messages.first?.headers.count == 1000)
    #expect(HTTPDriver.response(wire(600, 400)).messages.first?.headers.count == 600)
    #expect(HTTPDriver.response(wire(1001, 0)).error?.code == .headerOverflow)
    #expect(HTTPDriver.response(wire(600, 401)).error?.code == .headerOverflow)
  }

  @Test("100,000 header lines end in headerOverflow")
  func manyHeaders() {
    let bytes = Array(("HTTP/1.1 200 OK\r\n" + String(repeating: "A: b\r\n", count: 100_000) + "\r\n").utf8)
    #expect(HTTPDriver.response(bytes).error?.code == .headerOverflow)
  }

  @Test("a head of more than 80 kB ends in headerOverflow, one just below is read")
  func headSize() {
    func wire(_ lines: Int) -> [UInt8] {
      let line = "A: " + String(repeating: "v", count: 1019) + "\r\n"
      return Array(("HTTP/1.1 204 No Content\r\n" + String(repeating: line, count: lines) + "\r\n").utf8)
    }
    #expect(HTTPDriver.response(wire(79)).messages.count == 1)
    #expect(HTTPDriver.response(wire(80)).error?.code == .headerOverflow)
  }

  @Test("interim answers without end do not go on for ever")
  func endlessInterim() {
    let bytes = Array(String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 4000).utf8)
    #expect(HTTPDriver.response(bytes).error?.code == .headerOverflow)
  }

  @Test("empty lines without end before a request do not go on for ever")
  func endlessEmptyLines() {
    let bytes = Array(String(repeating: "\r\n", count: 50_000).utf8)
    #expect(HTTPDriver.requests(bytes).error?.code == .headerOverflow)
  }

  @Test("limits count anew for every message of a connection")
  func perMessage() {
    let limits = HTTPLimits(maxHeaderCount: 2, maxHeaderBytes: 60)
    let bytes = Array(String(repeating: "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n\r\n", count: 20).utf8)
    #expect(HTTPDriver.requests(bytes, limits: limits).messages.count == 20)
  }

  @Test(
    "a large body is drained: all counted, no more stored than the limit",
    arguments: ["Content-Length: 67108864", "Transfer-Encoding: chunked", "Connection: close"])
  func drain(framing: String) throws {
    let limits = HTTPLimits(maxBodyBytes: 1000)
    let piece = Array(repeating: UInt8(ascii: "z"), count: 64 * 1024)
    let isChunked = framing.hasSuffix("chunked")
    var reader = ResponseReader(limits: limits)
    reader.expect()
    let head = Array("HTTP/1.1 200 OK\r\n\(framing)\r\n\r\n".utf8)
    _ = try reader.read(head.span)
    let chunk = isChunked ? Array("10000\r\n".utf8) + piece + Array("\r\n".utf8) : piece
    var response: HTTPResponse?
    for _ in 1...1024 {
      #expect(response == nil)
      let progress = try reader.read(chunk.span)
      #expect(progress.consumed == chunk.count)
      response = progress.response
    }
    if isChunked {
      let last = Array("0\r\n\r\n".utf8)
      response = try reader.read(last.span).response
    } else if response == nil {
      response = try reader.endOfStream()
    }
    let drained = try #require(response)
    #expect(drained.bodyByteCount == 64 * 1024 * 1024)
    try #require(drained.body.count == 1000)
    #expect(drained.body.allSatisfy { $0 == UInt8(ascii: "z") })
    #expect(drained.body.capacity < 16 * 1024)
  }

  @Test("a claimed length takes no memory before the bytes come")
  func claimedLength() throws {
    var reader = ResponseReader(limits: HTTPLimits(maxBodyBytes: Int.max))
    reader.expect()
    let head = Array("HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\nabc".utf8)
    let progress = try reader.read(head.span)
    #expect(progress.consumed == head.count && progress.response == nil)
    #expect { try reader.endOfStream() } throws: { ($0 as? HTTPReadError)?.code == .truncated }
  }

  @Test(
    "a request body of exactly the limit is read, one byte more is refused",
    arguments: [
      ("Content-Length: 4\r\n\r\nabcd", nil), ("Content-Length: 5\r\n\r\n", HTTPReadError.Code.bodyTooLarge),
      ("Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n", nil),
      ("Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n3\r\n", .bodyTooLarge),
      ("Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n7fffffffffffffff\r\n", .bodyTooLarge),
    ])
  func requestBody(rest: String, code: HTTPReadError.Code?) {
    let bytes = Array(("POST / HTTP/1.1\r\nHost: x\r\n" + rest).utf8)
    let whole = HTTPDriver.requests(bytes, limits: HTTPLimits(maxBodyBytes: 4))
    #expect(whole.error?.code == code)
    if code == nil { #expect(whole.messages.first?.body == Array("abcd".utf8)) }
  }
}
