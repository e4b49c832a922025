import Testing

@testable import LoadEngine

@Suite("Response reader")
struct ResponseReaderTests {
  @Test("reads what the RFC allows, however it is split", arguments: HTTPSamples.responses)
  func good(sample: ResponseSample) {
    let bytes = Array(sample.wire.utf8)
    let whole = HTTPDriver.response(bytes, isHEAD: sample.isHEAD)
    guard case .messages(let responses, let surplus) = whole, let response = responses.first else {
      Issue.record("\(whole)")
      return
    }
    #expect(response.status == sample.status)
    #expect(String(decoding: response.body, as: UTF8.self) == sample.body)
    #expect(response.bodyByteCount == sample.body.utf8.count)
    #expect(response.keepAlive == sample.keepAlive)
    #expect(surplus == sample.surplus)
    for cuts in HTTPDriver.everySplit(of: bytes) {
      #expect(HTTPDriver.response(bytes, cuts: cuts, isHEAD: sample.isHEAD) == whole, "cut at \(cuts)")
    }
  }

  @Test("refuses what it forbids, however it is split", arguments: HTTPSamples.badResponses)
  func bad(sample: BadSample) {
    let bytes = Array(sample.wire.utf8)
    let whole = HTTPDriver.response(bytes, isHEAD: sample.isHEAD)
    #expect(whole.error?.code == sample.code, "\(whole)")
    for cuts in HTTPDriver.everySplit(of: bytes) {
      #expect(HTTPDriver.response(bytes, cuts: cuts, isHEAD: sample.isHEAD) == whole, "cut at \(cuts)")
    }
  }

  @Test("one reader serves a connection: answer after answer, each with its own headers and body")
  func reuse() throws {
    var reader = ResponseReader()
    for round in 1...3 {
      reader.expect(headOf: round == 2)
      #expect(!reader.hasBegun)
      let text =
        "HTTP/1.1 20\(round) OK\r\nX-Round: \(round)\r\nContent-Length: 2\r\n\r\n" + (round == 2 ? "" : "a\(round)")
      let bytes = Array(text.utf8)
      let first = try reader.read(bytes.span.extracting(0..<1))
      #expect(first.consumed == 1 && first.response == nil)
      #expect(reader.hasBegun)
      let progress = try reader.read(bytes.span.extracting(1..<bytes.count))
      let response = try #require(progress.response)
      #expect(response.status == 200 + round)
      #expect(response.headers["x-round"] == String(round))
      #expect(response.headers.count == 2)
      #expect(response.body == (round == 2 ? [] : Array("a\(round)".utf8)))
    }
  }

  @Test("no byte, no beginning: an empty read neither begins nor ends a response")
  func emptyRead() throws {
    var reader = ResponseReader()
    reader.expect()
    let none: [UInt8] = []
    let progress = try reader.read(none.span)
    #expect(progress.consumed == 0 && progress.response == nil && !reader.hasBegun)
    #expect { try reader.endOfStream() } throws: { ($0 as? HTTPReadError)?.code == .closedBeforeMessage }
  }

  @Test("bytes that nobody awaits are an error, before the first request and after an answer")
  func unexpected() throws {
    let bytes = Array("HTTP/1.1 204 No Content\r\n\r\n".utf8)
    var reader = ResponseReader()
    #expect { try reader.read(bytes.span) } throws: { ($0 as? HTTPReadError)?.code == .unexpectedBytes }
    reader.expect()
    #expect(try reader.read(bytes.span).response?.status == 204)
    #expect { try reader.read(bytes.span) } throws: { ($0 as? HTTPReadError)?.code == .unexpectedBytes }
  }

  @Test("after an error every call repeats it until a new response is awaited")
  func errorStays() throws {
    let bad = Array("HTTP/1.1 200 OK\r\nA b\r\n".utf8)
    let good = Array("HTTP/1.1 204 No Content\r\n\r\n".utf8)
    var reader = ResponseReader()
    reader.expect()
    for _ in 1...2 {
      #expect { try reader.read(bad.span) } throws: { ($0 as? HTTPReadError)?.code == .malformedHeader }
    }
    #expect { try reader.endOfStream() } throws: { ($0 as? HTTPReadError)?.code == .malformedHeader }
    reader.expect()
    #expect(try reader.read(good.span).response?.status == 204)
  }

  @Test("an interim answer already counts as the first byte")
  func interimBegins() throws {
    let interim = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)
    var reader = ResponseReader()
    reader.expect()
    #expect(try reader.read(interim.span).response == nil)
    #expect(reader.hasBegun)
  }
}
