import LoadEngine
import Testing

/// A response on the wire and what must come of it.
struct ResponseSample: Sendable, CustomTestStringConvertible {
  let name: String
  let wire: String
  var isHEAD = false
  var status = 200
  var body = ""
  var keepAlive = true
  var surplus = 0
  var testDescription: String { name }
}

/// Bytes that are no message, and the code that must say so.
struct BadSample: Sendable, CustomTestStringConvertible {
  let name: String
  let wire: String
  let code: HTTPReadError.Code
  var testDescription: String { name }

  init(_ name: String, _ wire: String, _ code: HTTPReadError.Code) {
    self.name = name
    self.wire = wire
    self.code = code
  }
}

/// Requests on the wire and what must come of them.
struct RequestSample: Sendable, CustomTestStringConvertible {
  let name: String
  let wire: String
  /// `method path body keepAlive` of each request.
  let expected: [String]
  var testDescription: String { name }
}

enum HTTPSamples {
  static let responses: [ResponseSample] = [
    ResponseSample(
      name: "Content-Length",
      wire: "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{\"a\": \"b\\n\"}\n",
      body: "{\"a\": \"b\\n\"}\n"),
    ResponseSample(name: "empty body", wire: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
    ResponseSample(
      name: "no reason, no space", wire: "HTTP/1.1 404\r\nContent-Length: 2\r\n\r\nno", status: 404, body: "no"),
    ResponseSample(name: "empty reason", wire: "HTTP/1.1 503 \r\nContent-Length: 0\r\n\r\n", status: 503),
    ResponseSample(name: "reason not ASCII", wire: "HTTP/1.1 200 Está bien\r\nContent-Length: 0\r\n\r\n"),
    ResponseSample(name: "odd status", wire: "HTTP/1.1 999 x\r\nContent-Length: 0\r\n\r\n", status: 999),
    ResponseSample(name: "later minor version", wire: "HTTP/1.2 200 OK\r\nContent-Length: 1\r\n\r\na", body: "a"),
    ResponseSample(
      name: "surplus stays",
      wire: "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\naHTTP/1.1 200 OK\r\n", body: "a", surplus: 17),
    ResponseSample(
      name: "equal lengths twice", wire: "HTTP/1.1 200 OK\r\nContent-Length: 3\r\ncontent-length:3\r\n\r\nabc",
      body: "abc"),
    ResponseSample(
      name: "chunked",
      wire: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n006\r\n world\r\n0\r\n\r\n",
      body: "hello world"),
    ResponseSample(
      name: "chunk extensions, upper case size, trailers, any case of names",
      wire:
        "HTTP/1.1 200 OK\r\ntRANSFER-eNCODING:\tChunked \r\n\r\nA;x=\"y\";z\r\n0123456789\r\n1 \t;q\r\n!\r\n1  \r\n?\r\n"
        + "0;last\r\nX-Sum: 1\r\nContent-Length: 99\r\n\r\n",
      body: "0123456789!?"),
    ResponseSample(
      name: "chunked and empty", wire: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ResponseSample(
      name: "chunk that looks like framing",
      wire: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n\r\n0\r\n\r\n\r\n\r\n0\r\n\r\n",
      body: "\r\n0\r\n\r\n\r\n"),
    ResponseSample(
      name: "framed by the end of the connection", wire: "HTTP/1.1 200 OK\r\nA: b\r\n\r\nall of\r\nit",
      body: "all of\r\nit", keepAlive: false),
    ResponseSample(name: "end of connection, empty", wire: "HTTP/1.0 200 OK\r\n\r\n", keepAlive: false),
    ResponseSample(
      name: "HTTP/1.0 closes", wire: "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na", body: "a", keepAlive: false),
    ResponseSample(
      name: "HTTP/1.0 keep-alive",
      wire: "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 1\r\n\r\na", body: "a"),
    ResponseSample(
      name: "close in a list",
      wire: "HTTP/1.1 200 OK\r\nConnection: keep-alive , CLOSE\r\nContent-Length: 1\r\n\r\na", body: "a",
      keepAlive: false),
    ResponseSample(
      name: "close on a second line",
      wire: "HTTP/1.1 200 OK\r\nConnection: x,,y\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", keepAlive: false),
    ResponseSample(
      name: "closer is not close", wire: "HTTP/1.1 200 OK\r\nConnection: closer\r\nContent-Length: 0\r\n\r\n"),
    ResponseSample(
      name: "interim answers are skipped",
      wire: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nContent-Length: 7\r\n\r\n"
        + "HTTP/1.1 201 Created\r\nContent-Length: 1\r\n\r\na",
      status: 201, body: "a"),
    ResponseSample(
      name: "101 is final", wire: "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nabc", status: 101,
      keepAlive: false, surplus: 3),
    ResponseSample(name: "204 has no body", wire: "HTTP/1.1 204 No Content\r\n\r\nX", status: 204, surplus: 1),
    ResponseSample(
      name: "304 has no body", wire: "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", status: 304),
    ResponseSample(
      name: "HEAD has no body", wire: "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n", isHEAD: true),
    ResponseSample(
      name: "HEAD, chunked", wire: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", isHEAD: true),
    ResponseSample(name: "HEAD without length keeps alive", wire: "HTTP/1.1 200 OK\r\n\r\n", isHEAD: true),
    ResponseSample(
      name: "odd but legal header names",
      wire: "HTTP/1.1 200 OK\r\n!#$%&'*+-.^_`|~09aZ:x\r\nE:\r\nContent-Length:1\r\n\r\na",
      body: "a"),
  ]

  static let badResponses: [BadSample] = [
    BadSample("nothing", "", .closedBeforeMessage),
    BadSample("half a status line", "HTTP/1.", .truncated),
    BadSample("half a head", "HTTP/1.1 200 OK\r\nA: b\r\n", .truncated),
    BadSample("only an interim answer", "HTTP/1.1 100 Continue\r\n\r\n", .truncated),
    BadSample("short body", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcd", .truncated),
    BadSample("no last chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", .truncated),
    BadSample("half a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab", .truncated),
    BadSample("no end of trailers", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", .truncated),
    BadSample("garbage", "garbage\r\n\r\n", .malformedStartLine),
    BadSample("empty first line", "\r\nHTTP/1.1 200 OK\r\n\r\n", .malformedStartLine),
    BadSample("lower case", "http/1.1 200 OK\r\n\r\n", .malformedStartLine),
    BadSample("HTTP/2.0", "HTTP/2.0 200 OK\r\n\r\n", .malformedStartLine),
    BadSample("HTTP/1.10", "HTTP/1.10 200 OK\r\n\r\n", .malformedStartLine),
    BadSample("HTTP/1.", "HTTP/1. 200 OK\r\n\r\n", .malformedStartLine),
    BadSample("ICY", "ICY 200 OK\r\n\r\n", .malformedStartLine),
    BadSample("two spaces", "HTTP/1.1  200 OK\r\n\r\n", .malformedStartLine),
    BadSample("two digits", "HTTP/1.1 20 OK\r\n\r\n", .malformedStartLine),
    BadSample("four digits", "HTTP/1.1 2000 OK\r\n\r\n", .malformedStartLine),
    BadSample("status below 100", "HTTP/1.1 099 OK\r\n\r\n", .malformedStartLine),
    BadSample("status with sign", "HTTP/1.1 +20 OK\r\n\r\n", .malformedStartLine),
    BadSample("NUL in the reason", "HTTP/1.1 200 O\0K\r\n\r\n", .malformedStartLine),
    BadSample("bare CR in the reason", "HTTP/1.1 200 O\rK\r\n\r\n", .malformedStartLine),
    BadSample("bare LF after the status", "HTTP/1.1 200 OK\n\r\n", .malformedStartLine),
    BadSample("bare LF after a header", "HTTP/1.1 200 OK\r\nA: b\nC: d\r\n\r\n", .malformedHeader),
    BadSample("bare LF as the empty line", "HTTP/1.1 200 OK\r\nA: b\r\n\n", .malformedHeader),
    BadSample("bare CR in a value", "HTTP/1.1 200 OK\r\nA: b\rC: d\r\n\r\n", .malformedHeader),
    BadSample("CR CR LF", "HTTP/1.1 200 OK\r\nA: b\r\r\n\r\n", .malformedHeader),
    BadSample("NUL in a value", "HTTP/1.1 200 OK\r\nA: 12345678\0abc\r\n\r\n", .malformedHeader),
    BadSample("DEL in a value", "HTTP/1.1 200 OK\r\nA: 12345678\u{7F}\r\n\r\n", .malformedHeader),
    BadSample("no colon", "HTTP/1.1 200 OK\r\nABC\r\n\r\n", .malformedHeader),
    BadSample("empty name", "HTTP/1.1 200 OK\r\n: b\r\n\r\n", .malformedHeader),
    BadSample("space before the colon", "HTTP/1.1 200 OK\r\nContent-Length : 1\r\n\r\na", .malformedHeader),
    BadSample("space in a name", "HTTP/1.1 200 OK\r\nA B: c\r\n\r\n", .malformedHeader),
    BadSample("name not ASCII", "HTTP/1.1 200 OK\r\nÑ: c\r\n\r\n", .malformedHeader),
    BadSample("folded line", "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n", .malformedHeader),
    BadSample("first header indented", "HTTP/1.1 200 OK\r\n\tA: b\r\n\r\n", .malformedHeader),
    BadSample("negative length", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", .malformedHeader),
    BadSample("length with plus", "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\na", .malformedHeader),
    BadSample("length in hex", "HTTP/1.1 200 OK\r\nContent-Length: 0x1\r\n\r\na", .malformedHeader),
    BadSample("empty length", "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n", .malformedHeader),
    BadSample("list of lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\na", .malformedHeader),
    BadSample("length of 2^63", "HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775808\r\n\r\n", .malformedHeader),
    BadSample(
      "length of 30 digits", "HTTP/1.1 200 OK\r\nContent-Length: 999999999999999999999999999999\r\n\r\n",
      .malformedHeader),
    BadSample(
      "two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", .conflictingFraming),
    BadSample(
      "length, then coding", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      .conflictingFraming),
    BadSample(
      "coding, then length", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n0\r\n\r\n",
      .conflictingFraming),
    BadSample(
      "coding in HTTP/1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", .conflictingFraming),
    BadSample("gzip", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", .unsupportedTransferCoding),
    BadSample("identity", "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\n", .unsupportedTransferCoding),
    BadSample("empty coding", "HTTP/1.1 200 OK\r\nTransfer-Encoding:\r\n\r\n", .unsupportedTransferCoding),
    BadSample("xchunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: xchunked\r\n\r\n", .unsupportedTransferCoding),
    BadSample(
      "chunked twice", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
      .unsupportedTransferCoding),
    chunk("no size", "\r\nabc\r\n"),
    chunk("size not hex", "g\r\nabc\r\n"),
    chunk("size with 0x", "0x3\r\nabc\r\n"),
    chunk("size with sign", "-3\r\nabc\r\n"),
    chunk("space before the size", " 3\r\nabc\r\n"),
    chunk("two sizes", "3 3\r\nabc\r\n"),
    chunk("size of 2^63", "8000000000000000\r\n"),
    chunk("size of 2^64 + 3", "10000000000000003\r\nabc\r\n"),
    chunk("bare LF after the size", "3\nabc\r\n"),
    chunk("bare CR in an extension", "3;a\rb\r\nabc\r\n"),
    chunk("chunk longer than its size", "3\r\nabcd\r\n"),
    chunk("bare LF after the chunk", "3\r\nabc\n0\r\n\r\n"),
    chunk("bare CR after the chunk", "3\r\nabc\r0\r\n\r\n"),
    BadSample(
      "bad trailer", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA b: c\r\n\r\n", .malformedHeader),
    BadSample(
      "folded trailer", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: c\r\n d\r\n\r\n", .malformedHeader
    ),
  ]

  private static func chunk(_ name: String, _ body: String) -> BadSample {
    BadSample(name, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body, .malformedChunk)
  }

  static let requests: [RequestSample] = [
    RequestSample(name: "nothing", wire: "", expected: []),
    RequestSample(name: "only empty lines", wire: "\r\n\r\n", expected: []),
    RequestSample(
      name: "GET", wire: "GET /a/b?c=d?e HTTP/1.1\r\nHost: x\r\n\r\n", expected: ["GET /a/b  true"]),
    RequestSample(
      name: "POST", wire: "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", expected: ["POST /a abc true"]),
    RequestSample(
      name: "empty lines first", wire: "\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", expected: ["GET /  true"]),
    RequestSample(
      name: "pipeline of four",
      wire: "GET /1 HTTP/1.1\r\nHost: x\r\n\r\nPUT /2 HTTP/1.1\r\nHost:x\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "2;e\r\nab\r\n1\r\nc\r\n0\r\nT: u\r\n\r\nPOST /3 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi\r\n"
        + "DELETE /4?x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
      expected: ["GET /1  true", "PUT /2 abc true", "POST /3 hi true", "DELETE /4  false"]),
    RequestSample(name: "HTTP/1.0 without Host", wire: "GET / HTTP/1.0\r\n\r\n", expected: ["GET /  false"]),
    RequestSample(
      name: "HTTP/1.0 keep-alive", wire: "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", expected: ["GET /  true"]),
    RequestSample(
      name: "absolute target", wire: "GET http://x:80/a/b?c HTTP/1.1\r\nHost: x\r\n\r\n", expected: ["GET /a/b  true"]),
    RequestSample(
      name: "absolute target without path", wire: "GET http://x?c=/d HTTP/1.1\r\nHost: x\r\n\r\n",
      expected: ["GET /  true"]),
    RequestSample(
      name: "URL within a path", wire: "GET /r?to=http://y/z HTTP/1.1\r\nHost: x\r\n\r\n", expected: ["GET /r  true"]),
    RequestSample(name: "asterisk", wire: "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", expected: ["OPTIONS *  true"]),
    RequestSample(
      name: "authority", wire: "CONNECT x:443 HTTP/1.1\r\nHost: x:443\r\n\r\n", expected: ["CONNECT x:443  true"]),
    RequestSample(
      name: "unknown method", wire: "M-SEARCH! /%C3%B1 HTTP/1.1\r\nHost: x\r\n\r\n",
      expected: ["M-SEARCH! /%C3%B1  true"]),
    RequestSample(
      name: "expectation", wire: "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\na",
      expected: ["POST / a true"]),
  ]

  static let badRequests: [BadSample] = [
    BadSample("half a request line", "GET / HT", .truncated),
    BadSample("half a line end", "\r", .truncated),
    BadSample("no end of head", "GET / HTTP/1.1\r\nHost: x\r\n", .truncated),
    BadSample("second request cut", "GET / HTTP/1.1\r\nHost: x\r\n\r\nG", .truncated),
    BadSample("short body", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nabc", .truncated),
    BadSample("no version", "GET /\r\n\r\n", .malformedStartLine),
    BadSample("no target", "GET HTTP/1.1\r\n\r\n", .malformedStartLine),
    BadSample("empty method", " / HTTP/1.1\r\nHost: x\r\n\r\n", .malformedStartLine),
    BadSample("method not a token", "GE(T / HTTP/1.1\r\nHost: x\r\n\r\n", .malformedStartLine),
    BadSample("two spaces", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n", .malformedStartLine),
    BadSample("tab", "GET\t/ HTTP/1.1\r\nHost: x\r\n\r\n", .malformedStartLine),
    BadSample("space in the target", "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", .malformedStartLine),
    BadSample("space at the end", "GET / HTTP/1.1 \r\nHost: x\r\n\r\n", .malformedStartLine),
    BadSample("target not ASCII", "GET /ñ HTTP/1.1\r\nHost: x\r\n\r\n", .malformedStartLine),
    BadSample("NUL in the target", "GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n", .malformedStartLine),
    BadSample("fragment", "GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n", .malformedStartLine),
    BadSample("relative target", "GET a HTTP/1.1\r\nHost: x\r\n\r\n", .malformedStartLine),
    BadSample("asterisk with GET", "GET * HTTP/1.1\r\nHost: x\r\n\r\n", .malformedStartLine),
    BadSample("HTTP/0.9", "GET / HTTP/0.9\r\n\r\n", .malformedStartLine),
    BadSample("preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .malformedStartLine),
    BadSample("a TLS hello", "\u{16}\u{3}\u{1}\u{2}\0\u{1}\n", .malformedStartLine),
    BadSample("bare LF", "GET / HTTP/1.1\nHost: x\n\n", .malformedStartLine),
    BadSample("bare LF first", "\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", .malformedStartLine),
    BadSample("no Host", "GET / HTTP/1.1\r\nA: b\r\n\r\n", .malformedHeader),
    BadSample("two Hosts", "GET / HTTP/1.1\r\nHost: x\r\nhost: x\r\n\r\n", .malformedHeader),
    BadSample("folded line", "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n\tc\r\n\r\n", .malformedHeader),
    BadSample("space before the colon", "GET / HTTP/1.1\r\nHost : x\r\n\r\n", .malformedHeader),
    BadSample(
      "smuggling by two lengths",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 44\r\n\r\nGET /b HTTP/1.1\r\n",
      .conflictingFraming),
    BadSample(
      "smuggling by length and coding",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET",
      .conflictingFraming),
    BadSample(
      "smuggling by an unknown coding",
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, x\r\n\r\n0\r\n\r\n", .unsupportedTransferCoding),
    BadSample(
      "chunk too long", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", .malformedChunk),
    BadSample(
      "body of 2 MiB", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2097152\r\n\r\n", .bodyTooLarge),
    BadSample(
      "chunk of 2 MiB", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n200000\r\n",
      .bodyTooLarge),
  ]
}
