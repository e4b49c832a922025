import Foundation
import TestSupport
import Testing

@testable import LoadEngine

/// Rules for HTTP, between real sockets.
extension FaultProxyTests {
  private static let fine = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
  private static let hello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"

  private static func faults(_ rules: String...) throws -> WireFaults {
    var faults = WireFaults()
    faults.rules = try rules.map { text in try #require(HTTPRule(text)) }
    return faults
  }

  /// Status codes of the answers to requests in turn, none of which has a body.
  private static func statuses(_ requests: [String], on socket: RawSocket) -> [String] {
    requests.map { request in
      socket.send("\(request) HTTP/1.1\r\nHost: h\r\n\r\n")
      return String(socket.readHead().dropFirst(9).prefix(3))
    }
  }

  @Test("The first few are answered here, counted over all connections, and the target never sees them")
  func firstFew() async throws {
    let seen = SeenRequests()
    try await Proxied.run(seen.answering { _ in Self.fine }) { proxy, _ in
      try await proxy.set(Self.faults("POST /a/*/b first 3 status 503"))
      let one = try await Proxied.connected(to: proxy) {
        Self.statuses(["POST /a/1/b", "GET /a/1/b", "POST /a/2/b"], on: $0)
      }
      let other = try await Proxied.connected(to: proxy) {
        Self.statuses(["POST /a/3/b?c=d", "POST /a/4/b"], on: $0)
      }
      #expect(one == ["503", "200", "503"] && other == ["503", "200"])
      #expect(seen.names == ["GET /a/1/b", "POST /a/4/b"])
      let counts = await proxy.counts()
      #expect(counts.ruled == 3 && counts.touched == 3, "\(counts)")
    }
  }

  @Test("Every third is answered here; rules that are set anew count anew, and those taken back do nothing")
  func everyThird() async throws {
    let seen = SeenRequests()
    try await Proxied.run(seen.answering { _ in Self.fine }) { proxy, _ in
      let socket = try RawSocket(connectedTo: proxy.port)
      defer { socket.close() }
      func ask(_ count: Int) async throws -> [String] {
        try await Proxied.apart { Self.statuses(Array(repeating: "GET /a", count: count), on: socket) }
      }
      try await proxy.set(Self.faults("any /a every 3 status 429"))
      #expect(try await ask(7) == ["200", "200", "429", "200", "200", "429", "200"])
      try await proxy.set(Self.faults("any /a every 3 status 429"))
      #expect(try await ask(3) == ["200", "200", "429"])
      try await proxy.set(WireFaults())
      #expect(try await ask(3) == ["200", "200", "200"])
      #expect(seen.all.count == 10)
    }
  }

  @Test("A request is put off by the time that was asked for, within 5 ms, and so is what the wire adds to an answer")
  func delay() async throws {
    try await Proxied.run(SeenRequests().answering { _ in Self.fine }) { proxy, _ in
      // The best of several: noise can only lengthen it.
      func milliseconds(of request: String) async throws -> Double {
        let times = try await Proxied.connected(to: proxy) { socket in
          (0..<5).map { _ in
            let start = MonotonicTime.now
            _ = Self.statuses([request], on: socket)
            return Double(MonotonicTime.now - start) / 1e6
          }
        }
        return times.min() ?? .infinity
      }
      var faults = try Self.faults("any /slow delay 100", "any /busy status 503")
      try await proxy.set(faults)
      #expect(try await milliseconds(of: "GET /quick") < 50)
      let slow = try await milliseconds(of: "GET /slow")
      #expect(slow >= 100 && slow < 105, "\(slow)")
      faults.toClient.latency = .milliseconds(60)
      try await proxy.set(faults)
      let busy = try await milliseconds(of: "GET /busy")
      #expect(busy >= 60 && busy < 65, "\(busy)")
    }
  }

  @Test("An answer is cut after so many bytes of its body, and the connection ends in order", arguments: [0, 2, 4])
  func cutBody(after: Int) async throws {
    try await Proxied.run(SeenRequests().answering { _ in Self.hello }) { proxy, _ in
      try await proxy.set(Self.faults("GET /a cut \(after)"))
      let expected = String(Self.hello.dropLast(5 - after))
      let (text, end) = try await Proxied.connected(to: proxy) { socket in
        socket.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n")
        let text = socket.read(until: expected)
        // Below zero it would be a reset.
        var byte: UInt8 = 0
        return (text, recv(socket.descriptor, &byte, 1, 0))
      }
      #expect(text == expected && end == 0)
      let counts = await proxy.counts()
      #expect(counts.ruled == 1 && counts.touched == 1, "\(counts)")
    }
  }

  @Test("Requests in a row are answered in order, those that are answered here as well")
  func inARow() async throws {
    let seen = SeenRequests()
    let answer: @Sendable (String) -> String = { request in
      // Slower than the proxy, whose own answer would overtake this one.
      Thread.sleep(forTimeInterval: 0.02)
      return "HTTP/1.1 200 OK\r\nX: \(request.split(separator: " ")[1])\r\nContent-Length: 0\r\n\r\n"
    }
    try await Proxied.run(seen.answering(answer)) { proxy, _ in
      try await proxy.set(Self.faults("any /busy status 503"))
      let requests = ["/1", "/busy", "/2", "/busy", "/3"].map { "GET \($0) HTTP/1.1\r\nHost: h\r\n\r\n" }
      let text = try await Proxied.connected(to: proxy) { socket in
        socket.send(requests.joined())
        return socket.read(until: "X: /3\r\nContent-Length: 0\r\n\r\n")
      }
      let lines = text.split(whereSeparator: \.isNewline).map(String.init)
      #expect(
        lines.filter { !$0.hasPrefix("Content-Length") } == [
          "HTTP/1.1 200 OK", "X: /1", "HTTP/1.1 503 Service Unavailable", "HTTP/1.1 200 OK", "X: /2",
          "HTTP/1.1 503 Service Unavailable", "HTTP/1.1 200 OK", "X: /3",
        ])
      #expect(seen.all == [requests[0], requests[2], requests[4]])
    }
  }

  @Test("TLS passes untouched and at once, whatever the rules are")
  func tls() async throws {
    try await Proxied.run(Proxied.echo) { proxy, _ in
      try await proxy.set(Self.faults("any /* status 503"))
      let parts: [[UInt8]] = [[0x16], [0x03, 0x01], Array("GET / HTTP/1.1\r\nHost: h\r\n\r\n".utf8)]
      let echoed = try await Proxied.connected(to: proxy) { socket in
        parts.map { part in
          socket.send(part)
          return socket.readSome()
        }
      }
      #expect(echoed == parts)
      #expect(await proxy.counts().ruled == 0)
    }
  }

  @Test("Bodies with a length and in chunks pass byte for byte, however they are split", arguments: [1, 7, 10_000])
  func bodies(piece: Int) async throws {
    let requests = [
      "POST /a HTTP/1.1\r\nHOST: h\r\ncontent-length:   15\r\nX:\ty \r\n\r\nhello\r\n\r\n\0END\r\n",
      "PUT /b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nX: END\r\n\r\n",
    ]
    let marks = ["\0END\r\n", "X: END\r\n\r\n"]
    for (request, mark) in zip(requests, marks) {
      let seen = SeenRequests()
      try await Proxied.run(seen.answering(until: mark) { _ in Self.fine }) { proxy, _ in
        try await proxy.set(Self.faults("any /other status 503"))
        let answers = try await Proxied.connected(to: proxy) { socket in
          (0..<2).map { _ in
            var rest = Array(request.utf8)[...]
            while !rest.isEmpty {
              socket.send(Array(rest.prefix(piece)))
              rest = rest.dropFirst(piece)
            }
            return socket.readHead()
          }
        }
        #expect(answers == [Self.fine, Self.fine])
        #expect(seen.all == [request, request])
      }
    }
  }

  @Test("The answer to a HEAD has no body, whatever it says of one")
  func head() async throws {
    let seen = SeenRequests()
    let answer: @Sendable (String) -> String = { request in
      request.hasPrefix("HEAD") ? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" : Self.fine
    }
    try await Proxied.run(seen.answering(answer)) { proxy, _ in
      try await proxy.set(Self.faults("any /busy status 503", "HEAD /cut cut 0"))
      let statuses = try await Proxied.connected(to: proxy) {
        Self.statuses(["HEAD /a", "GET /a", "HEAD /busy", "HEAD /cut", "GET /b"], on: $0)
      }
      #expect(statuses == ["200", "200", "503", "200", "200"])
      #expect(seen.names == ["HEAD /a", "GET /a", "HEAD /cut", "GET /b"])
    }
  }

  @Test("An answer from here ends the connection of a client that asks for it")
  func lastRequest() async throws {
    try await Proxied.run(Proxied.echo) { proxy, _ in
      try await proxy.set(Self.faults("any /busy status 503"))
      let request = "GET /busy HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
      let text = try await Proxied.apart { try RawSocket.answer(to: Array(request.utf8), at: proxy.port) }
      #expect(text == "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
    }
  }

  @Test("Rules that come in the middle of a request hold from the next one on")
  func midway() async throws {
    let seen = SeenRequests()
    let request = "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhalf, half"
    try await Proxied.run(seen.answering(until: "half, half") { _ in Self.fine }) { proxy, _ in
      let socket = try RawSocket(connectedTo: proxy.port)
      defer { socket.close() }
      socket.send(String(request.dropLast(4)))
      #expect(try await Proxied.arrival(of: request.utf8.count - 4, at: proxy))
      try await proxy.set(Self.faults("any /a status 503"))
      let answers = try await Proxied.apart {
        socket.send("half")
        let first = socket.readHead()
        socket.send(request)
        return [first, socket.readHead()]
      }
      #expect(answers.map { String($0.prefix(12)) } == ["HTTP/1.1 200", "HTTP/1.1 503"])
      #expect(seen.all == [request])
    }
  }
}
