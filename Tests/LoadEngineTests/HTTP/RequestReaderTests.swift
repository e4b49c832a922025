import Testing

@testable import LoadEngine

@Suite("Request reader")
struct RequestReaderTests {
  @Test("reads what the RFC allows, however it is split", arguments: HTTPSamples.requests)
  func good(sample: RequestSample) {
    let bytes = Array(sample.wire.utf8)
    let whole = HTTPDriver.requests(bytes)
    #expect(whole.error == nil)
    let read = whole.messages.map { request in
      "\(request.method) \(request.path) \(String(decoding: request.body, as: UTF8.self)) \(request.keepAlive)"
    }
    #expect(read == sample.expected)
    for cuts in HTTPDriver.everySplit(of: bytes) {
      #expect(HTTPDriver.requests(bytes, cuts: cuts) == whole, "cut at \(cuts)")
    }
  }

  @Test("refuses what it forbids, however it is split", arguments: HTTPSamples.badRequests)
  func bad(sample: BadSample) {
    let bytes = Array(sample.wire.utf8)
    let whole = HTTPDriver.requests(bytes)
    #expect(whole.error?.code == sample.code, "\(whole)")
    for cuts in HTTPDriver.everySplit(of: bytes) {
      #expect(HTTPDriver.requests(bytes, cuts: cuts) == whole, "cut at \(cuts)")
    }
  }

  @Test("the target is kept as it was sent")
  func target() {
    let outcome = HTTPDriver.requests(Array("GET /a%20b/?q=1&r=%F1 HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
    #expect(outcome.messages.first?.target == "/a%20b/?q=1&r=%F1")
    #expect(outcome.messages.first?.path == "/a%20b/")
  }

  @Test("of two requests in one span the second stays with the caller")
  func pipelining() throws {
    let one = "GET /1 HTTP/1.1\r\nHost: x\r\n\r\n"
    let bytes = Array((one + one).utf8)
    var reader = RequestReader()
    let progress = try reader.read(bytes.span)
    #expect(progress.consumed == one.utf8.count)
    #expect(progress.request?.target == "/1")
    #expect(!reader.hasBegun)
  }

  @Test(
    "100 Continue is wanted from the end of the head until the first byte of the body",
    arguments: [
      ("HTTP/1.1", "Content-Length: 2", "ab", true),
      ("HTTP/1.1", "Transfer-Encoding: chunked", "2\r\nab\r\n0\r\n\r\n", true),
      ("HTTP/1.1", "Content-Length: 0", "", false),
      ("HTTP/1.0", "Content-Length: 2", "ab", false),
    ])
  func wantsContinue(version: String, framing: String, body: String, wanted: Bool) throws {
    let head = Array("PUT / \(version)\r\nHost: x\r\nEXPECT: 100-Continue\r\n\(framing)\r\n\r\n".utf8)
    var reader = RequestReader()
    _ = try reader.read(head.span.extracting(0..<head.count - 1))
    #expect(!reader.wantsContinue)
    let progress = try reader.read(head.span.extracting(head.count - 1..<head.count))
    #expect(reader.wantsContinue == wanted)
    if body.isEmpty {
      #expect(progress.request != nil)
    } else {
      let bytes = Array(body.utf8)
      #expect(try reader.read(bytes.span).request?.body == Array("ab".utf8))
    }
    #expect(!reader.wantsContinue)
  }

  @Test("no expectation, no 100 Continue")
  func noExpectation() throws {
    let head = Array("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n".utf8)
    var reader = RequestReader()
    _ = try reader.read(head.span)
    #expect(!reader.wantsContinue)
  }
}
