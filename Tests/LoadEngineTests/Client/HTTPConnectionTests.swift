import TestSupport
import Testing

@testable import LoadEngine

/// The client against this package's own server.
@Suite(.timeLimit(.minutes(1)))
struct HTTPConnectionTests {
  @Test(arguments: PollerChoice.both, ["GET", "POST", "PUT", "DELETE"])
  func `a request arrives and its answer comes back`(poller: PollerChoice, method: String) async throws {
    try await OnLoop.serving(poller) { server in
      try await OnLoop.connected(to: server.port, poller) { connection, _ in
        let body = method == "GET" ? nil : Array("hello".utf8)
        let outcome = await connection.call(try Samples.request(method, body: body), deadline: .soon)
        let response = try outcome.result.get()
        #expect(response.status == 200)
        #expect(response.headers["x-method"] == method)
        #expect(response.body == body ?? [])
        #expect(!connection.isBusy)
      }
    }
  }

  @Test(arguments: PollerChoice.both)
  func `the points of a call are in order, and only the first call connects`(poller: PollerChoice) async throws {
    try await OnLoop.serving(poller) { server in
      try await OnLoop.connected(to: server.port, poller) { connection, _ in
        for round in 0..<20 {
          let timings = await connection.call(try Samples.request(), deadline: .soon).timings
          let points = [timings.start, timings.connected, timings.sent, timings.firstByte, timings.end].compactMap(
            \.self)
          #expect(points == points.sorted())
          #expect(points.count == (round == 0 ? 5 : 4))
          #expect((timings.connected != nil) == (round == 0))
        }
        #expect(await server.openConnections() == 1)
      }
    }
  }

  @Test(arguments: PollerChoice.both)
  func `after Connection close the next call connects anew`(poller: PollerChoice) async throws {
    try await OnLoop.serving(poller) { server in
      try await OnLoop.connected(to: server.port, poller) { connection, _ in
        for _ in 0..<3 {
          let request = try Samples.request(headers: [("Connection", "close")])
          let outcome = await connection.call(request, deadline: .soon)
          #expect(try outcome.result.get().keepAlive == false)
          #expect(outcome.timings.connected != nil)
          #expect(!connection.isConnected)
        }
      }
    }
  }

  @Test(arguments: PollerChoice.both)
  func `answers without a body leave the connection usable`(poller: PollerChoice) async throws {
    try await OnLoop.serving(poller) { server in
      try await OnLoop.connected(to: server.port, poller) { connection, _ in
        let head = await connection.call(try Samples.request("HEAD", "/none"), isHEAD: true, deadline: .soon)
        #expect(try head.result.get().status == 404)
        #expect(try head.result.get().headers["Content-Length"] == "5")
        #expect(head.text == "")
        let empty = await connection.call(try Samples.request("GET", "/empty"), deadline: .soon)
        #expect(try empty.result.get().status == 204)
        let next = await connection.call(try Samples.request("GET", "/none"), deadline: .soon)
        #expect(next.text == "/none")
        #expect(next.timings.connected == nil)
      }
    }
  }

  @Test(arguments: PollerChoice.both)
  func `five megabytes go both ways unharmed`(poller: PollerChoice) async throws {
    try await OnLoop.serving(poller, limits: Samples.roomy) { server in
      try await OnLoop.connected(to: server.port, poller, limits: Samples.roomy) { connection, _ in
        let request = try Samples.request("POST", body: Samples.megabytes5)
        for _ in 0..<2 {
          let response = try await connection.call(request, deadline: .soon).result.get()
          #expect(response.bodyByteCount == 5_000_000)
          // Compared outside the macro: it would print both.
          let isSame = response.body == Samples.megabytes5
          #expect(isSame)
        }
      }
    }
  }

  @Test(arguments: PollerChoice.both)
  func `what is beyond the limit is counted and not kept`(poller: PollerChoice) async throws {
    try await OnLoop.serving(poller, limits: Samples.roomy) { server in
      try await OnLoop.connected(to: server.port, poller, limits: HTTPLimits(maxBodyBytes: 100)) { connection, _ in
        let request = try Samples.request("POST", body: Samples.megabytes5)
        let response = try await connection.call(request, deadline: .soon).result.get()
        #expect(response.bodyByteCount == 5_000_000)
        #expect(response.body == Array(Samples.megabytes5.prefix(100)))
      }
    }
  }

  @Test(arguments: PollerChoice.both, [0, nil])
  func `the address that answers is found; a user's call sets the other aside for all, the instrument's own does not`(
    poller: PollerChoice, user: Int?
  ) async throws {
    let silent = try RawSocket(boundTo: 0)
    defer { silent.close() }
    try await OnLoop.serving(poller) { server in
      try await OnLoop.run(poller) { loop in
        let book = AddressBook([.loopback(silent.port), .loopback(server.port)])
        let connection = HTTPConnection(to: book, user: user, on: loop)
        defer { connection.close() }
        for _ in 0..<3 {
          let request = try Samples.request("GET", "/none", headers: [("Connection", "close")])
          #expect(await connection.call(request, deadline: .soon).text == "/none")
          #expect(book.hasSetAside == (user != nil))
        }
      }
    }
  }
}
