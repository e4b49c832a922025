extension HTTPSamples {
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
    RequestSample(
      name: "length with zeros in front", wire: "PUT /u HTTP/1.1\r\nHost: x\r\nContent-Length: 003\r\n\r\nabc",
      expected: ["PUT /u abc true"]),
    RequestSample(
      name: "GET with a body", wire: "GET /u HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na",
      expected: ["GET /u a true"]),
    RequestSample(
      name: "HEAD with a body is read to its end",
      wire: "HEAD /u HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
      expected: ["HEAD /u a true"]),
    RequestSample(
      name: "a body that looks like a request",
      wire:
        "POST /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 15\r\n\r\nGET /2 HTTP/1.1GET /3 HTTP/1.1\r\nHost: x\r\n\r\n",
      expected: ["POST /1 GET /2 HTTP/1.1 true", "GET /3  true"]),
    RequestSample(
      name: "chunk extensions, upper case size, trailers",
      wire: "PUT /u HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\tCHUNKED\r\n\r\nA ;q=\"a; b\"\r\n0123456789\r\n"
        + "000;z\r\nHost: y\r\nContent-Length: 3\r\n\r\n",
      expected: ["PUT /u 0123456789 true"]),
    RequestSample(
      name: "empty Host, no space after the colon", wire: "GET / HTTP/1.1\r\nHost:\r\n\r\n", expected: ["GET /  true"]),
    RequestSample(
      name: "empty lines between requests",
      wire: "GET /1 HTTP/1.1\r\nHost: x\r\n\r\n\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n\r\n",
      expected: ["GET /1  true", "GET /2  true"]),
    RequestSample(
      name: "later minor version", wire: "GET / HTTP/1.9\r\nHost: x\r\nConnection: x , close\r\n\r\n",
      expected: ["GET /  false"]),
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
    BadSample("HTP", "GET / HTP/1.1\r\nHost: x\r\n\r\n", .malformedStartLine),
    BadSample("version in lower case", "GET / http/1.1\r\nHost: x\r\n\r\n", .malformedStartLine),
    BadSample("version without minor", "GET / HTTP/1\r\nHost: x\r\n\r\n", .malformedStartLine),
    BadSample("HTTP/01.1", "GET / HTTP/01.1\r\nHost: x\r\n\r\n", .malformedStartLine),
    BadSample("HTTP/1.10", "GET / HTTP/1.10\r\nHost: x\r\n\r\n", .malformedStartLine),
    BadSample("HTTP/0.9 without a version", "GET /\r\n", .malformedStartLine),
    BadSample("bare CR first", "\rGET / HTTP/1.1\r\nHost: x\r\n\r\n", .malformedStartLine),
    BadSample("DEL in the target", "GET /\u{7F} HTTP/1.1\r\nHost: x\r\n\r\n", .malformedStartLine),
    BadSample("bare CR in the request line", "GET /\r HTTP/1.1\r\nHost: x\r\n\r\n", .malformedStartLine),
    BadSample("first header indented", "GET / HTTP/1.1\r\n Host: x\r\n\r\n", .malformedHeader),
    BadSample("bare CR in a value", "GET / HTTP/1.1\r\nHost: x\rA: b\r\n\r\n", .malformedHeader),
    BadSample("bare LF as the empty line", "GET / HTTP/1.1\r\nHost: x\r\n\n", .malformedHeader),
    BadSample("two Hosts in HTTP/1.0", "GET / HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n", .malformedHeader),
    BadSample("negative length", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", .malformedHeader),
    BadSample("list of lengths", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1, 1\r\n\r\na", .malformedHeader),
    BadSample(
      "length of 2^63", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9223372036854775808\r\n\r\n", .malformedHeader),
    BadSample(
      "smuggling by a folded coding",
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n", .unsupportedTransferCoding),
    BadSample(
      "smuggling by coding and length",
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\nGET",
      .conflictingFraming),
    BadSample(
      "smuggling by two codings",
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
      .unsupportedTransferCoding),
    BadSample(
      "coding in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", .conflictingFraming),
    BadSample(
      "chunk size of 2^64 + 1",
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000001\r\na\r\n0\r\n\r\n",
      .malformedChunk),
    BadSample(
      "bare LF after a chunk size", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\na\r\n0\r\n\r\n",
      .malformedChunk),
    BadSample(
      "good request, bad request", "GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2\r\n\r\n", .malformedStartLine),
  ]
}
