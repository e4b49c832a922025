import LoadEngine
import Testing

@Suite("Headers")
struct HTTPHeadersTests {
  private func headers(_ lines: String) throws -> HTTPHeaders {
    let outcome = HTTPDriver.response(Array("HTTP/1.1 204 No Content\r\n\(lines)\r\n".utf8))
    return try #require(outcome.messages.first).headers
  }

  @Test("names compare in any case, values are trimmed, the first of several wins")
  func lookUp() throws {
    let headers = try headers("Retry-After: \t 5 \t\r\nX-A:1\r\nx-a: 2\r\nEmpty:\r\nSpaces: a b\r\n")
    #expect(headers.count == 5)
    #expect(headers["retry-after"] == "5")
    #expect(headers["RETRY-AFTER"] == "5")
    #expect(headers["X-a"] == "1")
    #expect(headers["Empty"] == "")
    #expect(headers["Spaces"] == "a b")
  }

  @Test("a name matches whole or not at all", arguments: ["X", "X-", "X-AB", "1", "", ":", "X-A:", "X-A: 1"])
  func noMatch(name: String) throws {
    #expect(try headers("X-A: 1\r\n")[name] == nil)
  }

  @Test("iteration keeps order, spelling and duplicates")
  func iteration() throws {
    let headers = try headers("B: 2\r\nA: x:y\r\nb:  3\r\n")
    #expect(headers.map { "\($0.name)=\($0.value)" } == ["B=2", "A=x:y", "b=3"])
  }

  @Test("no header is no surprise")
  func empty() throws {
    let headers = try headers("")
    #expect(headers.count == 0 && headers["A"] == nil && headers.map(\.name).isEmpty)
    #expect(headers == HTTPHeaders())
  }

  @Test("interim headers are not those of the answer")
  func interim() throws {
    let outcome = HTTPDriver.response(
      Array("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\nA: b\r\n\r\n".utf8))
    let headers = try #require(outcome.messages.first).headers
    #expect(headers.count == 1 && headers["Link"] == nil && headers["A"] == "b")
  }

  @Test("bytes that are not UTF-8 are readable with a replacement")
  func latin1() throws {
    let bytes = Array("HTTP/1.1 204 No Content\r\nA: ".utf8) + [0xF1] + Array("\r\n\r\n".utf8)
    #expect(HTTPDriver.response(bytes).messages.first?.headers["A"] == "\u{FFFD}")
  }
}
