import Foundation
import TestSupport
import Testing

@testable import LoadEngine

/// The server against raw bytes.
@Suite(.timeLimit(.minutes(1)))
struct HTTPServerTests {
  /// Connects to the server away from the threads that all tests share.
  private func client<R: Sendable>(
    of server: HTTPServer, _ talk: @escaping @Sendable (RawSocket) -> R
  ) async throws -> R {
    let port = server.port
    return try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(
          with: Result {
            let socket = try RawSocket(connectedTo: port)
            defer { socket.close() }
            return talk(socket)
          })
      }
    }
  }

  /// Sends bytes and returns the answer until `mark` or its end.
  private func exchange(_ server: HTTPServer, _ text: String, until mark: String? = nil) async throws -> String {
    try await client(of: server) {
      $0.send(text)
      return $0.read(until: mark)
    }
  }

  @Test(arguments: PollerChoice.both)
  func `requests sent ahead are answered in order`(poller: PollerChoice) async throws {
    // The first answer is the slowest, so that a server which does not wait its turn is found out.
    let handler: HTTPServer.Handler = { request in
      let rank = Int(request.path.dropFirst()) ?? 0
      try? await EventLoop.sleep(for: .milliseconds(rank == 0 ? 20 : 0))
      return HTTPServerReply(status: 200, body: Array("<\(rank)>".utf8))
    }
    try await OnLoop.serving(poller, handler: handler) { server in
      let requests = (0..<10).map { "GET /\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()
      let answers = try await exchange(server, requests, until: "<9>")
      let order = answers.split(separator: "<").dropFirst().compactMap { $0.first?.wholeNumberValue }
      #expect(order == Array(0..<10))
    }
  }

  /// Before, each answer was kept for a client that asks and does not read: 20 MB here.
  @Test(arguments: PollerChoice.both)
  func `a client that asks and does not read is closed`(poller: PollerChoice) async throws {
    let answer = [UInt8](repeating: 0x78, count: 100_000)
    try await OnLoop.serving(poller, handler: { _ in HTTPServerReply(status: 200, body: answer) }) { server in
      let socket = try RawSocket(connectedTo: server.port)
      defer { socket.close() }
      #expect(try await OnLoop.eventually { await server.openConnections() == 1 })
      socket.send(String(repeating: "GET / HTTP/1.1\r\nHost: a\r\n\r\n", count: 200))
      #expect(try await OnLoop.eventually { await server.openConnections() == 0 })
    }
  }

  @Test(arguments: PollerChoice.both)
  func `a client that asks first is told to continue, once`(poller: PollerChoice) async throws {
    try await OnLoop.serving(poller) { server in
      let said = try await client(of: server) { socket in
        socket.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n")
        let first = socket.readHead()
        socket.send("bo")
        socket.send("dy")
        return [first, socket.read(until: "body")]
      }
      #expect(said[0] == "HTTP/1.1 100 Continue\r\n\r\n")
      #expect(said[1].hasPrefix("HTTP/1.1 200 OK\r\n"))
      #expect(said[1].hasSuffix("\r\n\r\nbody"))
    }
  }

  @Test(
    arguments: PollerChoice.both,
    [
      ("HELLO\r\n\r\n", "400 Bad Request"),
      ("GET / HTTP/1.1\r\n\r\n", "400 Bad Request"),
      ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", "400 Bad Request"),
      ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n", "413 Content Too Large"),
      ("GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "x", count: 20_000), "431 "),
    ])
  func `a bad request is refused and its connection ends`(poller: PollerChoice, bad: (String, String)) async throws {
    try await OnLoop.serving(poller) { server in
      let answer = try await exchange(server, bad.0)
      #expect(answer.hasPrefix("HTTP/1.1 \(bad.1)"))
      #expect(answer.lowercased().contains("\r\nconnection: close\r\n"))
      #expect(try await OnLoop.eventually { await server.openConnections() == 0 })
    }
  }

  @Test(
    arguments: PollerChoice.both,
    ["G", "GET / HTTP/1.1\r\nHost: a\r\n", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc"])
  func `a client that does not send its request to the end is closed, one that is idle is not`(
    poller: PollerChoice, beginning: String
  ) async throws {
    try await OnLoop.serving(poller, bounds: HTTPServerBounds(patience: .milliseconds(200))) { server in
      let whole = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
      let idle = try RawSocket(connectedTo: server.port)
      defer { idle.close() }
      idle.send(whole)
      #expect(try await OnLoop.eventually { await server.openConnections() == 1 })
      let answers = try await exchange(server, whole + beginning)
      #expect(answers.hasPrefix("HTTP/1.1 404 ") && answers.contains("HTTP/1.1 408 Request Timeout\r\n"), "\(answers)")
      #expect(await server.openConnections() == 1)
    }
  }

  @Test(arguments: PollerChoice.both)
  func `a client that connects and says nothing is closed without a word`(poller: PollerChoice) async throws {
    try await OnLoop.serving(poller, bounds: HTTPServerBounds(patience: .milliseconds(200))) { server in
      let silent = try RawSocket(connectedTo: server.port)
      defer { silent.close() }
      // It was accepted before this one.
      _ = try await exchange(server, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
      #expect(try await OnLoop.eventually { await server.openConnections() == 0 })
    }
  }

  @Test(arguments: PollerChoice.both)
  func `half requests of many clients are held up to a bound`(poller: PollerChoice) async throws {
    try await OnLoop.serving(poller, bounds: HTTPServerBounds(heldBytes: 1 << 20)) { server in
      let head = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n"
      let half = String(repeating: "x", count: 150_000)
      var clients: [RawSocket] = []
      for _ in 0..<10 {
        let client = try RawSocket(connectedTo: server.port)
        clients.append(client)
        client.send(head)
      }
      #expect(try await OnLoop.eventually { await server.openConnections() == 10 })
      for client in clients { client.send(half) }
      // Seven halves are too much, six are not.
      #expect(try await OnLoop.eventually { await server.openConnections() == 6 })
      for client in clients { client.close() }
      #expect(try await OnLoop.eventually { await server.openConnections() == 0 })
      // What they held is free again.
      let answer = try await exchange(server, head + half + String(repeating: "y", count: 50_000), until: "yyy")
      #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"), "\(answer.prefix(80))")
    }
  }

  @Test(arguments: PollerChoice.both)
  func `connections beyond the bound are closed at once, and there is room again when one has gone`(
    poller: PollerChoice
  ) async throws {
    try await OnLoop.serving(poller, bounds: HTTPServerBounds(connections: 2)) { server in
      let clients = try (0..<2).map { _ in try RawSocket(connectedTo: server.port) }
      defer { clients[1].close() }
      #expect(try await OnLoop.eventually { await server.openConnections() == 2 })
      let late = try RawSocket(connectedTo: server.port)
      defer { late.close() }
      #expect(late.read() == "")
      clients[0].close()
      #expect(try await OnLoop.eventually { await server.openConnections() == 1 })
      #expect(
        try await exchange(server, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").hasPrefix("HTTP/1.1 404 "))
    }
  }

  @Test(arguments: PollerChoice.both)
  func `a request may come byte by byte`(poller: PollerChoice) async throws {
    try await OnLoop.serving(poller) { server in
      let answer = try await client(of: server) { socket in
        for byte in "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc".utf8 { socket.send([byte]) }
        return socket.read(until: "abc")
      }
      #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
    }
  }

  @Test(arguments: PollerChoice.both)
  func `stopping waits for the handlers and frees the port`(poller: PollerChoice) async throws {
    let loop = try EventLoop(name: "server", poller: poller)
    let handled = Flag()
    let server = try await HTTPServer.start(loops: [loop]) { _ in
      handled.begin()
      try? await EventLoop.sleep(for: .milliseconds(300))
      handled.end()
      return HTTPServerReply(status: 200)
    }
    let client = try RawSocket(connectedTo: server.port)
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try await OnLoop.eventually { handled.state != .waiting })
    await server.stop()
    #expect(handled.state == .ended)
    client.close()
    #expect(throws: SystemError("connect", errno: ECONNREFUSED)) { try RawSocket(connectedTo: server.port).close() }
    let again = try await HTTPServer.start(port: server.port, loops: [loop]) { _ in HTTPServerReply(status: 200) }
    #expect(again.port == server.port)
    await #expect(throws: SystemError.self) {
      try await HTTPServer.start(port: again.port, loops: [loop]) { _ in HTTPServerReply(status: 200) }
    }
    await again.stop()
    await loop.shutDown()
  }

  @Test(arguments: PollerChoice.both)
  func `an answer in parts comes part by part and ends with its connection`(poller: PollerChoice) async throws {
    let handler: HTTPServer.Handler = { request in
      let numbers = Numbers(upTo: request.path == "/none" ? 0 : 3)
      return HTTPServerReply(
        status: 200, headers: [("X-A", "b")], body: Array("0;".utf8), rest: { await numbers.next() })
    }
    try await OnLoop.serving(poller, handler: handler) { server in
      let answer = try await exchange(server, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\nX-A: b\r\nConnection: close\r\n\r\n"))
      #expect(answer.hasSuffix("\r\n\r\n0;1;2;3;") && !answer.contains("Content-Length"))
      #expect(try await exchange(server, "GET /none HTTP/1.1\r\nHost: a\r\n\r\n").hasSuffix("\r\n\r\n0;"))
      #expect(try await OnLoop.eventually { await server.openConnections() == 0 })
    }
  }

  @Test(arguments: PollerChoice.both)
  func `a client that takes no parts is given none, and is left after a while`(poller: PollerChoice) async throws {
    let numbers = Numbers(upTo: .max, size: 1 << 20)
    let handler: HTTPServer.Handler = { _ in HTTPServerReply(status: 200, rest: { await numbers.next() }) }
    try await OnLoop.serving(
      poller, bounds: HTTPServerBounds(patience: .milliseconds(300)), handler: handler
    ) { server in
      let socket = try RawSocket(connectedTo: server.port)
      defer { socket.close() }
      socket.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try await OnLoop.eventually { await numbers.count > 0 })
      #expect(try await OnLoop.eventually { await server.openConnections() == 0 })
      // As much as the system holds, and a part.
      #expect(await numbers.count < 100)
    }
  }

  @Test(arguments: PollerChoice.both)
  func `a client that goes, and a server that stops, end what makes the parts`(poller: PollerChoice) async throws {
    let waiting = Numbers(upTo: .max)
    // Says one thing and then waits for ever.
    let handler: HTTPServer.Handler = { _ in
      HTTPServerReply(
        status: 200,
        rest: {
          if await waiting.begin() { return Array("1;".utf8) }
          try? await Task.sleep(for: .seconds(3600))
          await waiting.end()
          return nil
        })
    }
    try await OnLoop.serving(poller, handler: handler) { server in
      let answer = try await exchange(server, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", until: "1;")
      #expect(answer.hasSuffix("1;"))
      #expect(try await OnLoop.eventually { await waiting.ended == 1 })
      let other = try RawSocket(connectedTo: server.port)
      defer { other.close() }
      other.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try await OnLoop.eventually { await server.openConnections() == 1 })
    }
    // The server has stopped.
    #expect(await waiting.ended == 2)
  }
}

/// Parts of an answer: "1;", "2;" ...
private actor Numbers {
  private let last: Int
  private let size: Int
  private(set) var count = 0
  private(set) var ended = 0
  private var hasBegun = false

  init(upTo last: Int, size: Int = 0) { (self.last, self.size) = (last, size) }

  func next() -> [UInt8]? {
    guard count < last else { return nil }
    count += 1
    return Array("\(count);".utf8) + [UInt8](repeating: 0x78, count: size)
  }

  /// True the first time.
  func begin() -> Bool {
    defer { hasBegun = true }
    return !hasBegun
  }

  func end() { ended += 1 }
}
