import LoadEngine
import TestSupport
import Testing

@testable import LoadFixtures

/// What a user may expect of either transport.
@Suite("Transports", .serialized)
struct TransportTests {
  typealias Kind = TargetEnvironment.TransportKind

  /// Runs a body with a transport on a loop of its own, and closes both.
  static func with<R: Sendable>(
    _ kind: Kind, to port: Int, over scheme: WireScheme = .http,
    _ body: @escaping @Sendable (any Transport) async throws -> R
  ) async throws -> R {
    let url = try TargetURL("\(scheme)://127.0.0.1:\(port)")
    let addresses = try await Resolver.resolve(host: url.host, port: url.port)
    let tls = scheme == .https ? try TLSContext(TLSClientConfiguration()) : nil
    let endpoint = Endpoint(
      url: url,
      carrier: kind == .socket ? .sockets(AddressBook(addresses), tls) : .urlSession(base: "\(url)", direct: true))
    let loop = try EventLoop(name: "user")
    let result = await Task(executorPreference: loop) {
      let transport = endpoint.transport(on: loop)
      defer { transport.close() }
      return try await body(transport)
    }.result
    await loop.shutDown()
    return try result.get()
  }

  static func request(
    _ method: String = "GET", _ target: String = "/", headers: [(String, String)] = [], body: String? = nil
  ) throws -> OutgoingRequest {
    OutgoingRequest(
      head: try RequestHead(method: method, target: target, host: "127.0.0.1", headers: headers),
      body: body.map { Array($0.utf8) })
  }

  /// Says back what it was asked.
  private static func echo(_ server: CountingServer, _ request: HTTPRequest, _ number: Int) async -> HTTPServerReply {
    let shown = "\(request.method) \(request.target) \(request.headers["X-One"] ?? "-")"
    return HTTPServerReply(
      status: 200, headers: [("X-Seen", shown), ("X-Length", request.headers["Content-Length"] ?? "-")],
      body: request.body)
  }

  @Test("A request arrives as it was laid out, and its answer whole", arguments: Kind.allCases)
  func whole(kind: Kind) async throws {
    try await CountingServer.with(handler: Self.echo) { server in
      try await Self.with(kind, to: server.port) { transport in
        let body = String(repeating: "¿Qué tal? ", count: 20_000)
        let cases: [(String, String?)] = [("GET", nil), ("POST", body), ("POST", nil), ("PUT", "x"), ("DELETE", nil)]
        for (method, body) in cases {
          let request = try Self.request(method, "/a/%C3%B1?b=c%20d", headers: [("X-One", "uno")], body: body)
          let response = try await transport.send(request, timeout: .seconds(30)).result.get()
          #expect(response.status == 200)
          #expect(response.headers["x-seen"] == "\(method) /a/%C3%B1?b=c%20d uno")
          #expect(response.body.elementsEqual((body ?? "").utf8))
          #expect(response.bodyByteCount == body?.utf8.count ?? 0)
        }
        let head = try await transport.send(Self.request("HEAD"), timeout: .seconds(30)).result.get()
        #expect(head.status == 200 && head.body.isEmpty)
      }
      #expect(server.received == 6)
      #expect(await server.connections() <= 1)
    }
  }

  @Test(
    "Any status is an answer, and none is acted upon", arguments: Kind.allCases, [204, 302, 401, 404, 429, 500, 503])
  func statuses(kind: Kind, status: Int) async throws {
    try await CountingServer.with { _, _, _ in
      HTTPServerReply(
        status: status, headers: [("Location", "/other"), ("Retry-After", "1"), ("WWW-Authenticate", "Basic realm=x")])
    } _: { server in
      try await Self.with(kind, to: server.port) { transport in
        let response = try await transport.send(Self.request(), timeout: .seconds(30)).result.get()
        #expect(response.status == status)
        #expect(response.headers["Location"] == "/other")
      }
      #expect(server.received == 1)
    }
  }

  @Test("Calls side by side are all on the wire at once", arguments: Kind.allCases)
  func sideBySide(kind: Kind) async throws {
    let count = 20
    // Nobody is answered before all are there.
    try await CountingServer.with { server, request, _ in
      while server.received < count, !Task.isCancelled { try? await EventLoop.sleep(for: .milliseconds(1)) }
      return HTTPServerReply(status: 200, body: Array(request.path.utf8))
    } _: { server in
      let paths = try await Self.with(kind, to: server.port) { transport in
        try await withThrowingTaskGroup(of: String.self) { group in
          for number in 0..<count {
            group.addTask(executorPreference: EventLoop.current) {
              let request = try Self.request("GET", "/\(number)")
              return String(
                decoding: try await transport.send(request, timeout: .seconds(30)).result.get().body, as: UTF8.self)
            }
          }
          return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
      }
      #expect(paths == Set((0..<count).map { "/\($0)" }))
    }
  }

  @Test("The deadline is over the whole call and ends it within 50 ms", arguments: Kind.allCases)
  func deadline(kind: Kind) async throws {
    try await RealTime.holds {
      try await CountingServer.with { server, request, _ in
        if request.path == "/silent" { await server.silence() }
        return .ok
      } _: { server in
        try await Self.with(kind, to: server.port) { transport in
          var wrong: [String] = []
          for _ in 0..<3 {
            let outcome = await transport.send(try Self.request("GET", "/silent"), timeout: .milliseconds(200))
            #expect(outcome.failure == .timeout)
            let elapsed = outcome.timings.end - outcome.timings.start
            #expect(elapsed >= 200_000_000)
            if elapsed > 250_000_000 { wrong.append("\(elapsed) ns of 200 ms") }
          }
          #expect(try await transport.send(Self.request(), timeout: .seconds(30)).result.get().status == 200)
          return wrong
        }
      }
    }
  }

  @Test("Calls in progress are cancelled at once, and the transport can be used again", arguments: Kind.allCases)
  func cancelled(kind: Kind) async throws {
    try await CountingServer.with { server, request, _ in
      if request.path == "/silent" { await server.silence() }
      return .ok
    } _: { server in
      try await Self.with(kind, to: server.port) { transport in
        async let first = transport.send(try Self.request("GET", "/silent"), timeout: .seconds(30))
        async let second = transport.send(try Self.request("GET", "/silent"), timeout: .seconds(30))
        while server.received < 2 { try await EventLoop.sleep(for: .milliseconds(1)) }
        transport.cancelCalls()
        for outcome in try await [first, second] {
          guard case .failure(.cancelled) = outcome.result else {
            Issue.record("ended as \(outcome.result)")
            continue
          }
          #expect(outcome.timings.end - outcome.timings.start < 5_000_000_000)
        }
        #expect(try await transport.send(Self.request(), timeout: .seconds(30)).result.get().status == 200)
      }
    }
  }

  @Test("Of a large body a megabyte is kept, and all of it counted", arguments: Kind.allCases)
  func large(kind: Kind) async throws {
    try await CountingServer.with { _, _, _ in
      HTTPServerReply(status: 200, body: [UInt8](repeating: 7, count: 5_000_000))
    } _: { server in
      try await Self.with(kind, to: server.port) { transport in
        let response = try await transport.send(Self.request(), timeout: .seconds(30)).result.get()
        #expect(response.bodyByteCount == 5_000_000)
        #expect(response.body == [UInt8](repeating: 7, count: 1_048_576))
      }
    }
  }

  /// Where the two differ: what URLSession, which rests on libcurl here, takes for an answer.
  private static let takenByURLSession = [
    "two framings": "", "two lengths": "abc", "bytes after the answer": "ok", "a header block of 100 kB": "ok",
  ]

  /// What both send once more: the connection was at hand, and not a byte had come.
  private static let repeated: Set<String> = ["reset before the answer", "end before the answer"]

  /// Where libcurl's words for it say less: a line that is too long is "out of memory".
  private static let toldOtherwise: [String: FailureKind] = [
    "a header line of 1 MB": .protocolError, "10,000 interim answers": .timeout,
  ]

  /// What URLSession on Linux does not survive, nor the process with it.
  private static let deadly: Set<String> = ["half a head", "endless trailers"]

  @Test("An answer that is none has its kind", arguments: Kind.allCases, BrokenAnswer.all)
  func broken(kind: Kind, answer: BrokenAnswer) async throws {
    guard answer.schemes.contains(.http), kind == .socket || !Self.deadly.contains(answer.testDescription) else {
      return
    }
    let other = kind == .urlsession ? Self.toldOtherwise[answer.testDescription] : nil
    let patience = Duration.seconds(other == .timeout ? 1 : 30)
    // The first request is the pre-flight's elsewhere; here it is the first of two calls.
    try await FaultyServer.with(.http, answer: { _, request in request.number == 1 ? answer.script : .ok }) { server in
      try await Self.with(kind, to: server.port) { transport in
        var results: [Result<HTTPResponse, CallError>] = []
        for _ in 0..<3 { results.append(await transport.send(try Self.request(), timeout: patience).result) }
        #expect(try results[0].get().body == Array("ok".utf8))
        #expect(try results[2].get().body == Array("ok".utf8))
        switch results[1] {
        case .success(let response):
          let taken = kind == .urlsession ? Self.takenByURLSession[answer.testDescription] : nil
          let isRepeated = Self.repeated.contains(answer.testDescription)
          #expect(String(decoding: response.body, as: UTF8.self) == (isRepeated ? "ok" : taken))
        case .failure(let error):
          #expect(FailureKind(error) == other ?? answer.kind, "\(error)")
        }
      }
    }
  }

  #if os(Linux)
    /// When this fails, Foundation has been mended: `deadly` and a sentence of the limits can go.
    @Test("A head that is cut short ends the process of a run by URLSession")
    func deadlyHead() async throws {
      await #expect(processExitsWith: .failure) {
        try await FaultyServer.with(.http, answer: { _, _ in WireScript("HTTP/1.1 200 OK\r\nX-Part", then: .close) }) {
          server in
          try await TransportTests.with(.urlsession, to: server.port) {
            // The server answers the first one well.
            for _ in 0..<2 { _ = await $0.send(try TransportTests.request(), timeout: .seconds(30)) }
          }
        }
      }
    }
  #endif

  @Test(
    "A certificate that the system does not trust ends the call before its request", arguments: Kind.allCases,
    [\TestAuthority.selfSigned, \.expired])
  func untrusted(kind: Kind, identity: KeyPath<TestAuthority, TLSServerConfiguration> & Sendable) async throws {
    let context = try TLSContext(TestAuthority.shared.get()[keyPath: identity])
    try await FaultyServer.with(.https, greeting: { _ in .secure(context) }, answer: { _, _ in .ok }) { server in
      let failure = try await Self.with(kind, to: server.port, over: .https) {
        try await $0.send(Self.request(), timeout: .seconds(30)).failure
      }
      // Its own authority: that it is unknown is seen before the days are looked at.
      #expect(failure == .certificateUntrusted)
      #expect(server.requests == 0)
    }
  }

  @Test("URLSession leaves the proxy that the environment names alone on the way to this machine itself")
  func proxy() async throws {
    try await CountingServer.with { server in
      try await CountingServer.with { proxy in
        let outcome = try await RealTime.alone {
          try await ToolProcess.run(
            // A rate: as fast as they can, its threads and the server want more than two cores, which is INVALID.
            ["probe", "http://127.0.0.1:\(server.port)/asked", "--rate", "50", "--duration", "1", "--json"],
            environment: ["LOAD_TRANSPORT": "urlsession", "http_proxy": "http://127.0.0.1:\(proxy.port)"])
        }
        let record = try outcome.record()
        #if os(Linux)
          #expect(outcome.lines.contains { $0.text.contains("Foundation ends the whole process") })
        #endif
        #expect(outcome.code == 0, "\(record.verdict.sentences)")
        #expect(record.counts.completed > 20 && record.counts.failed == 0)
        #expect(server.received(path: "/asked") == record.counts.completed + record.counts.instrument)
        #expect(proxy.received == 0)
        #expect(record.notes.contains(URLSessionTransport.limits))
      }
    }
  }

  @Test("A refused connection is one", arguments: Kind.allCases)
  func refused(kind: Kind) async throws {
    let port = try await CountingServer.with { $0.port }
    let failure = try await Self.with(kind, to: port) {
      try await $0.send(Self.request(), timeout: .seconds(30)).failure
    }
    #expect(failure == .connectionRefused)
  }

  @Test("A whole run by URLSession has exact counts, says what it cannot tell, and knows no phases")
  func run() async throws {
    try await AgentUnderTest.with { agent in
      let environment = try agent.environment(["LOAD_TRANSPORT": "urlsession"])
      let scenario = Scenario("five", user: SalesUser.self, profile: .ramp(to: 5, perSecond: 50, for: .seconds(1)))
      let record = try await RealTime.alone { try await ScenarioRunner.quietly(scenario, in: environment) }
      let counts = record.counts
      #expect(record.verdict.status == .passed, "\(record.verdict.sentences)")
      #expect(counts.completed > 20 && counts.failed == 0, "\(record.failureKinds)")
      #expect(counts.scheduled == counts.completed + counts.failed + counts.dropped + counts.cancelled)
      #expect(agent.received.count == counts.completed + counts.failed + counts.instrument)
      #expect(record.transport == "urlsession")
      #expect(record.notes.contains(URLSessionTransport.limits))
      let phases = record.total.phases
      #expect(phases == .init(connections: nil))
    }
  }
}

extension CallOutcome {
  /// The label that the call would be counted under; `nil` after an answer.
  var failure: FailureKind? {
    if case .failure(let error) = result { FailureKind(error) } else { nil }
  }
}
