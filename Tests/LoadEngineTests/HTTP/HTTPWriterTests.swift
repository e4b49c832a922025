import Testing

@testable import LoadEngine

@Suite("HTTP writers")
struct HTTPWriterTests {
  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test("a request with a body is exactly these bytes")
  func requestBytes() throws {
    var bytes = Array("before|".utf8)
    try RequestWriter.write(
      method: "POST", target: "/a?b=1", host: "x:8000", headers: [("X-Request-ID", "7")], body: Array("{}".utf8),
      contentType: "application/json", into: &bytes)
    #expect(
      text(bytes)
        == "before|POST /a?b=1 HTTP/1.1\r\nHost: x:8000\r\nX-Request-ID: 7\r\nContent-Type: application/json\r\n"
        + "Content-Length: 2\r\n\r\n{}")
  }

  @Test(
    "without a body only methods that usually have one say Content-Length: 0",
    arguments: [("GET", false), ("HEAD", false), ("DELETE", false), ("POST", true), ("PUT", true), ("PATCH", true)])
  func emptyBody(method: String, says: Bool) throws {
    var single: [UInt8] = []
    try RequestWriter.write(method: method, target: "/", host: "x", into: &single)
    var prepared: [UInt8] = []
    try RequestHead(method: method, target: "/", host: "x").write(into: &prepared)
    #expect(text(single) == "\(method) / HTTP/1.1\r\nHost: x\r\n\(says ? "Content-Length: 0\r\n" : "")\r\n")
    #expect(prepared == single)
  }

  @Test("a prepared head with per-call headers reads as the same request as the single writer's")
  func prepared() throws {
    let head = try RequestHead(
      method: "PUT", target: "/p", host: "x", headers: [("Content-Type", "application/json")])
    for call in 1...3 {
      var lines = HeaderLines()
      try lines.append("Authorization", "Bearer ñ: a")
      try lines.append("X-Request-ID", "id-\(call)")
      let body = Array("{\"call\":\(call)}".utf8)
      var prepared: [UInt8] = []
      head.write(extraHeaders: lines, body: body, into: &prepared)
      let request = try #require(HTTPDriver.requests(prepared).messages.first)
      #expect(request.method == "PUT" && request.target == "/p" && request.body == body && request.keepAlive)
      #expect(
        request.headers.map { "\($0.name)=\($0.value)" } == [
          "Host=x", "Content-Type=application/json", "Authorization=Bearer ñ: a", "X-Request-ID=id-\(call)",
          "Content-Length=\(body.count)",
        ])
      // As it is described, for a carrier that renders it in another way.
      #expect(
        (head.fields + lines.fields).map { "\($0.name)=\($0.value)" }
          == request.headers.dropLast().map { "\($0.name)=\($0.value)" })
      #expect(head.method == request.method && head.target(filledWith: nil) == request.target)
    }
  }

  private static let poison = ["\r\nX: y", "\n", "\r", "\0", "a\r\n\r\nGET / HTTP/1.1", "\u{7F}", "\u{1B}[31m"]

  @Test("no part of a request lets CR, LF, NUL or another control character through", arguments: poison)
  func injection(poison: String) {
    typealias Case = (code: HTTPWriteError.Code, method: String, target: String, host: String, header: (String, String))
    let cases: [Case] = [
      (.invalidMethod, "GET" + poison, "/", "x", ("A", "b")),
      (.invalidTarget, "GET", "/" + poison, "x", ("A", "b")),
      (.invalidHost, "GET", "/", "x" + poison, ("A", "b")),
      (.invalidHeaderName, "GET", "/", "x", ("A" + poison, "b")),
      (.invalidHeaderValue, "GET", "/", "x", ("A", "b" + poison)),
    ]
    for part in cases {
      var bytes = Array("kept".utf8)
      #expect("\(part.code)") {
        try RequestWriter.write(
          method: part.method, target: part.target, host: part.host, headers: [("Z", "z"), part.header], into: &bytes)
      } throws: {
        ($0 as? HTTPWriteError)?.code == part.code
      }
      #expect(text(bytes) == "kept")
      #expect {
        try RequestHead(method: part.method, target: part.target, host: part.host, headers: [part.header])
      } throws: {
        ($0 as? HTTPWriteError)?.code == part.code
      }
    }
    var bytes: [UInt8] = []
    #expect {
      try RequestWriter.write(method: "POST", target: "/", host: "x", contentType: poison, into: &bytes)
    } throws: {
      ($0 as? HTTPWriteError)?.code == .invalidHeaderValue
    }
    var lines = HeaderLines()
    #expect { try lines.append("A", poison) } throws: { error in
      // A value may be a token: the message must not repeat it.
      guard let error = error as? HTTPWriteError else { return false }
      return error.code == .invalidHeaderValue && !error.detail.contains(poison)
    }
    #expect { try lines.append(poison, "b") } throws: { ($0 as? HTTPWriteError)?.code == .invalidHeaderName }
    #expect(lines == HeaderLines())
  }

  @Test(
    "targets and hosts that would not arrive as meant are refused",
    arguments: [
      ("", "x"), ("a", "x"), ("/a b", "x"), ("/ñ", "x"), ("/a#b", "x"), ("http://y/", "x"), ("/", ""), ("/", "x/y"),
      ("/", "user@x"), ("/", "x y"), ("/", "x,y"),
    ])
  func targets(target: String, host: String) {
    #expect(throws: HTTPWriteError.self) { try RequestHead(method: "GET", target: target, host: host) }
  }

  @Test(
    "a request knows whether it is the last of its connection",
    arguments: [
      ("Connection", "close", true), ("connection", "TE ,Close", true), ("Connection", "keep-alive", false),
      ("Connection", "closed", false), ("X-Connection", "close", false),
    ])
  func lastRequest(name: String, value: String, isLast: Bool) throws {
    #expect(try RequestHead(method: "GET", target: "/", host: "x", headers: [(name, value)]).endsConnection == isLast)
    var lines = HeaderLines()
    try lines.append(name, value)
    #expect(lines.endsConnection == isLast)
  }

  @Test("framing headers are the writer's own", arguments: ["Host", "content-length", "TRANSFER-ENCODING"])
  func reserved(name: String) {
    #expect {
      try RequestHead(method: "GET", target: "/", host: "x", headers: [(name, "1")])
    } throws: {
      ($0 as? HTTPWriteError)?.code == .reservedHeader
    }
  }

  @Test(
    "a response is read back as it was meant",
    arguments: [100, 200, 201, 204, 304, 404, 429, 500, 503, 599, 999], [true, false])
  func responseRoundTrip(status: Int, keepAlive: Bool) throws {
    let body = Array("{\"status\": \(status)}".utf8)
    for isHEAD in [false, true] {
      var bytes: [UInt8] = []
      if status == 100 { ResponseWriter.write(status: status, into: &bytes) }
      let final = status == 100 ? 202 : status
      ResponseWriter.write(
        status: final, headers: [("Retry-After", "5"), ("Content-Type", "application/json")], body: body,
        keepAlive: keepAlive, isHEAD: isHEAD, into: &bytes)
      let outcome = HTTPDriver.response(bytes, isHEAD: isHEAD)
      guard case .messages(let responses, surplus: 0) = outcome, let response = responses.first else {
        Issue.record("\(outcome)")
        return
      }
      let hasNoBody = final == 204 || final == 304
      #expect(response.status == final)
      #expect(response.keepAlive == keepAlive)
      #expect(response.body == (isHEAD || hasNoBody ? [] : body))
      #expect(response.headers["Retry-After"] == "5")
      #expect(response.headers["Content-Length"] == (hasNoBody ? nil : String(body.count)))
    }
  }

  @Test("a response is exactly these bytes; nothing in its headers can change its framing")
  func responseBytes() {
    var bytes: [UInt8] = []
    ResponseWriter.write(
      status: 404,
      headers: [
        ("X-Echo", "a\r\nSet-Cookie: b\0"), ("Bad Name", "c"), ("Content-Length", "0"), ("connection", "keep-alive"),
      ],
      body: Array("no".utf8), keepAlive: false, isHEAD: false, into: &bytes)
    #expect(
      text(bytes)
        == "HTTP/1.1 404 Not Found\r\nX-Echo: a  Set-Cookie: b \r\nConnection: close\r\nContent-Length: 2\r\n\r\nno")
  }
}
