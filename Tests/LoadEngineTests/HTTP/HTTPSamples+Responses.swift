extension HTTPSamples {
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
    ResponseSample(
      name: "length with tabs around and zeros in front",
      wire: "HTTP/1.1 200 OK\r\nContent-Length:\t003 \t\r\n\r\nabc", body: "abc"),
    ResponseSample(
      name: "length of more digits than 2^63 has, zeros in front",
      wire: "HTTP/1.1 200 OK\r\nContent-Length: 0000000000000000000000003\r\n\r\nabc", body: "abc"),
    ResponseSample(
      name: "lengths equal as numbers", wire: "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 03\r\n\r\nabc",
      body: "abc"),
    ResponseSample(
      name: "names that begin or end as framing does",
      wire: "HTTP/1.1 200 OK\r\nContent-Length-X: 0\r\nX-Content-Length: 0\r\nTransfer-Encodings: gzip\r\n"
        + "Content-Lengt: 0\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\n\r\n",
      body: "OK"),
    ResponseSample(
      name: "reason of spaces and tabs", wire: "HTTP/1.1 200  \t OK\r\nContent-Length: 0\r\n\r\n"),
    ResponseSample(
      name: "values of tabs, of nothing and of bytes that are not ASCII",
      wire: "HTTP/1.1 200 OK\r\nA: b\tc\r\nB: \t \r\nC: \u{80}é\r\nContent-Length: 1\r\n\r\na", body: "a"),
    ResponseSample(
      name: "extensions: quoted semicolon and escape, no name, open quote",
      wire:
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;a=\"x; \\\"y\";b\r\n1\r\n1;\r\n2\r\n1;c=\"\r\n3\r\n0\r\n\r\n",
      body: "123"),
    ResponseSample(
      name: "long extension",
      wire:
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;\(String(repeating: "e", count: 3000))\r\nx\r\n0\r\n\r\n",
      body: "x"),
    ResponseSample(
      name: "chunk sizes with many zeros in front",
      wire: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0000000000000000000000003\r\nabc\r\n"
        + "000000000000000000000000\r\n\r\n",
      body: "abc"),
    ResponseSample(
      name: "framing in trailers frames nothing",
      wire: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nTransfer-Encoding: gzip\r\n"
        + "Content-Length: x\r\nConnection: close\r\n\r\nb",
      body: "a", surplus: 1),
    ResponseSample(
      name: "Proxy-Connection is not Connection",
      wire: "HTTP/1.1 200 OK\r\nProxy-Connection: close\r\nContent-Length: 1\r\n\r\na", body: "a"),
    ResponseSample(
      name: "Upgrade in an answer other than 101",
      wire: "HTTP/1.1 200 OK\r\nConnection: upgrade\r\nUpgrade: h2c\r\nContent-Length: 4\r\n\r\nbody", body: "body"),
    ResponseSample(
      name: "keep-alive cannot outlive the end of the connection",
      wire: "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\nHTTP/1.0 200 OK", body: "HTTP/1.0 200 OK",
      keepAlive: false),
    ResponseSample(
      name: "keep-alive in HTTP/1.1 and no length", wire: "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n\r\nHTTP/1.1 2",
      body: "HTTP/1.1 2", keepAlive: false),
    ResponseSample(
      name: "bytes after an answer that closes",
      wire: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\n2ad731e3", body: "2ad73",
      keepAlive: false,
      surplus: 3),
    ResponseSample(
      name: "bytes after the last chunk",
      wire: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", surplus: 19),
    ResponseSample(
      name: "204 with a length",
      wire: "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", status: 204, surplus: 19),
    ResponseSample(
      name: "204 of HTTP/1.0 keeps alive",
      wire: "HTTP/1.0 204 No Content\r\nConnection: keep-alive\r\n\r\nHTTP", status: 204, surplus: 4),
    ResponseSample(
      name: "304, chunked", wire: "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      status: 304,
      surplus: 5),
    ResponseSample(
      name: "205 is as long as it says", wire: "HTTP/1.1 205 x\r\nContent-Length: 1\r\n\r\na", status: 205, body: "a"),
    ResponseSample(
      name: "HEAD answered with a body", wire: "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", isHEAD: true,
      surplus: 3),
    ResponseSample(
      name: "HEAD after an interim answer", wire: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", isHEAD: true),
    ResponseSample(
      name: "interim answers close nothing",
      wire: "HTTP/1.1 102 Processing\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "HTTP/1.0 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
    ResponseSample(
      name: "101 with a length, after an interim answer",
      wire: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 101 x\r\nContent-Length: 4\r\n\r\nbody", status: 101,
      keepAlive: false,
      surplus: 4),
    ResponseSample(
      name: "folded lines", wire: "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\t d\r\n  \r\nContent-Length: 1\r\n\r\na", body: "a"
    ),
    ResponseSample(
      name: "a length and a coding on folded lines",
      wire: "HTTP/1.1 103 x\r\nLink: a\r\n b\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length:\r\n 1\r\n\r\nb", body: "b"),
    ResponseSample(
      name: "a coding on a folded line, and a folded trailer",
      wire: "HTTP/1.1 200 OK\r\nTransfer-Encoding:\r\n\tchunked\r\n\r\n1\r\na\r\n0\r\nA: b\r\n c\r\n\r\n", body: "a"),
    ResponseSample(
      name: "a folded option", wire: "HTTP/1.1 200 OK\r\nConnection:\r\n close\r\nContent-Length: 0\r\n\r\n",
      keepAlive: false),
    ResponseSample(
      name: "a list of equal lengths", wire: "HTTP/1.1 200 OK\r\nContent-Length: 1, 01 ,1\r\n\r\na", body: "a"),
  ]
}
